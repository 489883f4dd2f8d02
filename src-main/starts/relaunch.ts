import type { App } from 'electron';
import { ownAppImage } from '../installed/own-appimage.ts';
import type { GivenPairing } from '../pairing/given-pairing.ts';

export interface RelaunchFrom {
  readonly argv: readonly string[];
  readonly env: Record<string, string | undefined>;
  readonly given: GivenPairing;
  /** This program, without links. */
  readonly executable: string;
}

/** Has this program started again, as it was, as soon as this process is gone: the caller ends it. */
export function relaunchLater(
  app: Pick<App, 'relaunch'>,
  { argv, env, given, executable }: RelaunchFrom,
): void {
  // What an AppImage runs is gone with this process; the file itself is not.
  const image = ownAppImage(env, executable);
  // It was taken out of the environment that others inherit.
  if (given.token !== undefined) env['RINGSIDE_DEVICE_TOKEN'] = given.token;
  app.relaunch({
    args: argv.slice(1),
    ...(image === null ? {} : { execPath: image.file }),
  });
  delete env['RINGSIDE_DEVICE_TOKEN'];
}
