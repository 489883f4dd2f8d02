import type { CallKey } from '../../../src-shared/brand.ts';
import { isRing } from '../../../src-shared/calls/sighting.ts';
import type { AgentDirectory } from '../../agents/directory.ts';
import type { Change } from '../../journal/rules/changes.ts';
import type { PlanningParts } from '../../journal/rules/plan.ts';
import type { OfCall, ReadKind, Reads, Surroundings } from '../../journal/rules/reads.ts';
import type { AgentId, EventId } from '../../sql/ids.ts';
import { callLock, LOCK_OF, locksOf, type LockKey } from './keys.ts';
import { nearbyCalls } from './nearby-calls.ts';
import { overlay, type Answering } from './planned/overlay.ts';
import type { Planned } from './planned/planned.ts';
import type { BulkReads } from './reads/all.ts';
import { isLikely, isUsual, USUAL } from './usual.ts';

/** A question of the rules that is not answered yet. */
export type Question = {
  readonly [K in ReadKind]: { kind: K; ask: Reads[K]['ask']; name: string };
}[ReadKind];

export interface Decided {
  readonly changes: readonly Change[];
}

/** What is to be decided of one webhook, by rules that have no effect. */
export type Rules<P extends Decided> = (
  surroundings: Surroundings,
  directory: AgentDirectory,
  parts: PlanningParts,
) => P;

/** Rules for which answers are fetched until they need no more of them. */
export interface Planning<P extends Decided> {
  /** Grows with what the rules ask, and is kept when all is begun again. */
  readonly keys: ReadonlySet<LockKey>;
  /** Whether the rules asked what was not known when they last ran. */
  isOpen(): boolean;
  /** Whether they asked what can only be said when what is planned before them is written. */
  isPutOff(): boolean;
  /** The keys of calls that they open: nobody else knows them yet. */
  opened(): readonly CallKey[];
  /** Under which call an event is kept, of those that may move; undefined: none was found. */
  readonly keptUnder: (event: EventId) => CallKey | null | undefined;
  /** What is to be fetched for them now. */
  questions(): readonly Question[];
  answer(question: Question, answer: unknown): void;
  /** Answers what was not asked yet, for as long as the call's number is enough of a key. */
  giveAudience(call: CallKey, audience: readonly AgentId[]): void;
  /**
   * Runs the rules with what is known, unless they have foreseen just that.
   * @param before what is planned before them; null: it has nothing to do with them
   */
  run(directory: AgentDirectory, hasErased: boolean, before?: Planned | null): void;
  /** What they decided; null: not all is known that they asked. @throws what the rules threw */
  plan(): P | null;
  /** Foresees what will be asked; whatever was answered before is forgotten. */
  foresee(directory: AgentDirectory, hasErased: boolean): void;
  /** Forgets every answer: somebody else may change what they say. */
  restart(): void;
}

export interface PlanningWith {
  readonly reads: BulkReads;
  /** Ms since 1970, by the relay's clock. */
  readonly now: number;
  readonly newCallKey: () => CallKey;
}

export function planning<P extends Decided>(
  rules: Rules<P>,
  { reads, now, newCallKey }: PlanningWith,
): Planning<P> {
  const keys = new Set<LockKey>();
  const calls: CallKey[] = [];
  const missing = new Map<string, Question>();
  const known = new Map<string, unknown>();
  /** Of what is known, what was asked without a lock of its own. */
  const unlocked = new Set<string>();
  const audiencesAhead = new Map<CallKey, readonly AgentId[]>();
  const nearby = nearbyCalls();
  let foreseenWith: { readonly directory: AgentDirectory; readonly hasErased: boolean } | null = null;
  let ranAfter = false;
  let isPutOff = false;
  let questions: readonly Question[] = [];
  let result: { readonly plan: P } | { readonly error: unknown } | null = null;

  const answerTo =
    <K extends ReadKind>(kind: K) =>
    (ask: Reads[K]['ask']): Reads[K]['answer'] => {
      const name = `${kind} ${reads[kind].nameOf(ask)}`;
      if (unlocked.has(name) && !nearby.isOnlyByNumber((ask as OfCall).call)) {
        known.delete(name);
        unlocked.delete(name);
      }
      if (known.has(name)) return known.get(name) as Reads[K]['answer'];
      if (kind === 'audience') {
        const audience = audiencesAhead.get((ask as OfCall).call);
        if (audience !== undefined && nearby.isOnlyByNumber((ask as OfCall).call))
          return audience as Reads[K]['answer'];
      }
      missing.set(name, { kind, ask, name } as Question);
      return USUAL[kind];
    };
  const kinds = Object.keys(USUAL) as ReadKind[];
  const answers = Object.fromEntries(kinds.map((kind) => [kind, answerTo(kind)])) as Answering;

  /** The same ones each time, so that what was asked of a new call is asked again. */
  function callKeys(): () => CallKey {
    let next = 0;
    return () => {
      const key = calls[next] ?? newCallKey();
      calls[next] = key;
      next += 1;
      return key;
    };
  }

  function learnKeys(): void {
    for (const { kind, ask, name } of questions) {
      if ('call' in ask && OF_CALL.has(kind) && nearby.isOnlyByNumber(ask.call)) {
        unlocked.add(name);
        continue;
      }
      const lock = (LOCK_OF[kind] as (ask: unknown) => LockKey | null)(ask);
      if (lock !== null) keys.add(lock);
    }
    const changes = result !== null && 'plan' in result ? result.plan.changes : [];
    for (const change of changes) for (const lock of locksOf(change)) keys.add(lock);
  }

  /** Whether everything that they asked is answered as they took it to be. */
  function isAsForeseen(directory: AgentDirectory, hasErased: boolean): boolean {
    return (
      !ranAfter &&
      result !== null &&
      'plan' in result &&
      foreseenWith?.directory === directory &&
      foreseenWith.hasErased === hasErased &&
      [...missing.keys()].every((name) => known.has(name) && isUsual(known.get(name)))
    );
  }

  /** Whether they ran with these, and nothing was answered since. */
  function isForeseen(directory: AgentDirectory, hasErased: boolean): boolean {
    return (
      !ranAfter &&
      known.size === 0 &&
      foreseenWith?.directory === directory &&
      foreseenWith.hasErased === hasErased
    );
  }

  /** What is known, with what is planned on top. */
  function after(before: Planned): Answering {
    const over = overlay({ kept: answers, planned: before, cannotSay: () => void (isPutOff = true) });
    const seen: Answering['nearby'] = (ask) => {
      const found = over.nearby(ask);
      nearby.note(found);
      return found;
    };
    /** A new call is asked of nobody: what is planned under it keeps its order by its key all the same. */
    const keyed =
      <K extends OfCallKind>(kind: K) =>
      (ask: OfCall): Reads[K]['answer'] => {
        if (before.isNew(ask.call) && !nearby.isOnlyByNumber(ask.call)) keys.add(callLock(ask.call));
        return over[kind](ask);
      };
    const ofCalls = Object.fromEntries(OF_CALL_KINDS.map((kind) => [kind, keyed(kind)]));
    return { ...over, ...(ofCalls as Pick<Answering, OfCallKind>), nearby: seen };
  }

  function run(directory: AgentDirectory, hasErased: boolean, before: Planned | null = null): void {
    if (before === null && isForeseen(directory, hasErased)) return;
    if (before === null && isAsForeseen(directory, hasErased)) {
      missing.clear();
      questions = [];
      return;
    }
    isPutOff = false;
    ranAfter = before !== null;
    const surroundings = before === null ? answers : after(before);
    foreseenWith = { directory, hasErased };
    missing.clear();
    try {
      result = { plan: rules({ ...surroundings, hasErased }, directory, { now, newCallKey: callKeys() }) };
    } catch (error) {
      result = { error };
    }
    const opens = known.size > 0 || ('plan' in result && opensCall(result.plan));
    questions = [...missing.values()].filter(({ kind }) => isLikely(kind, opens));
    learnKeys();
  }

  function restart(): void {
    known.clear();
    unlocked.clear();
    isPutOff = false;
    ranAfter = false;
    audiencesAhead.clear();
    nearby.clear();
    foreseenWith = null;
    missing.clear();
    questions = [];
    result = null;
  }

  return {
    keys,
    isOpen: () => result === null || missing.size > 0,
    isPutOff: () => isPutOff,
    opened: () => calls,
    keptUnder: (event) => {
      for (const [name, answer] of known) {
        if (!MOVABLE.test(name)) continue;
        const found = (answer as Movable).find((one) => one.event === event);
        if (found !== undefined) return found.call;
      }
      return undefined;
    },
    questions: () => questions,
    answer({ kind, name }, answer) {
      known.set(name, answer);
      if (kind === 'nearby') nearby.note(answer as Reads['nearby']['answer']);
    },
    giveAudience: (call, audience) => void audiencesAhead.set(call, audience),
    run,
    plan() {
      if (missing.size > 0 || result === null) return null;
      if ('error' in result) throw result.error;
      return result.plan;
    },
    foresee(directory, hasErased) {
      if (isForeseen(directory, hasErased)) return;
      restart();
      run(directory, hasErased);
    },
    restart,
  };
}

/** What the rules move was found by these. */
const MOVABLE = /^(?:nearby|about) /;
type Movable = Reads['nearby' | 'about']['answer'];

/** What is asked of a call by its key. */
const OF_CALL_KINDS = ['audience', 'deliveries', 'eventsOf', 'outcomes', 'naming'] as const;
type OfCallKind = (typeof OF_CALL_KINDS)[number];
const OF_CALL: ReadonlySet<ReadKind> = new Set(OF_CALL_KINDS);

function opensCall({ changes }: Decided): boolean {
  return changes.some((change) => change.kind === 'event' && isRing(change.topic));
}
