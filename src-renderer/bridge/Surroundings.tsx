import { createContext, use } from 'react';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import type { Language } from '../../src-shared/words/language.ts';

/** What every component may lean on; passed in once, at the top of a page. */
export interface Surroundings {
  readonly bridge: Bridge;
  readonly language: Language;
  /** ms since 1970, by this machine's clock. */
  readonly clock: () => number;
  /** Has a screen reader say it, politely. */
  readonly say: (text: string) => void;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

/** @throws Error outside of a page */
export function useSurroundings(): Surroundings {
  const surroundings = use(SurroundingsContext);
  if (surroundings === null) throw new Error('There is no page around this component.');
  return surroundings;
}
