/** Days on which zones that differ at all would differ: both halves of a year and the weeks around the changes of clocks. */
const YEAR = 2026;
const MOMENTS = Array.from({ length: 52 }, (_, week) => Date.UTC(YEAR, 0, 4 + 7 * week, 12));

/** The one time that all these zones have, as one of them; '' when they differ. */
export function oneTimeZone(zones: readonly string[]): string {
  const known = zones.filter(isKnown);
  const [first] = known;
  if (first === undefined) return '';
  const times = clockOf(first);
  return known.every((zone) => clockOf(zone) === times) ? (known.find(isCapital) ?? first) : '';
}

/** Of zones with one time the best known; only its time is shown. */
function isCapital(zone: string): boolean {
  return zone === 'Europe/London';
}

function clockOf(zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return MOMENTS.map((at) => format.format(at)).join();
}

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone }).format(0);
    return true;
  } catch {
    return false;
  }
}
