import { createHash } from 'node:crypto';
import { constants, createReadStream, existsSync } from 'node:fs';
import { access, chmod, copyFile, link, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolderOf } from '../disk/write-atomically.ts';
import { codeOf } from '../log.ts';
import { Altered } from './whole-file.ts';

/** The file that the app was started from is gone, or another one by now. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

/** The app's folder lets nothing be put into it. */
export class NotWritable extends Error {
  override readonly name = 'NotWritable';
}

/** One file under a name that the agent chose, and two beside it while an update goes on. */
export interface AppImage {
  readonly path: string;
  /** The one before, until the new one is known to live. */
  readonly previous: string;
  /** Whether a new one lies ready. */
  hasStaged(): boolean;
  hasPrevious(): boolean;
  /** @throws Moved, NotWritable */
  checkPlace(): Promise<void>;
  /** Puts a downloaded package beside the app. @throws Altered, or what the disk throws; nothing is left of it then */
  stage(downloaded: string, sha512: string): Promise<void>;
  /** Puts the staged one in the app's place, in one step. @throws Altered, Moved, or what the disk throws; the app is as it was then */
  swap(sha512: string): Promise<void>;
  /** Has the one before back. */
  putBack(): Promise<void>;
  /** Nothing lies beside it any more. */
  tidy(): Promise<void>;
  dropStaged(): Promise<void>;
}

/** @param path `APPIMAGE`, absolute */
export function appImageAt(path: string): AppImage {
  const beside = (what: string): string => join(dirname(path), `.${basename(path)}.${what}`);
  const [update, previous] = [beside('update'), beside('previous')];
  const begun = markOf(path);

  async function checkPlace(): Promise<void> {
    if ((await begun) !== (await markOf(path)) || (await begun) === null) throw new Moved();
    await access(dirname(path), constants.W_OK).catch(() => {
      throw new NotWritable();
    });
  }

  return {
    path,
    previous,
    hasStaged: () => existsSync(update),
    hasPrevious: () => existsSync(previous),
    checkPlace,
    async stage(downloaded, sha512) {
      try {
        await rename(downloaded, update).catch(async (error: unknown) => {
          if (codeOf(error) !== 'EXDEV') throw error;
          await copyFile(downloaded, update);
          await rm(downloaded, { force: true });
        });
        await chmod(update, 0o755);
        await synced(update);
        await isWhatWasSigned(update, sha512);
      } catch (error) {
        await rm(update, { force: true });
        throw error;
      }
    },
    async swap(sha512) {
      await checkPlace();
      await isWhatWasSigned(update, sha512);
      await rm(previous, { force: true });
      // Where a file cannot have two names, there is a moment without the app: it comes back when the rest fails.
      const isLinked = await link(path, previous).then(
        () => true,
        () => false,
      );
      if (!isLinked) await rename(path, previous);
      try {
        await rename(update, path);
      } catch (error) {
        if (!isLinked) await rename(previous, path);
        throw error;
      }
      await syncFolderOf(path);
    },
    async putBack() {
      await rename(previous, path);
      await syncFolderOf(path);
    },
    async tidy() {
      await Promise.all([update, previous].map((each) => rm(each, { force: true })));
    },
    dropStaged: () => rm(update, { force: true }),
  };
}

/** Which file it is; null: there is none. */
async function markOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : [found.dev, found.ino, found.size, found.mtimeMs].join();
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
