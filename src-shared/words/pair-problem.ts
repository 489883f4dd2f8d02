import type { PairFailure } from '../link/pair-result.ts';
import type { Words } from './en.ts';

/** Why a computer could not be paired, and what to do. */
export function pairProblem(failure: PairFailure, words: Words): string {
  if (failure.problem === 'other-relay') return words.pairing.otherRelay(failure.relay);
  if (failure.problem !== 'unreachable') return words.pairing.problem[failure.problem];
  return `${words.connection.why[failure.why]}. ${words.connection.remedy[failure.why]}`;
}
