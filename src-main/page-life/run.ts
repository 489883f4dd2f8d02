/** Waits before the page is made again, after each failure in a row; after the last it is left alone. */
const WAITS_MS = [0, 500, 2_000, 8_000, 30_000];

/** A page that has been on screen for so long did not fail on what it was drawing. */
const STEADY_MS = 30_000;

/** How a window's page has fared: times are ms by a clock that nobody can set. */
export interface Run {
  /** How many pages in a row did not last. */
  readonly failures: number;
  /** Since when this page shows what it was told; null: it never has. */
  readonly drawnAt: number | null;
}

export const FIRST_RUN: Run = { failures: 0, drawnAt: null };

/** The page shows what it was told. */
export function withDrawn(run: Run, now: number): Run {
  return run.drawnAt === null ? { ...run, drawnAt: now } : run;
}

/**
 * The page is dead.
 * @returns the run of the next page, and the ms until it may be made; null: not before somebody asks
 */
export function afterDeath(run: Run, now: number): { readonly run: Run; readonly waitMs: number | null } {
  const lasted = run.drawnAt !== null && now - run.drawnAt >= STEADY_MS;
  const failures = lasted ? 1 : run.failures + 1;
  return { run: { failures, drawnAt: null }, waitMs: WAITS_MS[failures - 1] ?? null };
}
