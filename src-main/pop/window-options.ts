import type { BrowserWindowConstructorOptions } from 'electron';
import { PRODUCT } from '../../src-shared/product.ts';
import { POP_WIDTH } from './placement.ts';

/** Before the first layout; the page's own height does not depend on it. */
const FIRST_HEIGHT = 640;

/**
 * A window that can appear without taking a keystroke that was meant for another.
 * @param isManaged whether this desktop's window manager does as a dock asks: see `managesDocks`
 * Sources: https://www.electronjs.org/docs/latest/api/structures/base-window-options (`type`, `focusable`)
 */
export function popWindowOptions(
  platform: NodeJS.Platform,
  isManaged = true,
): BrowserWindowConstructorOptions {
  return {
    width: POP_WIDTH,
    height: FIRST_HEIGHT,
    show: false,
    frame: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    acceptFirstMouse: true,
    title: PRODUCT,
    ...ofPlatform(platform, isManaged),
  };
}

function ofPlatform(platform: NodeJS.Platform, isManaged: boolean): BrowserWindowConstructorOptions {
  switch (platform) {
    case 'darwin':
      // A panel floats over full-screen apps and does not activate ours.
      return { focusable: false, type: 'panel', transparent: true, hiddenInMissionControl: true };
    case 'win32':
      return { focusable: false, transparent: true };
    default:
      // Opaque and cut to shape: it looks right without a compositor too. A window that was made unfocusable is out
      // of the window manager's hands and can never get the keyboard; a dock gets it only when it asks.
      return { type: 'dock', transparent: false, ...(isManaged ? {} : { focusable: false }) };
  }
}
