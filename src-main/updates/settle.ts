import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { Paths } from '../disk/paths.ts';
import { codeOf, type Log } from '../log/log.ts';
import type { ManagedStore } from '../managed/managed-store.ts';
import { readReleaseInfo, type ReleaseInfo } from '../release/release-info.ts';
import type { GivenPairing } from '../pairing/given-pairing.ts';
import { settleAtStart, type UpdatesStart } from './at-start.ts';
import { environmentOutside } from './hand-over.ts';
import { installationFrom } from './installation.ts';

export interface SettleParts {
  readonly paths: Pick<Paths, 'updates' | 'starts' | 'releaseInfo'>;
  /** What the environment says, whatever the policy of this computer allows. */
  readonly given: GivenPairing;
  readonly managed: Pick<ManagedStore, 'get'>;
}

/** Takes up what was left of an update, on this system. @returns null: this app must end at once, another starts */
export async function settleUpdates(
  { paths, given, managed }: SettleParts,
  log: Log,
): Promise<UpdatesStart | null> {
  // It was taken out of the environment, for nobody but us.
  const token = given.token === undefined ? {} : { RINGSIDE_DEVICE_TOKEN: given.token };
  return await settleAtStart({
    path: paths.updates,
    starts: paths.starts,
    version: app.getVersion(),
    installation: installationFrom({
      platform: process.platform,
      arch: process.arch,
      isPackaged: app.isPackaged,
      execPath: process.execPath,
      env: process.env,
      packageType: packageType(),
      isOfSystem: /^\/(opt|usr)\//.test(process.execPath),
    }),
    release: releaseOf(paths.releaseInfo, log),
    isAllowed: () => managed.get().policy.updates,
    again: { argv: process.argv, env: { ...environmentOutside(process.env), ...token } },
    log,
  });
}

function releaseOf(path: string, log: Log): ReleaseInfo | 'broken' {
  try {
    return readReleaseInfo(path);
  } catch (error) {
    log.error('what this build says of updates cannot be read', { code: codeOf(error) });
    return 'broken';
  }
}

/** electron-builder says in a file which kind of package it made. */
function packageType(): string | null {
  try {
    return readFileSync(join(process.resourcesPath, 'package-type'), 'utf8').trim();
  } catch {
    return null;
  }
}
