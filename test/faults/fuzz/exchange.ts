import { connect, type Socket } from 'node:net';

export interface Answered {
  /** 0: the connection was closed without an answer. */
  readonly status: number;
  readonly body: string;
}

/** Says one request after another on one connection, on a new one whenever the relay has ended it. */
export interface Line {
  /** @throws when nothing happens for `HANG_MS` */
  ask(bytes: Buffer, last: boolean): Promise<Answered>;
  drop(): void;
}

const HANG_MS = 25_000;

export function openLine(url: string): Line {
  const { hostname, port } = new URL(url);
  let socket: Socket | null = null;
  return {
    ask: (bytes, last) =>
      new Promise((resolve, reject) => {
        const own = socket ?? connect(Number(port), hostname);
        own.removeAllListeners();
        let received = '';
        const timer = setTimeout(() => {
          own.destroy();
          reject(new Error(`a hang; so far: ${received.slice(0, 200)}`));
        }, HANG_MS);
        const done = (answered: Answered, keep: boolean): void => {
          clearTimeout(timer);
          own.removeAllListeners().on('error', () => undefined);
          socket = keep ? own : null;
          if (!keep) own.destroy();
          else own.once('close', () => (socket = socket === own ? null : socket));
          resolve(answered);
        };
        own.on('error', () => undefined);
        own.on('close', () => done(answerIn(received) ?? { status: 0, body: '' }, false));
        own.on('data', (data) => {
          received += data.toString('latin1');
          const answered = answerIn(received);
          if (answered !== null && !last) done(answered, !/\r\nConnection: close/i.test(received));
        });
        own.write(bytes);
        if (last) own.end();
      }),
    drop: () => socket?.destroy(),
  };
}

/** The first whole answer in what was received; null when it is not there yet. */
function answerIn(received: string): Answered | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = received.slice(0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? -1);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const body = received.slice(end + 4, end + 4 + length);
  return body.length < length ? null : { status, body };
}
