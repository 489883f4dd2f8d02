import type { Identity } from '../pairing/identity.ts';

/** What to do when the relay says whose device this is. */
export type Whose =
  /** The calls kept here are theirs, or nobody's yet. */
  | 'theirs'
  /** The calls kept here are set aside for theirs: this computer was given to them. */
  | 'turn'
  /** Nobody here knows of it: the person at this computer decides. */
  | 'ask';

/**
 * Decides whether another agent's book may be opened because the relay says so. A relay that names somebody else in each
 * `welcome` must not turn the book each time, so only what was decided here counts: the pairing's own agent, or, where a
 * managed install gave the pairing and said no name, the first that is named after a start.
 */
export function whoseBook(
  named: string,
  owner: string | null,
  { agent, kept }: Pick<Identity, 'agent' | 'kept'>,
  isFirstNamed: boolean,
): Whose {
  if (owner === null || owner === named) return 'theirs';
  if (agent !== null && agent.toLowerCase() === named.toLowerCase()) return 'turn';
  return kept === null && isFirstNamed ? 'turn' : 'ask';
}
