import { networkInterfaces } from 'node:os';

/** How often to look at the clock and the network. */
const LOOK_EVERY_MS = 5_000;
/** A timer this late means that the machine slept, or that somebody set the clock. */
const JUMP_MS = 5_000;

/** What tells that the machine woke up: Electron's `powerMonitor`. */
export interface PowerEvents {
  on(event: 'resume' | 'unlock-screen', listener: () => void): unknown;
  removeListener(event: 'resume' | 'unlock-screen', listener: () => void): unknown;
}

export interface WakeOptions {
  readonly power: PowerEvents;
  /** Electron's `net.isOnline`. */
  readonly isOnline: () => boolean;
  /** Called when an open socket may be dead without knowing it. */
  readonly onWake: (why: string) => void;
  readonly interfaces?: () => string;
  readonly now?: () => number;
  readonly lookEveryMs?: number;
}

/**
 * Watches for the moments after which a socket may say OPEN and be dead: wake-up, unlock, a jump of the wall
 * clock, another network, the network's return.
 * Source: https://github.com/wireapp/wire-webapp/pull/21477
 * @returns stops watching
 */
export function watchForWake(options: WakeOptions): () => void {
  const { power, isOnline, onWake, interfaces = ownAddresses, now = Date.now } = options;
  const every = options.lookEveryMs ?? LOOK_EVERY_MS;
  let lookedAt = now();
  let online = isOnline();
  let addresses = interfaces();

  function look(): void {
    const before = { lookedAt, online, addresses };
    lookedAt = now();
    online = isOnline();
    addresses = interfaces();
    if (Math.abs(lookedAt - before.lookedAt - every) > JUMP_MS) onWake('clock jump');
    else if (online && !before.online) onWake('online again');
    else if (addresses !== before.addresses) onWake('network changed');
  }
  const onResume = () => onWake('resume');
  const onUnlock = () => onWake('unlock');

  power.on('resume', onResume);
  power.on('unlock-screen', onUnlock);
  const timer = setInterval(look, every);
  return () => {
    clearInterval(timer);
    power.removeListener('resume', onResume);
    power.removeListener('unlock-screen', onUnlock);
  };
}

function ownAddresses(): string {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => !entry.internal)
    .map((entry) => entry.address)
    .sort()
    .join();
}
