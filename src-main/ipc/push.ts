import type { PushChannel, Pushes } from '../../src-shared/ipc/contract.ts';

/** A page that can be told something: Electron's `webContents`. */
export interface Page {
  isDestroyed(): boolean;
  isCrashed(): boolean;
  send(channel: string, state: unknown): void;
}

/** Tells a window; a page that is not there any more misses nothing, since a new one asks. */
export function push<C extends PushChannel>(page: Page, channel: C, state: Pushes[C]): void {
  if (!page.isDestroyed() && !page.isCrashed()) page.send(channel, state);
}
