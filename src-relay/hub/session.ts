import type { WebSocket } from 'ws';
import type { CallKey, Epoch, Instant } from '../../src-shared/brand.ts';
import { CAN, CLOSE, readAppFrame, type Ability, type AppFrame } from '../../src-shared/wire/protocol.ts';
import type { PolicyText } from './policy.ts';
import type { Delivery } from '../journal/commands.ts';
import type { JournalReader, PairedDevice, Span } from '../journal/reader.ts';
import type { HubBounds } from './bounds.ts';
import { encode, eventFrame, eventTail, welcomeFrame, type EventTail } from './frames.ts';
import type { RecordsFrame } from '../../src-shared/wire/protocol.ts';
import { socketOutlet } from './outlet.ts';
import { begun, doubted, mayHaveMore, nextStep, recordsDone, resumed, sent, type Step } from './progress.ts';
import { repeating, type Known, type Repeating } from './repeating.ts';
import { startingPoint } from './starting-point.ts';
import type { Turns } from './turns.ts';

export interface SessionParts {
  readonly reader: Pick<JournalReader, 'span' | 'page' | 'claimsSince' | 'releases'>;
  readonly bounds: HubBounds;
  /** Replays take turns, so that live events need not wait for them. */
  readonly turns: Turns;
  readonly now: () => number;
  /** The same by the sender's clock, for ages. */
  readonly sendersNow: () => number;
  readonly policy: (can: readonly Ability[]) => PolicyText;
  readonly historyEvents: () => number;
  /** The records of the agent's calls of the last day, each made when it is asked for. Never rejects. */
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

/** What a frame that is no event says. */
export interface Notice {
  /** Encoded, or what makes it of what the app has said that it can. */
  readonly frame: string | ((can: readonly Ability[]) => string);
  /** What the app must have said that it can. */
  readonly needs?: Ability;
  /** What is said of a call: nothing older is repeated after it. */
  readonly about?: { readonly kind: 'records' | 'claims'; readonly call: CallKey };
}

/** One socket of one device, from its `resume` on. */
export interface Session {
  readonly paired: PairedDevice;
  /** A new delivery for the session's agent. @returns whether it went out now, live */
  deliver(delivery: Delivery, tail: EventTail): boolean;
  /** The agent's sequence has something new, which is read. */
  lookForMore(): void;
  /**
   * How far the agent's sequence reaches: other processes write too. What this socket has not had of it is sent. When
   * somebody was forgotten out of it, the socket is closed, and the app's next `resume` is answered with a reset.
   * @returns whether there was something that it had not had, and was not about to have
   */
  reaches(span: Span): boolean;
  /** Sends what is no event, once there was a `welcome`. */
  notify(notice: Notice): void;
  close(code: number, reason: string): void;
}

const INTERNAL_ERROR = 1011;
const CLOSED_WITHIN_MS = 5000;

/**
 * Speaks ringside.v1 with one device (docs/protocol.md). The live path is a hint and the journal the truth: a delivery
 * is pushed only when it is the very next one, and everything else is read from the journal.
 */
export function startSession(socket: WebSocket, paired: PairedDevice, parts: SessionParts): Session {
  const { reader, bounds, turns, now } = parts;
  const agent = paired.agent.id;
  const outlet = socketOutlet(socket, bounds, parts.onBig);
  let phase: 'fresh' | 'resuming' | 'open' | 'closed' = 'fresh';
  let progress = resumed(0, false);
  let epoch: Epoch | null = null;
  let can: readonly Ability[] = [];
  /** Until everything was repeated. */
  let again: Repeating | null = null;
  let isCatchingUp = false;

  const deadline = setTimeout(() => close(CLOSE.noResume, 'no resume'), bounds.resumeWithinMs);
  socket.on('message', (data, isBinary) => {
    if (phase === 'closed') return;
    const frame = isBinary ? null : readAppFrame(String(data));
    if (frame === null || (frame.type === 'resume') !== (phase === 'fresh'))
      close(CLOSE.badFrame, 'bad frame');
    else handle(frame);
  });
  socket.on('close', () => end());

  function handle(frame: AppFrame): void {
    switch (frame.type) {
      case 'resume':
        resume(frame).catch(fail);
        return;
      case 'ack':
        if (frame.seq <= progress.sent) parts.onAck(frame.seq);
        return;
      case 'claim':
        parts.onClaim(frame.call);
        return;
      case 'release':
        parts.onRelease(frame.call);
    }
  }

  async function resume(cursor: Extract<AppFrame, { type: 'resume' }>): Promise<void> {
    phase = 'resuming';
    progress = resumed(0, false);
    clearTimeout(deadline);
    parts.onResumed();
    const span = await reader.span(paired.device);
    if (!isOpen()) return;
    if (span === null) close(CLOSE.revoked, 'revoked');
    else welcome(cursor, span);
  }

  function welcome(cursor: Extract<AppFrame, { type: 'resume' }>, span: Span): void {
    const { from, reset } = startingPoint(cursor, { ...span, historyEvents: parts.historyEvents() });
    const { head } = span;
    ({ epoch } = span);
    can = cursor.can ?? [];
    again = repeating({ reader, agent, can, records: parts.recordsAgain(), now });
    const isInDoubt = progress.isInDoubt;
    progress = resumed(from, can.includes('records'));
    if (isInDoubt) progress = doubted(progress);
    phase = 'open';
    const { email } = paired.agent;
    const at = new Date(now()).toISOString() as Instant;
    outlet.send(welcomeFrame({ agent: email, epoch, from, head, now: at, can: [...CAN] }, parts.policy(can)));
    if (reset !== null) outlet.send(encode({ type: 'reset', reason: reset }));
    catchUp();
  }

  function catchUp(): void {
    if (isCatchingUp || phase !== 'open') return;
    isCatchingUp = true;
    goOn().catch(fail);
  }

  /** Between finding that nothing is left to do and resting nothing is waited for, so nothing can slip between. */
  async function goOn(): Promise<void> {
    for (;;) {
      const step = nextStep(progress);
      if (step === 'rest' || !isOpen()) break;
      progress = begun(progress, step);
      await STEPS[step]();
    }
    isCatchingUp = false;
  }

  const STEPS: Record<Exclude<Step, 'rest'>, () => Promise<void> | void> = {
    check: async () => {
      const span = await inTurn(() => reader.span(paired.device));
      if (!isOpen()) return;
      if (span === null) close(CLOSE.revoked, 'revoked');
      else if (span.epoch !== epoch) close(CLOSE.restarting, 'start over');
    },
    page: async () => {
      const page = (await inTurn(() => reader.page(agent, progress.sent))) ?? [];
      for (const { seq, record } of page) {
        if (!isOpen()) return;
        // What follows was erased meanwhile: the next resume is answered with a reset.
        if (seq !== progress.sent + 1) return close(INTERNAL_ERROR, 'try again');
        const tail = eventTail(record);
        outlet.makeRoomFor(tail, 'replay');
        progress = mayHaveMore(sent(progress, seq));
        await outlet.sendWithBackpressure(eventFrame(tail, seq, record, parts.sendersNow()));
      }
      if (page.length > 0) parts.onReplayed(page.length);
    },
    records: async () => {
      const known = await inTurn(async () => (await again?.records()) ?? null);
      if (known === null) progress = recordsDone(progress);
      else await repeat('records', known);
    },
    claims: async () => repeat('claims', (await inTurn(async () => again?.claims())) ?? []),
    live: () => {
      again = null;
      outlet.send(encode({ type: 'live' }));
    },
  };

  /** Null: the socket was closed while it waited for its turn. */
  function inTurn<T>(step: () => Promise<T>): Promise<T | null> {
    const urgency = progress.isLive ? 'live' : 'replay';
    return turns.take(urgency, async () => (isOpen() ? step() : null));
  }

  async function repeat(kind: 'records' | 'claims', known: readonly Known[]): Promise<void> {
    let room: Promise<void> | null = null;
    const frames = isOpen() ? (again?.stillNews(kind, known) ?? []) : [];
    for (const frame of frames) room = outlet.sendWithBackpressure(frame);
    await room;
  }

  function deliver(delivery: Delivery, tail: EventTail): boolean {
    if (phase !== 'open' || delivery.seq <= progress.sent) return false;
    if (isCatchingUp || delivery.seq !== progress.sent + 1) {
      lookForMore();
      return false;
    }
    if (closedAsTooSlow()) return false;
    outlet.makeRoomFor(tail, 'live');
    progress = sent(progress, delivery.seq);
    outlet.send(eventFrame(tail, delivery.seq, delivery.record, parts.sendersNow()));
    return true;
  }

  function lookForMore(): void {
    progress = mayHaveMore(progress);
    catchUp();
  }

  function reaches(span: Span): boolean {
    // What the resume is answered with may be older than this, or newer.
    if (phase === 'resuming') progress = doubted(progress);
    if (phase !== 'open') return false;
    if (span.epoch !== epoch) {
      close(CLOSE.restarting, 'start over');
      return false;
    }
    if (span.head <= progress.sent) return false;
    const isNews = !isCatchingUp;
    lookForMore();
    return isNews;
  }

  function notify({ frame, needs, about }: Notice): void {
    if (phase !== 'open') return;
    // Nobody is closed for records, who reads them slowly.
    if (needs === 'records' && outlet.isFull()) return;
    if (about !== undefined) again?.told(about.kind, about.call);
    if (needs !== undefined && !can.includes(needs)) return;
    if (!closedAsTooSlow()) outlet.send(typeof frame === 'string' ? frame : frame(can));
  }

  function closedAsTooSlow(): boolean {
    if (!outlet.isTooSlow(isCatchingUp)) return false;
    parts.onTooSlow();
    close(CLOSE.tooSlow, 'too slow');
    return true;
  }

  /** The journal cannot be read just now. */
  function fail(error: unknown): void {
    if (!isOpen()) return;
    parts.onTrouble(error);
    close(INTERNAL_ERROR, 'try again');
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
    return phase !== 'closed';
  }

  function end(): void {
    phase = 'closed';
    clearTimeout(deadline);
  }

  return { paired, deliver, lookForMore, reaches, notify, close };
}
