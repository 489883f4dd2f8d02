import { fail, ok, warn, type Finding } from './finding.ts';

/** Beyond it something is wrong with a clock, long before webhooks are refused at 300 s. */
const OFFSET_S = 30;
const ADVICE =
  'set this machine’s clock by NTP (timedatectl set-ntp true): beyond 300 s webhooks are refused';

/** This machine's clock beside Allo's, as the running relay has measured it. @param metrics the text of `/metrics` */
export function lookAtClock(metrics: string): Finding {
  const offsetS = valueOf(metrics, 'ringside_clock_offset_seconds');
  if (!Number.isFinite(offsetS)) return ok('clock', 'no webhook since the start to compare it with');
  const finding = clockFinding(offsetS, "Allo's");
  const correctionS = Math.round(valueOf(metrics, 'ringside_age_correction_seconds'));
  if (!Number.isFinite(correctionS) || correctionS === 0) return finding;
  const found = `${finding.found}; the ages of rings are corrected by it, so that they pop all the same`;
  // Below what is a fault it is still worth knowing.
  return finding.level === 'ok' ? ok('clock', found) : { ...finding, found };
}

/** What a clock that is so many seconds ahead of ours means. */
export function clockFinding(offsetS: number, whose: string): Finding {
  const seconds = Math.abs(Math.round(offsetS));
  const found = seconds <= 1 ? `as ${whose}` : `${seconds} s ${offsetS > 0 ? 'behind' : 'ahead of'} ${whose}`;
  if (seconds <= OFFSET_S) return ok('clock', found);
  return seconds > 300 ? fail('clock', found, ADVICE) : warn('clock', found, ADVICE);
}

function valueOf(metrics: string, name: string): number {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1] ?? 'NaN');
}
