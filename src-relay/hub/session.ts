import type { WebSocket } from 'ws';
import type { CallKey, Epoch, Instant } from '../../src-shared/brand.ts';
import { MAX_EVENT_FRAME_BYTES } from '../../src-shared/limits/limits.ts';
import { CAN, CLOSE, readAppFrame, type Ability, type AppFrame } from '../../src-shared/wire/protocol.ts';
import type { PolicyText } from './policy.ts';
import type { Delivery } from '../journal/commands.ts';
import type { JournalReader, PairedDevice } from '../journal/reader.ts';
import type { HubBounds } from './bounds.ts';
import {
  claimedFrame,
  encode,
  eventFrame,
  eventTail,
  welcomeFrame,
  type EventTail,
  type RecordsFrame,
} from './frames.ts';
import { startingPoint } from './starting-point.ts';
import type { Turns } from './turns.ts';

export interface SessionParts {
  readonly reader: JournalReader;
  readonly bounds: HubBounds;
  /** Replays take turns, so that live events need not wait for them. */
  readonly turns: Turns;
  readonly now: () => number;
  /** The same by the sender's clock, for ages. */
  readonly sendersNow: () => number;
  readonly policy: (can: readonly Ability[]) => PolicyText;
  readonly historyEvents: () => number;
  /** The records of the agent's calls of the last day, each made when it is asked for. Never throws. */
  readonly recordsAgain: () => AsyncIterator<RecordsFrame>;
  readonly onAck: (seq: number) => void;
  readonly onClaim: (call: CallKey) => void;
  readonly onRelease: (call: CallKey) => void;
  readonly onResumed: () => void;
  readonly onReplayed: (events: number) => void;
  /** An event of so many bytes was sent that pings wait behind. */
  readonly onBig: (bytes: number) => void;
  readonly onTooSlow: () => void;
  /** The replay failed; the socket is closed, so that the app comes again. */
  readonly onTrouble: (error: unknown) => void;
}

/** One socket of one device, from its `resume` on. */
export interface Session {
  readonly paired: PairedDevice;
  /** A new delivery for the session's agent. @returns whether it went out now, live */
  deliver(delivery: Delivery, tail: EventTail): boolean;
  /**
   * Sends whatever the journal has that this socket has not had: other processes write too. When somebody was forgotten
   * out of it, the socket is closed, and the app's next `resume` is answered with a reset.
   */
  lookAgain(): void;
  /**
   * Sends a frame that is no event and is encoded, once there was a `welcome`.
   * @param frame or what makes it, of what the app has said that it can
   * @param needs what the app must have said that it can
   */
  tell(frame: string | ((can: readonly Ability[]) => string), needs?: Ability): void;
  close(code: number, reason: string): void;
}

/** Fresh: no `resume` yet. Replaying: catching up. Live: everything is sent, or being caught up with again. */
type State = 'fresh' | 'replaying' | 'live' | 'closed';

const CLAIMS_REPEATED_MS = 24 * 3_600_000;
/** So many frames of records go out in one turn: making one takes as long as an event or two. */
const RECORDS_A_TURN = 4;
const INTERNAL_ERROR = 1011;
const CLOSED_WITHIN_MS = 5000;

/**
 * Speaks ringside.v1 with one device (docs/protocol.md). The live path is a hint and the journal the truth: a delivery
 * is pushed only when it is the very next one, and everything else is read from the journal.
 */
export function startSession(socket: WebSocket, paired: PairedDevice, parts: SessionParts): Session {
  const { reader, bounds, turns, now } = parts;
  const agent = paired.agent.id;
  let state: State = 'fresh';
  let sentSeq = 0;
  let epoch: Epoch | null = null;
  let reading = false;
  let inDoubt = false;
  let can: readonly Ability[] = [];
  let recordsAgain: AsyncIterator<RecordsFrame> | 'over' | null = null;
  /** The biggest event that may still wait to be sent, live. */
  let bigUnsent = 0;

  const deadline = setTimeout(() => close(CLOSE.noResume, 'no resume'), bounds.resumeWithinMs);
  socket.on('message', (data, isBinary) => {
    if (state === 'closed') return;
    const frame = isBinary ? null : readAppFrame(String(data));
    if (frame === null || (frame.type === 'resume') !== (state === 'fresh')) {
      close(CLOSE.badFrame, 'bad frame');
      return;
    }
    try {
      hear(frame);
    } catch (error) {
      fail(error);
    }
  });
  socket.on('close', () => end());

  function hear(frame: AppFrame): void {
    switch (frame.type) {
      case 'resume':
        resume(frame);
        return;
      case 'ack':
        if (frame.seq <= sentSeq) parts.onAck(frame.seq);
        return;
      case 'claim':
        parts.onClaim(frame.call);
        return;
      case 'release':
        parts.onRelease(frame.call);
    }
  }

  function resume(cursor: Extract<AppFrame, { type: 'resume' }>): void {
    const span = reader.span(agent);
    if (span === null) {
      close(CLOSE.revoked, 'revoked');
      return;
    }
    clearTimeout(deadline);
    const { from, reset } = startingPoint(cursor, { ...span, historyEvents: parts.historyEvents() });
    ({ epoch } = span);
    can = cursor.can ?? [];
    state = 'replaying';
    sentSeq = from;
    parts.onResumed();
    socket.send(
      welcomeFrame(
        {
          agent: paired.agent.email,
          epoch,
          from,
          head: span.head,
          now: new Date(now()).toISOString() as Instant,
          can: [...CAN],
        },
        parts.policy(can),
      ),
    );
    if (reset !== null) socket.send(encode({ type: 'reset', reason: reset }));
    catchUp();
  }

  function catchUp(): void {
    if (reading || state === 'fresh' || state === 'closed') return;
    reading = true;
    readOn().catch(fail);
  }

  function lookAgain(): void {
    inDoubt = true;
    catchUp();
  }

  /** The journal cannot be read just now. */
  function fail(error: unknown): void {
    parts.onTrouble(error);
    close(INTERNAL_ERROR, 'try again');
  }

  /** From finding the journal's end to being live nothing else runs, so nothing can slip between. */
  async function readOn(): Promise<void> {
    for (;;) {
      await turns.next(state === 'live' ? 'live' : 'replay');
      if (!isOpen()) return;
      if (inDoubt && reader.span(agent)?.epoch !== epoch) return close(CLOSE.restarting, 'start over');
      inDoubt = false;
      const page = reader.page(agent, sentSeq);
      if (page.length === 0) {
        if (state === 'replaying' && can.includes('records') && recordsAgain !== 'over') {
          recordsAgain ??= parts.recordsAgain();
          if (await repeatRecords(recordsAgain)) recordsAgain = 'over';
          continue;
        }
        reading = false;
        if (state === 'replaying') goLive();
        return;
      }
      for (const { seq, record } of page) {
        if (!isOpen()) return;
        // What follows was erased meanwhile: the next resume is answered with a reset.
        if (seq !== sentSeq + 1) return close(INTERNAL_ERROR, 'try again');
        const tail = eventTail(record);
        bigBytes(tail);
        const sent = send(eventFrame(tail, seq, record, parts.sendersNow()));
        sentSeq = seq;
        if (socket.bufferedAmount > bounds.replayBufferedBytes) await sent;
      }
      parts.onReplayed(page.length);
    }
  }

  /**
   * Sends some of the records of the last day's calls; events that come meanwhile go first.
   * @returns whether all were sent, when there is room for more
   */
  async function repeatRecords(frames: AsyncIterator<RecordsFrame>): Promise<boolean> {
    let sent = Promise.resolve();
    for (let i = 0; i < RECORDS_A_TURN; i += 1) {
      const next = await frames.next();
      if (next.done === true) return true;
      if (!isOpen()) return false;
      sent = send(encode(next.value));
    }
    if (socket.bufferedAmount > bounds.replayBufferedBytes) await sent;
    return false;
  }

  function goLive(): void {
    for (const { call, ...holder } of reader.claimsSince(agent, now() - CLAIMS_REPEATED_MS))
      socket.send(claimedFrame(call, holder));
    if (can.includes('release'))
      for (const { call, agent: by } of reader.releases(agent))
        socket.send(encode({ type: 'released', call, agent: by }));
    state = 'live';
    socket.send(encode({ type: 'live' }));
  }

  function deliver(delivery: Delivery, tail: EventTail): boolean {
    if (state !== 'live' || reading || delivery.seq <= sentSeq) return false;
    if (delivery.seq !== sentSeq + 1) {
      catchUp();
      return false;
    }
    if (isTooSlow()) return false;
    bigUnsent = Math.max(bigUnsent, bigBytes(tail));
    sentSeq = delivery.seq;
    socket.send(eventFrame(tail, delivery.seq, delivery.record, parts.sendersNow()));
    return true;
  }

  /** How big it is, when it is big; the heartbeat knows of it then. */
  function bigBytes(tail: EventTail): number {
    if (tail.length <= bounds.replayBufferedBytes) return 0;
    const bytes = Buffer.byteLength(tail);
    parts.onBig(bytes);
    return bytes;
  }

  /** Closes what does not read what it is sent. One big event alone is no slowness, nor what a replay waits with. */
  function isTooSlow(): boolean {
    const unsent = socket.bufferedAmount;
    if (unsent <= bounds.maxBufferedBytes) {
      bigUnsent = 0;
      return false;
    }
    if (unsent <= bounds.maxBufferedBytes + (reading ? MAX_EVENT_FRAME_BYTES : bigUnsent)) return false;
    parts.onTooSlow();
    close(CLOSE.tooSlow, 'too slow');
    return true;
  }

  /** Resolves when the frame has left for the network, or never will. */
  function send(text: string): Promise<void> {
    return new Promise((resolve) => socket.send(text, () => resolve()));
  }

  function close(code: number, reason: string): void {
    end();
    socket.close(code, reason);
    // A device that goes on sending instead of answering.
    const giveUp = setTimeout(() => socket.terminate(), CLOSED_WITHIN_MS);
    socket.once('close', () => clearTimeout(giveUp));
  }

  /** Asked again after every wait. */
  function isOpen(): boolean {
    return state !== 'closed';
  }

  function end(): void {
    state = 'closed';
    clearTimeout(deadline);
  }

  return {
    paired,
    deliver,
    lookAgain,
    tell: (frame, needs) => {
      if (needs !== undefined && !can.includes(needs)) return;
      // Nobody is closed for records, who reads them slowly.
      if (needs === 'records' && socket.bufferedAmount > bounds.replayBufferedBytes) return;
      if ((state !== 'replaying' && state !== 'live') || isTooSlow()) return;
      socket.send(typeof frame === 'string' ? frame : frame(can));
    },
    close,
  };
}
