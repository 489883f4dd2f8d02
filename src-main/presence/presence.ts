/** What tells that nobody can be at the screen: Electron's `powerMonitor`. */
export interface PresenceEvents {
  on(event: PresenceEvent, listener: () => void): unknown;
  removeListener(event: PresenceEvent, listener: () => void): unknown;
}
type PresenceEvent = 'lock-screen' | 'unlock-screen' | 'suspend' | 'resume';

/** Whether somebody can see the screen. */
export interface Presence {
  /** The screen is locked or the computer asleep, as far as the system tells: Linux does not tell of a lock. */
  isAway(): boolean;
  close(): void;
}

/** @param onChange the agent went away or came back */
export function watchPresence(power: PresenceEvents, onChange: () => void): Presence {
  let locked = false;
  let asleep = false;

  function become(change: { locked?: boolean; asleep?: boolean }): void {
    const before = locked || asleep;
    locked = change.locked ?? locked;
    asleep = change.asleep ?? asleep;
    if (before !== (locked || asleep)) onChange();
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
    isAway: () => locked || asleep,
    close() {
      for (const name of names) power.removeListener(name, listeners[name]);
    },
  };
}
