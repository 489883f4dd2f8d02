import { ask } from './asking.ts';
import { lookAtClock } from './clock.ts';
import { fail, ok, type Finding } from './finding.ts';

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
  return [ok('relay', `ready at ${listening}`), lookAtClock(metrics.ok ? metrics.text : '')];
}

function reasonsIn(text: string): string {
  try {
    const { reasons } = JSON.parse(text) as { reasons?: unknown };
    return Array.isArray(reasons) ? reasons.join('; ') : 'it does not say why';
  } catch {
    return 'it does not say why';
  }
}
