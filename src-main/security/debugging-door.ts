import type { App } from 'electron';

/** Chromium's own door, which no fuse shuts: whoever is in may read and click what the agent can. */
const SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe'] as const;

export interface DoorParts {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  readonly commandLine: Pick<App['commandLine'], 'removeSwitch'>;
}

/**
 * Shuts Chromium's debugging door in the packaged app. macOS keeps the secrets of one program from the others of the
 * same user, so that the door would be a way round the keychain. On Linux, where the tests of the package come in by it,
 * every program of a user may ask the keyring itself: there it gives nobody anything. To be called before Electron is
 * ready.
 */
export function shutDebuggingDoor({ platform, isPackaged, commandLine }: DoorParts): void {
  if (!isPackaged || platform === 'linux') return;
  for (const name of SWITCHES) commandLine.removeSwitch(name);
}
