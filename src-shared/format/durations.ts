interface Units {
  readonly hours: string;
  readonly minutes: string;
  readonly seconds: string;
}

/** "45 s", "5 min 30 s", "1 h 5 min": the two largest units, none of them zero but a lone second. */
export function durationOf(seconds: number, units: Units): string {
  const whole = wholeSeconds(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const parts = [
    h > 0 ? `${h} ${units.hours}` : null,
    m > 0 ? `${m} ${units.minutes}` : null,
    s > 0 && h === 0 ? `${s} ${units.seconds}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? `0 ${units.seconds}` : parts.join(' ');
}

/** A running count: "0:04", "12:30", "1:02:05". */
export function countOf(seconds: number): string {
  const whole = wholeSeconds(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const minutes = h > 0 ? `${h}:${String(m).padStart(2, '0')}` : String(m);
  return `${minutes}:${String(s).padStart(2, '0')}`;
}

function wholeSeconds(seconds: number): number {
  return Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
}
