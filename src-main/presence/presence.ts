/** What tells that nobody can be at the screen: Electron's `powerMonitor`. */
export interface PresenceEvents {
  on(event: PresenceEvent, listener: () => void): unknown;
  removeListener(event: PresenceEvent, listener: () => void): unknown;
}
type PresenceEvent = 'lock-screen' | 'unlock-screen' | 'suspend' | 'resume';

export interface PresenceOptions {
  readonly power: PresenceEvents;
  /** Asks whether the screen is locked, for systems that do not tell; null: this one tells. */
  readonly isLocked: (() => boolean) | null;
  /** The agent went away or came back. */
  readonly onChange: () => void;
  /** How often to look for the unlocking, where the system does not tell. */
  readonly lookEveryMs?: number;
}

/** Whether somebody can see the screen. */
export interface Presence {
  /** The screen is locked or the computer asleep, at this moment. */
  isAway(): boolean;
  close(): void;
}

const LOOK_EVERY_MS = 2_000;

/**
 * Watches lock and sleep. Where the system does not tell of a lock it is asked for whenever the answer matters, and
 * as long as it is locked, so that an idle app asks nothing.
 */
export function watchPresence(options: PresenceOptions): Presence {
  const { power, isLocked, onChange, lookEveryMs = LOOK_EVERY_MS } = options;
  let locked = false;
  let asleep = false;
  let looking: NodeJS.Timeout | undefined;

  function become(change: { locked?: boolean; asleep?: boolean }): void {
    const before = locked || asleep;
    locked = change.locked ?? locked;
    asleep = change.asleep ?? asleep;
    if (before !== (locked || asleep)) onChange();
  }

  function look(): void {
    if (isLocked === null) return;
    locked = isLocked();
    if (locked) looking ??= setInterval(lookAgain, lookEveryMs);
  }

  function lookAgain(): void {
    if (isLocked?.() === true) return;
    clearInterval(looking);
    looking = undefined;
    become({ locked: false });
  }

  const listeners = {
    'lock-screen': () => become({ locked: true }),
    'unlock-screen': () => become({ locked: false, asleep: false }),
    suspend: () => become({ asleep: true }),
    resume: () => become({ asleep: false }),
  } as const;
  const names = Object.keys(listeners) as PresenceEvent[];
  for (const name of names) power.on(name, listeners[name]);

  return {
    isAway() {
      if (!locked) look();
      return locked || asleep;
    },
    close() {
      clearInterval(looking);
      for (const name of names) power.removeListener(name, listeners[name]);
    },
  };
}
