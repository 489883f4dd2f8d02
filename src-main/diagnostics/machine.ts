import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { arch, freemem, release, totalmem } from 'node:os';
import type { App } from 'electron';
import type { ManagedReading } from '../managed/managed-policy.ts';
import { sessionBusAddress } from '../notify/session-bus.ts';
import { windowKindNow } from '../pop/window-kind.ts';
import { readReleaseInfo } from '../release/release-info.ts';
import type { InstallKind, MachineFacts } from './facts.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What can be said of this program and this computer before the app is ready. */
export function machineFacts(
  app: Pick<App, 'getVersion' | 'getLocale' | 'getPath' | 'isPackaged'>,
  { managed, releaseInfo }: { readonly managed: ManagedReading; readonly releaseInfo: string },
  env: Env = process.env,
): MachineFacts {
  const { platform, versions } = process;
  const { isManaged, policy, problems } = managed;
  return {
    version: app.getVersion(),
    platform,
    arch: arch(),
    kernel: release(),
    release: platform === 'linux' ? readable('/etc/os-release') : '',
    electron: versions['electron'] ?? '',
    chromium: versions['chrome'] ?? '',
    node: versions.node,
    installedAs: installKind(app.isPackaged, platform, env),
    desktop: env['XDG_CURRENT_DESKTOP'],
    session: env['XDG_SESSION_TYPE'],
    windows: windowKindNow(),
    // Electron knows it once it is ready.
    locale: app.getLocale() || Intl.DateTimeFormat().resolvedOptions().locale,
    sessionBus: sessionBusAddress(env) !== null,
    disk: diskOf(app.getPath('userData')),
    memory: { free: freemem(), all: totalmem() },
    managed: isManaged
      ? { pairing: policy.pairing.by, updates: policy.updates, problems: problems.length }
      : null,
    updates: looksForUpdates(releaseInfo),
  };
}

/** Whether dpkg knows it: the name of the package is fixed. */
const DPKG_LIST = '/var/lib/dpkg/info/ringside.list';

function installKind(isPackaged: boolean, platform: NodeJS.Platform, env: Env): InstallKind {
  if (!isPackaged) return 'development';
  if (platform !== 'linux') return 'package';
  if (env['APPIMAGE'] !== undefined) return 'AppImage';
  return existsSync(DPKG_LIST) && process.execPath.startsWith('/opt/Ringside/') ? 'deb' : 'package';
}

function looksForUpdates(releaseInfo: string): boolean {
  try {
    return readReleaseInfo(releaseInfo).updates !== null;
  } catch {
    return false;
  }
}

function diskOf(folder: string): MachineFacts['disk'] {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { free: bavail * bsize, all: blocks * bsize };
  } catch {
    return null;
  }
}

function readable(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(0, 4_096);
  } catch {
    return '';
  }
}
