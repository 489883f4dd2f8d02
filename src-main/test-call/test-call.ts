import type {
  Judgement,
  NoCard,
  TestCallResult,
  TestCallStages,
  Verdict,
} from '../../src-shared/activity/activity.ts';
import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Reach } from '../network/reach.ts';
import { askForTestCall } from './ask-relay.ts';

const ARRIVES_WITHIN_MS = 10_000;
/** At once, but for what waits until a replay is over. */
const JUDGED_WITHIN_MS = 5_000;
const PAINTED_WITHIN_MS = 5_000;

export interface TestCallParts {
  readonly reach: Reach;
  /** Null: not connected, so nothing would arrive. */
  readonly identity: () => { readonly relay: URL; readonly token: string } | null;
  /** Every event as the book takes it. @returns the unsubscribe */
  readonly onReceived: (listener: (id: WebhookId, call: CallKey) => void) => () => void;
  /** What was decided about an event. @returns the unsubscribe */
  readonly onVerdict: (listener: (judgement: Judgement) => void) => () => void;
  /** Whether this desktop lets a window say where it is. */
  readonly placeable: boolean;
  /** Told what was reached, as it is. */
  readonly tell: (stages: TestCallStages) => void;
  /** ms on a clock that never jumps. */
  readonly elapsed?: () => number;
}

/** A call to oneself, by the whole way: relay, journal, socket, card. */
export interface TestCall {
  /** One at a time: who asks again while one is under way gets its result. */
  run(): Promise<TestCallResult>;
  /** The card of a call is on screen. */
  painted(call: CallKey): void;
}

interface Arrival {
  readonly call: CallKey;
  readonly at: number;
}

export function createTestCall(parts: TestCallParts): TestCall {
  const { tell, elapsed = () => performance.now() } = parts;
  let running: Promise<TestCallResult> | null = null;
  let onPainted: ((call: CallKey) => void) | null = null;

  async function run(): Promise<TestCallResult> {
    const identity = parts.identity();
    if (identity === null) return { ok: false, problem: 'offline' };
    const arrived = new Happenings<WebhookId, Arrival>();
    const painted = new Happenings<CallKey, number>();
    const began = elapsed();
    const judged = new Happenings<WebhookId, Verdict['kind']>();
    const stopJudging = parts.onVerdict(({ webhookId, verdict }) => judged.note(webhookId, verdict.kind));
    const stop = parts.onReceived((id, call) => arrived.note(id, { call, at: elapsed() }));
    onPainted = (call) => painted.note(call, elapsed());
    try {
      const asked = await askForTestCall(parts.reach, identity.relay, identity.token);
      if (!asked.ok) return asked;
      let stages = onTheWay(asked.stages, elapsed() - began);
      tell(stages);
      const arrival = await arrived.wait(asked.webhookId, ARRIVES_WITHIN_MS);
      if (arrival === null) return { ok: false, problem: 'timed-out' };
      stages = { ...inOrder(stages, arrival.at - began), arrivedMs: arrival.at - began };
      tell(stages);
      const kept = whyNoCard(await judged.wait(asked.webhookId, JUDGED_WITHIN_MS), parts.placeable);
      if (kept !== null) return { ok: false, problem: 'no-card', why: kept };
      const paintedAt = await painted.wait(arrival.call, PAINTED_WITHIN_MS);
      if (paintedAt === null) return { ok: false, problem: 'no-card', why: 'not-drawn' };
      stages = { ...stages, paintedMs: paintedAt - began };
      tell(stages);
      return { ok: true, call: arrival.call, stages };
    } finally {
      stop();
      stopJudging();
      onPainted = null;
    }
  }

  return {
    run: () => (running ??= run().finally(() => (running = null))),
    painted: (call) => onPainted?.(call),
  };
}

/** What keeps the card of an event away; null: nothing. @param verdict null: nothing was decided in time */
function whyNoCard(verdict: Verdict['kind'] | null, placeable: boolean): NoCard | null {
  if (verdict === null) return 'not-drawn';
  // The completion may come first and be decided on, and the ring then changes its card.
  switch (verdict) {
    case 'popped':
    case 'updated':
    case 'told-late':
      return placeable ? null : 'no-place';
    // A test call comes in: nobody has dialled it.
    case 'colleague-dialled':
      return 'filed';
    default:
      return verdict;
  }
}

/** The relay counts from when it was asked; the way there is taken for half of what the network took. */
function onTheWay(
  { verifiedMs, committedMs }: { readonly verifiedMs: number; readonly committedMs: number },
  roundTripMs: number,
): TestCallStages {
  const there = Math.max(0, roundTripMs - committedMs) / 2;
  return {
    verifiedMs: there + verifiedMs,
    committedMs: there + committedMs,
    arrivedMs: null,
    paintedMs: null,
  };
}

/** What came before the arrival did not come after it, whatever half of the network's time says. */
function inOrder(stages: TestCallStages, arrivedMs: number): TestCallStages {
  const { verifiedMs, committedMs } = stages;
  const over = Math.max(0, (committedMs ?? 0) - arrivedMs);
  const back = (at: number | null): number | null => (at === null ? null : Math.max(0, at - over));
  return { ...stages, verifiedMs: back(verifiedMs), committedMs: back(committedMs) };
}

/** Things that happen, each once, before or after somebody waits for them. */
class Happenings<Key, Value> {
  readonly #happened = new Map<Key, Value>();
  readonly #waiting = new Map<Key, (value: Value) => void>();

  note(key: Key, value: Value): void {
    if (this.#happened.has(key)) return;
    this.#happened.set(key, value);
    this.#waiting.get(key)?.(value);
  }

  /** Null when it does not happen in time. */
  async wait(key: Key, withinMs: number): Promise<Value | null> {
    const known = this.#happened.get(key);
    if (known !== undefined) return known;
    return await new Promise((resolve) => {
      const late = setTimeout(() => resolve(null), withinMs);
      this.#waiting.set(key, (value) => {
        clearTimeout(late);
        resolve(value);
      });
    });
  }
}
