import type { CrmTrouble } from '../contract.ts';

/** What the metrics hear of records. */
export interface RecordsWatch {
  /**
   * Somebody's call was looked at. `hit`: all of it was known. `stale`: it was, and is asked for again. `miss`: nothing was.
   */
  looked(cache: CacheOutcome): void;
  /** A flight is over. @param trouble the first question that was not answered; null: all were */
  resolved(verdict: Resolution, trouble: CrmTrouble | null): void;
  /** A call's apps were told. @param afterMs since the event's arrival; null: it came with none */
  sent(from: 'cache' | 'crm', afterMs: number | null): void;
  /** Too much waited. */
  dropped(): void;
}

export const CACHE_OUTCOMES = ['hit', 'stale', 'miss'] as const;
export type CacheOutcome = (typeof CACHE_OUTCOMES)[number];
/** What was found of the contact; `forgotten`: somebody was meanwhile, so that it is used for nothing. */
export const RESOLUTIONS = ['certain', 'several', 'none', 'unknown', 'forgotten'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
