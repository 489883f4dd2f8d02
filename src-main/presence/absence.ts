/** A time in which calls could not reach the agent: the link was down, the computer asleep, the app not running. */
export interface Absence {
  /** ms by this machine's clock; Infinity: there was nothing before it. */
  readonly from: number;
  readonly endedAt: number | null;
}

/** A dead socket is noticed this late. */
const UNNOTICED_MS = 30_000;
/** Waking up and reconnecting follow each other: they end one absence, not two. */
const SAME_WITHIN_MS = 120_000;

/** The absence before the app was started: since `last`, when the app last heard anything; null: it never did. */
export function absenceAtStart(last: number | null): Absence {
  return { from: last ?? Infinity, endedAt: null };
}

/** The absence as it stands, looked at `now`. @param present the link is up and the computer awake */
export function nextAbsence(absence: Absence, present: boolean, now: number): Absence {
  if (present) return absence.endedAt === null ? { ...absence, endedAt: now } : absence;
  if (absence.endedAt === null) return absence;
  if (now - absence.endedAt <= SAME_WITHIN_MS) return { ...absence, endedAt: null };
  return { from: now - UNNOTICED_MS, endedAt: null };
}

/** Whether something that began at `at` falls into it. */
export function fallsInto({ from, endedAt }: Absence, at: number): boolean {
  return at >= from && (endedAt === null || at <= endedAt);
}
