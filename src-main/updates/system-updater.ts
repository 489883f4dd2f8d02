import { app, autoUpdater } from 'electron';
import type { UpdateInfo } from 'builder-util-runtime';
import { getAppCacheDir } from 'electron-updater/out/AppAdapter';
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater';
import type { AppUpdater } from 'electron-updater/out/AppUpdater';
import { MacUpdater } from 'electron-updater/out/MacUpdater';
import { NsisUpdater } from 'electron-updater/out/NsisUpdater';
import { Provider, resolveFiles, type ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider';
import { feedNameFor, type Feed } from '../release/feed.ts';
import type { UpdateSource } from '../release/release-info.ts';
import { fetchFeed, type GoodFeed } from './fetch-feed.ts';
import type { Fetch } from './fetching.ts';
import { UPDATER_CACHE } from './installation.ts';
import { ReachExecutor } from './reach-executor.ts';

export interface SystemUpdaterParts {
  readonly source: UpdateSource;
  readonly fetch: Fetch;
  /** `assets/release.json`: electron-updater wants a file to read its options from, and needs none of them. */
  readonly releaseInfo: string;
  /** When the newest feed that was ever followed was signed. */
  readonly newestSeen: () => number | null;
  /** Whether a version is not offered by itself: it did not live here, or could not take its place. */
  readonly isHeldBack: (version: string) => boolean;
}

/** What a look at the feed found. `isNewer` false: nothing, or nothing for this computer yet. */
export interface Look extends GoodFeed {
  readonly isNewer: boolean;
}

/** electron-updater, held to a signed feed. */
export interface SystemUpdater {
  /** @throws Unreachable, FeedRefused, or what electron-updater throws */
  look(byHand: boolean): Promise<Look>;
  /**
   * Fetches what the last look found. @returns the path of a package that is what was signed
   * @throws Unreachable, Altered, or what electron-updater and the disk throw
   */
  download(onPercent: (percent: number) => void): Promise<string>;
  /**
   * Windows and macOS: puts the package in place of the app, which has nothing left to lose, and starts that. Resolves when
   * the system has taken it over, or when the app as it is will be started again.
   */
  install(): Promise<void>;
}

export function createSystemUpdater(parts: SystemUpdaterParts): SystemUpdater {
  const { source, fetch, newestSeen, isHeldBack } = parts;
  const name = feedNameFor(process.platform, process.arch);
  if (name === null) throw new Error('there are no updates for such a system');
  let found: GoodFeed | null = null;
  let byHand = false;

  /** Hands on what was verified, and nothing else: there is no second look at the feed. */
  class SignedProvider extends Provider<UpdateInfo> {
    constructor(_: unknown, __: unknown, options: ProviderRuntimeOptions) {
      super(options);
    }
    async getLatestVersion(): Promise<UpdateInfo> {
      found = await fetchFeed(fetch, source.feed, {
        name: name ?? 'latest.yml',
        keys: source.keys,
        newestSeen: newestSeen(),
      });
      return infoOf(found.feed);
    }
    resolveFiles(info: UpdateInfo) {
      return resolveFiles(info, source.feed);
    }
  }

  const updater = updaterOf(parts.releaseInfo);
  const sizeOf = (sha512: string): number | null =>
    found?.feed.files.find((file) => file.sha512 === sha512)?.size ?? null;
  const executor = new ReachExecutor(fetch, sizeOf);
  Object.assign(updater, { httpExecutor: executor });
  updater.setFeedURL({ provider: 'custom', updateProvider: SignedProvider });
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  updater.isUpdateSupported = ({ version }) => byHand || !isHeldBack(version);
  const { isUserWithinRollout } = updater;
  updater.isUserWithinRollout = (info) => byHand || isUserWithinRollout(info);

  return {
    async look(asked) {
      byHand = asked;
      found = null;
      const result = await updater.checkForUpdates();
      if (result === null || found === null) throw new Error('electron-updater did not look');
      const good: GoodFeed = found;
      return { ...good, isNewer: result.isUpdateAvailable };
    },
    async download(onPercent) {
      const progress = ({ percent }: { percent: number }): void => onPercent(percent);
      updater.on('download-progress', progress);
      executor.begin();
      try {
        const [path] = await updater.downloadUpdate();
        if (path === undefined) throw new Error('electron-updater downloaded nothing');
        return path;
      } finally {
        updater.off('download-progress', progress);
      }
    },
    install: async () => await installed(updater),
  };
}

/** macOS unpacks the package first. */
const TAKEN_OVER_WITHIN_MS = 120_000;

async function installed(updater: AppUpdater): Promise<void> {
  const isTakenOver = await new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), TAKEN_OVER_WITHIN_MS);
    updater.once('error', () => resolve(false));
    autoUpdater.once('before-quit-for-update', () => resolve(true));
    updater.quitAndInstall(true, true);
  });
  if (!isTakenOver) app.relaunch();
}

function updaterOf(releaseInfo: string): AppUpdater {
  const adapter = {
    version: app.getVersion(),
    name: UPDATER_CACHE,
    isPackaged: app.isPackaged,
    appUpdateConfigPath: releaseInfo,
    userDataPath: app.getPath('userData'),
    baseCachePath: getAppCacheDir(),
    whenReady: async () => await app.whenReady(),
    relaunch: () => app.relaunch(),
    quit: () => app.quit(),
    onQuit: (handler: (code: number) => void) => void app.once('quit', (_, code) => handler(code)),
  };
  switch (process.platform) {
    case 'win32':
      return new NsisUpdater(undefined, adapter);
    case 'darwin':
      return new MacUpdater(undefined, adapter);
    default:
      return new AppImageUpdater(undefined, adapter);
  }
}

function infoOf({ version, files, stagingPercentage, releaseNotes, signedAt }: Feed): UpdateInfo {
  const [first] = files;
  return {
    version,
    files: files.map(({ blockMapSize, ...file }) =>
      blockMapSize === undefined ? file : { ...file, blockMapSize },
    ),
    path: first?.url ?? '',
    sha512: first?.sha512 ?? '',
    releaseDate: signedAt,
    releaseNotes,
    ...(stagingPercentage === undefined ? {} : { stagingPercentage }),
  };
}
