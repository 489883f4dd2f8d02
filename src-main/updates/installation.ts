import { sep } from 'node:path';
import type { NoUpdates } from '../../src-shared/updates/updates-state.ts';

/** The folder under the user's caches that updates are fetched into. */
export const UPDATER_CACHE = 'ringside-updater';

/** How this app came onto this computer, as far as updates are concerned. */
export type Installation =
  /** `path`: the file that it was started from. */
  | { readonly kind: 'appimage'; readonly path: string }
  /** Windows' or macOS's own way. */
  | { readonly kind: 'installer' }
  | {
      readonly kind: 'fixed';
      readonly why: Extract<NoUpdates, 'system-packages' | 'unpacked' | 'development' | 'no-such-system'>;
    };

export interface InstallationFacts {
  readonly platform: string;
  readonly arch: string;
  readonly isPackaged: boolean;
  readonly execPath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What electron-builder wrote into `resources/package-type`; null: nothing. */
  readonly packageType: string | null;
  /** Whether the system's packages own the folder of the app. */
  readonly isOfSystem: boolean;
}

/**
 * An AppImage says which file it is in `APPIMAGE`, and every program started from it inherits that: what counts is whether
 * this program lies in the folder that it names too.
 * Source: https://docs.appimage.org/packaging-guide/environment-variables.html
 */
export function installationFrom(facts: InstallationFacts): Installation {
  const { platform, arch, isPackaged, execPath, env, packageType, isOfSystem } = facts;
  if (!isPackaged) return { kind: 'fixed', why: 'development' };
  if (platform === 'win32' || platform === 'darwin') return { kind: 'installer' };
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64'))
    return { kind: 'fixed', why: 'no-such-system' };
  const { APPIMAGE: path = '', APPDIR: folder = '' } = env;
  const isInside = folder !== '' && execPath.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
  if (path.startsWith('/') && !path.includes('\0') && isInside) return { kind: 'appimage', path };
  return { kind: 'fixed', why: packageType !== null || isOfSystem ? 'system-packages' : 'unpacked' };
}
