import { WebSocket } from 'ws';
import { readRelayFrame, SUBPROTOCOL, type RelayFrame } from '../../../src-shared/wire/protocol.ts';

export interface Heard {
  readonly frame: RelayFrame;
  /** ms on this process's clock. */
  readonly at: number;
}

/** A device that notes when each frame came. */
export interface Listening {
  /** The first frame from now on that `isIt` takes; null: none within the time. */
  next(isIt: (frame: RelayFrame) => boolean, ms: number): Promise<Heard | null>;
  close(): void;
}

/** Connects a device that knows of records; live when it resolves. */
export async function listen(port: number, token: string): Promise<Listening> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/agent`, SUBPROTOCOL, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  const waiting = new Set<(heard: Heard) => void>();
  socket.on('message', (data) => {
    const at = performance.now();
    const frame = readRelayFrame(String(data));
    if (frame === null) return;
    if (frame.type === 'event') socket.send(JSON.stringify({ type: 'ack', seq: frame.seq }));
    for (const hear of waiting) hear({ frame, at });
  });
  function next(isIt: (frame: RelayFrame) => boolean, ms: number): Promise<Heard | null> {
    return new Promise((resolve) => {
      const settle = (heard: Heard | null): void => {
        clearTimeout(late);
        waiting.delete(hear);
        resolve(heard);
      };
      const hear = (heard: Heard): void => {
        if (isIt(heard.frame)) settle(heard);
      };
      const late = setTimeout(() => settle(null), ms);
      waiting.add(hear);
    });
  }
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const live = next(({ type }) => type === 'live', 10_000);
  socket.send(JSON.stringify({ type: 'resume', epoch: null, after: 0, can: ['records'] }));
  if ((await live) === null) throw new Error('the device did not get live');
  return { next, close: () => socket.terminate() };
}
