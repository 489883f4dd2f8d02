import { app } from 'electron';
import { windowKind } from './can-place.ts';

/** How a window of this process reaches the screen. */
export function windowKindNow(): ReturnType<typeof windowKind> {
  return windowKind(process.env, process.platform, app.commandLine.getSwitchValue('ozone-platform'));
}
