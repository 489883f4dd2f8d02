/** A key that somebody was about to press elsewhere when the cards took the keyboard. */
export const STRAY_KEY_MS = 400;

/**
 * Which keys may reach the cards: none before they have the keyboard, and none right after they got it. Main asks one
 * by the window's focus, the page another by what main says of it.
 */
export interface KeyGuard {
  /** The cards were given the keyboard. */
  given(): void;
  /** The agent has clicked where they want to type: what comes is meant for it. */
  trust(): void;
  takenAway(): void;
  lets(): boolean;
}

/** @param now ms on a clock that nobody can set */
export function createKeyGuard(now: () => number): KeyGuard {
  let since: number | null = null;
  let trusted = false;
  return {
    given: () => void (since ??= now()),
    trust: () => void (trusted = true),
    takenAway() {
      since = null;
      trusted = false;
    },
    lets: () => since !== null && (trusted || now() - since >= STRAY_KEY_MS),
  };
}
