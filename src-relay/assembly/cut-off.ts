import { CLOSE } from '../../src-shared/wire/protocol.ts';
import type { OpenedHub } from './hub.ts';
import type { Store } from './opened-store.ts';
import type { Opening } from './opening.ts';

const LOOK_EVERY_MS = 1000;
const ANSWER_WITHIN_MS = 2000;
/** So often in a row another one was ready and this one was not: when PostgreSQL comes back, not all see it at once. */
const SURE_AFTER = 2;
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '[::]']);

/**
 * Sends the devices away while this relay cannot read PostgreSQL and another one can: they would hear of no call. While none
 * of them can, they are best off where they are.
 */
export function sendAwayWhenCutOff(opening: Opening, opened: Store & OpenedHub): void {
  const { closing, parts } = opening;
  const { hub, relays, readTrouble } = opened;
  if (relays === null) return;
  let timesSure = 0;
  let isLooking = false;

  async function look(): Promise<void> {
    const isAlone = readTrouble() !== null && hub.connected() > 0 && (await isAnotherReady());
    timesSure = isAlone && readTrouble() !== null ? timesSure + 1 : 0;
    if (timesSure < SURE_AFTER) return;
    parts.log.warn({ devices: hub.connected() }, 'only this relay is cut off: devices are sent to others');
    hub.sendAway(CLOSE.restarting);
  }

  async function isAnotherReady(): Promise<boolean> {
    const others = relays?.all().filter(({ isThis }) => !isThis) ?? [];
    return (await Promise.all(others.map(isReady))).includes(true);
  }

  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }, LOOK_EVERY_MS);
  closing.add(() => clearInterval(timer));
}

async function isReady({ address, host }: { address: string | null; host: string }): Promise<boolean> {
  if (address === null) return false;
  try {
    const url = new URL('/readyz', address);
    // It listens everywhere: then its machine's name is one of its addresses.
    if (ANY_ADDRESS.has(url.hostname)) url.hostname = host;
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
