import { createHash } from 'node:crypto';
import { constants, createReadStream, existsSync } from 'node:fs';
import { access, chmod, copyFile, link as linkFile, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolderOf } from '../disk/write-atomically.ts';
import { codeOf } from '../log/log.ts';
import { Altered } from './whole-file.ts';

const STICKY = 0o1000;

/** The file that the app was started from is gone, or another one by now. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

/** The app's folder lets nothing be put into it. */
export class NotWritable extends Error {
  override readonly name = 'NotWritable';
}

/** One file under a name that the agent chose, and others beside it while an update goes on. */
export interface AppImage {
  readonly path: string;
  /** The one before, until the new one is known to live. */
  readonly previous: string;
  /** Whether a new one lies ready. */
  hasStaged(): boolean;
  hasPrevious(): boolean;
  /** @throws Moved, NotWritable */
  checkPlace(): Promise<void>;
  /** Puts a downloaded package beside the app. @throws Altered, or what the disk throws; what lay ready before still does then */
  stage(downloaded: string, sha512: string): Promise<void>;
  /** Puts the staged one in the app's place, in one step. @throws Altered, Moved, or what the disk throws; the app is as it was then */
  swap(sha512: string): Promise<void>;
  /** Has the one before back. */
  putBack(): Promise<void>;
  /** Nothing lies beside it any more. @returns what did */
  tidy(): Promise<readonly string[]>;
  dropStaged(): Promise<void>;
}

/**
 * @param path `APPIMAGE`, absolute
 * @param link gives a file a second name; not every disk can
 */
export function appImageAt(path: string, link: typeof linkFile = linkFile): AppImage {
  const beside = (what: string): string => join(dirname(path), `.${basename(path)}.${what}`);
  const [incoming, update, previous] = [beside('incoming'), beside('update'), beside('previous')];
  const begun = markOf(path);

  async function checkPlace(): Promise<void> {
    if ((await begun) !== (await markOf(path)) || (await begun) === null) throw new Moved();
    await access(dirname(path), constants.W_OK).catch(() => {
      throw new NotWritable();
    });
    if (await isKeptFromUs(path)) throw new NotWritable();
  }

  return {
    path,
    previous,
    hasStaged: () => existsSync(update),
    hasPrevious: () => existsSync(previous),
    checkPlace,
    async stage(downloaded, sha512) {
      try {
        await rm(incoming, { force: true });
        await rename(downloaded, incoming).catch(async (error: unknown) => {
          if (codeOf(error) !== 'EXDEV') throw error;
          await copyFile(downloaded, incoming, constants.COPYFILE_EXCL);
          await rm(downloaded, { force: true });
        });
        await chmod(incoming, 0o755);
        await synced(incoming);
        await isWhatWasSigned(incoming, sha512);
        await rename(incoming, update);
      } catch (error) {
        await rm(incoming, { force: true });
        throw error;
      }
    },
    async swap(sha512) {
      await checkPlace();
      await isWhatWasSigned(update, sha512);
      await rm(previous, { force: true });
      try {
        await link(path, previous).catch(async () => {
          // Where a file cannot have two names, it is there twice: there must be no moment without the app.
          await copyFile(path, previous, constants.COPYFILE_EXCL);
          await synced(previous);
        });
        await rename(update, path);
      } catch (error) {
        await rm(previous, { force: true });
        throw error;
      }
      await syncFolderOf(path);
    },
    async putBack() {
      await rename(previous, path);
      await syncFolderOf(path);
    },
    async tidy() {
      const there = [incoming, update, previous].filter((each) => existsSync(each));
      await Promise.all(there.map((each) => rm(each, { force: true })));
      return there;
    },
    dropStaged: () => rm(update, { force: true }),
  };
}

/** Which file it is; null: there is none. */
async function markOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : [found.dev, found.ino, found.size, found.mtimeMs].join();
}

/** In a folder such as /tmp only its owner may replace a file. */
async function isKeptFromUs(path: string): Promise<boolean> {
  const user = process.getuid?.() ?? 0;
  const [folder, file] = await Promise.all([stat(dirname(path)), stat(path)]);
  return (folder.mode & STICKY) !== 0 && ![0, folder.uid, file.uid].includes(user);
}

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function isWhatWasSigned(path: string, sha512: string): Promise<void> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer);
  if (hash.digest('base64') !== sha512) throw new Altered('the package beside the app is another one');
}
