import type { BrowserWindow } from 'electron';
import { createKeyGuard } from '../../src-shared/summon/key-guard.ts';

/** Gives the keyboard to the pop's window and back to whatever had it. */
export interface Keyboard {
  /** The window is on screen and the agent has asked for it. */
  take(): void;
  /** The agent has clicked where they want to type: the keys that come are meant for it. */
  trust(): void;
  /** The focus goes back where it was. */
  giveBack(): void;
}

/** @param onLost the focus went elsewhere by itself */
export function keyboardOf(window: BrowserWindow, onLost: () => void): Keyboard {
  const guard = createKeyGuard(() => performance.now());
  let taken = false;

  window.webContents.on('before-input-event', (event) => {
    if (!guard.lets()) event.preventDefault();
  });
  window.on('focus', guard.given);
  window.on('blur', () => {
    guard.takenAway();
    if (!taken) return;
    taken = false;
    window.setFocusable(false);
    onLost();
  });

  return {
    take() {
      if (taken) return;
      taken = true;
      window.setFocusable(true);
      window.focus();
      window.webContents.focus();
    },
    trust: guard.trust,
    giveBack() {
      if (!taken) return;
      taken = false;
      guard.takenAway();
      window.setFocusable(false);
      window.blur();
      // A panel keeps the keys until it is taken off the screen; the app that was active has been all along.
      if (process.platform === 'darwin' && window.isVisible()) {
        window.hide();
        window.showInactive();
      }
    },
  };
}
