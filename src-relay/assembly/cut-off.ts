import { CLOSE } from '../../src-shared/wire/protocol.ts';
import type { RelayHere } from '../journal/shared.ts';
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
  const look = cutOffLook({
    canRead: () => readTrouble() === null,
    devices: hub.connected,
    isAnotherReady: async () => {
      const others = relays.all().filter(({ isThis }) => !isThis);
      return (await Promise.all(others.map(isReady))).includes(true);
    },
    sendAway: () => {
      parts.log.warn({ devices: hub.connected() }, 'only this relay is cut off: devices are sent to others');
      hub.sendAway(CLOSE.restarting);
    },
  });
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  closing.add(() => clearInterval(timer));
}

export interface CutOffParts {
  canRead(): boolean;
  /** How many are connected. */
  devices(): number;
  /** Asked only when it matters. Never rejects. */
  isAnotherReady(): Promise<boolean>;
  sendAway(): void;
}

/** Gives one look, to be taken again and again. One that is taken while another goes on does nothing. */
export function cutOffLook({ canRead, devices, isAnotherReady, sendAway }: CutOffParts): () => Promise<void> {
  let timesSure = 0;
  let isLooking = false;
  return async () => {
    if (isLooking) return;
    isLooking = true;
    const isAlone = !canRead() && devices() > 0 && (await isAnotherReady()) && !canRead();
    timesSure = isAlone ? timesSure + 1 : 0;
    if (timesSure >= SURE_AFTER) sendAway();
    isLooking = false;
  };
}

/** Where a relay says whether it is ready; null: it does not listen yet, or not where anybody could ask. */
export function readyUrl({ address, host }: Pick<RelayHere, 'address' | 'host'>): URL | null {
  if (address === null || !URL.canParse('/readyz', address)) return null;
  const url = new URL('/readyz', address);
  // It listens everywhere: then its machine's name is one of its addresses.
  if (ANY_ADDRESS.has(url.hostname)) url.hostname = host;
  return url;
}

async function isReady(relay: RelayHere): Promise<boolean> {
  const url = readyUrl(relay);
  if (url === null) return false;
  try {
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
