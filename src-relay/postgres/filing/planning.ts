import type { CallKey } from '../../../src-shared/brand.ts';
import { isRing } from '../../../src-shared/calls/sighting.ts';
import type { AgentDirectory } from '../../agents/directory.ts';
import type { Change } from '../../journal/rules/changes.ts';
import type { PlanningParts } from '../../journal/rules/plan.ts';
import type { OfCall, ReadKind, Reads, Surroundings } from '../../journal/rules/reads.ts';
import type { AgentId } from '../../sql/ids.ts';
import { LOCK_OF, locksOf, type LockKey } from './keys.ts';
import { nearbyCalls } from './nearby-calls.ts';
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
  /** What is to be fetched for them now. */
  questions(): readonly Question[];
  answer(question: Question, answer: unknown): void;
  /** Answers what was not asked yet, for as long as the call's number is enough of a key. */
  giveAudience(call: CallKey, audience: readonly AgentId[]): void;
  /** Runs the rules with what is known, unless they have foreseen just that. */
  run(directory: AgentDirectory, hasErased: boolean): void;
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
  const audiencesAhead = new Map<CallKey, readonly AgentId[]>();
  const nearby = nearbyCalls();
  let foreseenWith: { readonly directory: AgentDirectory; readonly hasErased: boolean } | null = null;
  let questions: readonly Question[] = [];
  let result: { readonly plan: P } | { readonly error: unknown } | null = null;

  const answerTo =
    <K extends ReadKind>(kind: K) =>
    (ask: Reads[K]['ask']): Reads[K]['answer'] => {
      const name = `${kind} ${reads[kind].nameOf(ask)}`;
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
  const answers = Object.fromEntries(kinds.map((kind) => [kind, answerTo(kind)])) as Omit<
    Surroundings,
    'hasErased'
  >;

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
    for (const { kind, ask } of questions) {
      if ('call' in ask && OF_CALL.has(kind) && nearby.isOnlyByNumber(ask.call)) continue;
      const lock = (LOCK_OF[kind] as (ask: unknown) => LockKey | null)(ask);
      if (lock !== null) keys.add(lock);
    }
    const changes = result !== null && 'plan' in result ? result.plan.changes : [];
    for (const change of changes) for (const lock of locksOf(change)) keys.add(lock);
  }

  /** Whether everything that they asked is answered as they took it to be. */
  function isAsForeseen(directory: AgentDirectory, hasErased: boolean): boolean {
    return (
      result !== null &&
      'plan' in result &&
      foreseenWith?.directory === directory &&
      foreseenWith.hasErased === hasErased &&
      [...missing.keys()].every((name) => known.has(name) && isUsual(known.get(name)))
    );
  }

  /** Whether they ran with these, and nothing was answered since. */
  function isForeseen(directory: AgentDirectory, hasErased: boolean): boolean {
    return known.size === 0 && foreseenWith?.directory === directory && foreseenWith.hasErased === hasErased;
  }

  function run(directory: AgentDirectory, hasErased: boolean): void {
    if (isForeseen(directory, hasErased)) return;
    if (isAsForeseen(directory, hasErased)) {
      missing.clear();
      questions = [];
      return;
    }
    foreseenWith = { directory, hasErased };
    missing.clear();
    try {
      result = { plan: rules({ ...answers, hasErased }, directory, { now, newCallKey: callKeys() }) };
    } catch (error) {
      result = { error };
    }
    const opens = known.size > 0 || ('plan' in result && opensCall(result.plan));
    questions = [...missing.values()].filter(({ kind }) => isLikely(kind, opens));
    learnKeys();
  }

  function restart(): void {
    known.clear();
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

/** What is asked of a call by its key. */
const OF_CALL: ReadonlySet<ReadKind> = new Set(['audience', 'told', 'eventsOf', 'outcomes', 'naming']);

function opensCall({ changes }: Decided): boolean {
  return changes.some((change) => change.kind === 'event' && isRing(change.topic));
}
