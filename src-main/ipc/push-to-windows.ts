import { BrowserWindow } from 'electron';
import type { PushChannel, Pushes } from '../../src-shared/ipc/contract.ts';
import { push } from './push.ts';

/** Tells every window. */
export function pushToWindows<C extends PushChannel>(channel: C, state: Pushes[C]): void {
  for (const { webContents } of BrowserWindow.getAllWindows()) push(webContents, channel, state);
}
