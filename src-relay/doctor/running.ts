import { ask } from './asking.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

/** Beyond it something is wrong with a clock, long before webhooks are refused at 300 s. */
const OFFSET_S = 30;

/** The relay as it runs: ready, and at the same time as Allo. */
export async function lookAtRunning(listening: string | null): Promise<Finding[]> {
  const todo = 'start it: ringside-relay serve, or look at its log';
  if (listening === null) return [fail('relay', 'has not run yet', todo)];
  const ready = await ask(new URL('/readyz', listening));
  if (!ready.ok) return [fail('relay', `no answer at ${listening}: ${ready.why}`, todo)];
  if (ready.status !== 200) {
    return [
      fail(
        'relay',
        `runs at ${listening} but is not ready: ${reasonsIn(ready.text)}`,
        'see the log of the relay',
      ),
    ];
  }
  const metrics = await ask(new URL('/metrics', listening));
  return [ok('relay', `ready at ${listening}`), clock(metrics.ok ? metrics.text : '')];
}

function clock(metrics: string): Finding {
  const value = /^ringside_clock_offset_seconds (\S+)$/m.exec(metrics)?.[1] ?? 'NaN';
  if (!Number.isFinite(Number(value))) return ok('clock', 'no webhook since the start to compare it with');
  return clockFinding(Number(value), "Allo's");
}

/** What a clock that is so many seconds ahead of ours means. */
export function clockFinding(offsetS: number, whose: string): Finding {
  const seconds = Math.abs(Math.round(offsetS));
  const found = seconds <= 1 ? `as ${whose}` : `${seconds} s ${offsetS > 0 ? 'behind' : 'ahead of'} ${whose}`;
  if (seconds <= OFFSET_S) return ok('clock', found);
  const todo =
    'set this machine’s clock by NTP (timedatectl set-ntp true): beyond 300 s webhooks are refused';
  return seconds > 300 ? fail('clock', found, todo) : warn('clock', found, todo);
}

function reasonsIn(text: string): string {
  try {
    const { reasons } = JSON.parse(text) as { reasons?: unknown };
    return Array.isArray(reasons) ? reasons.join('; ') : 'it does not say why';
  } catch {
    return 'it does not say why';
  }
}
