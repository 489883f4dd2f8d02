import type { CallKey, WebhookId } from '../../src-shared/brand.ts';

/** Calls and messages that came without a card. `since`: when the first of them began, ms by this machine's clock. */
export interface Pile {
  readonly since: number;
  readonly calls: readonly CallKey[];
  /** The text messages, which the agent may have read since. */
  readonly texts: readonly WebhookId[];
  /** More of them, of a version that only counted. */
  readonly messages: number;
}

/** What has gathered for the next return, and what the agent is being told of. */
export interface Missed {
  readonly gathering: Pile | null;
  readonly told: Pile | null;
}

export const NOTHING_MISSED: Missed = { gathering: null, told: null };

/** More than this nobody goes through: the newest are kept. */
const KEPT = 500;

export function missedCall(missed: Missed, call: CallKey, at: number): Missed {
  const pile = missed.gathering;
  if (pile?.calls.includes(call) === true) return missed;
  return { ...missed, gathering: joined(pile, { since: at, calls: [call], texts: [], messages: 0 }) };
}

export function missedText(missed: Missed, text: WebhookId, at: number): Missed {
  const pile = { since: at, calls: [], texts: [text], messages: 0 };
  return { ...missed, gathering: joined(missed.gathering, pile) };
}

/** The agent is back: what has gathered is told. */
export function told(missed: Missed): Missed {
  if (missed.gathering === null) return missed;
  return { gathering: null, told: joined(missed.told, missed.gathering) };
}

/** The agent has seen it, or does not care: it does not come again. */
export function settled(missed: Missed): Missed {
  return missed.told === null ? missed : { ...missed, told: null };
}

export function renamed(missed: Missed, from: CallKey, to: CallKey): Missed {
  return overPiles(missed, (calls) => [...new Set(calls.map((key) => (key === from ? to : key)))]);
}

export function forgotten(missed: Missed, gone: readonly CallKey[]): Missed {
  const keys = new Set(gone);
  return overPiles(missed, (calls) => calls.filter((key) => !keys.has(key)));
}

function joined(a: Pile | null, b: Pile): Pile {
  if (a === null) return b;
  return {
    since: Math.min(a.since, b.since),
    calls: [...new Set([...a.calls, ...b.calls])].slice(-KEPT),
    texts: [...new Set([...a.texts, ...b.texts])].slice(-KEPT),
    messages: a.messages + b.messages,
  };
}

function overPiles(missed: Missed, change: (calls: readonly CallKey[]) => readonly CallKey[]): Missed {
  const over = (pile: Pile | null) => (pile === null ? null : { ...pile, calls: change(pile.calls) });
  const next = { gathering: over(missed.gathering), told: over(missed.told) };
  return JSON.stringify(next) === JSON.stringify(missed) ? missed : next;
}
