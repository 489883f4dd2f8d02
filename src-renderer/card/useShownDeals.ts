import { useState } from 'react';
import type { DealModel } from '../../src-shared/card/model.ts';

/** As many as fit without pushing the rest of the card out of sight. */
const SHOWN = 4;

/** The deals that a card shows: the first few, or all when the agent asked for them. */
export interface ShownDeals {
  readonly shown: readonly DealModel[];
  readonly all: boolean;
  /** Null: there are no more. */
  readonly toggle: (() => void) | null;
}

export function useShownDeals(deals: readonly DealModel[]): ShownDeals {
  const [all, setAll] = useState(false);
  return {
    shown: all ? deals : deals.slice(0, SHOWN),
    all,
    toggle: deals.length > SHOWN ? () => setAll(!all) : null,
  };
}
