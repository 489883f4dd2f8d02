import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { downloadElectron, githubAnswers } from './electron-download.ts';
import { COPY_VERSION, copyFolder, copyRunsHere, hasCopy } from './electron-copy.ts';
import { NODE_MODULES, cacheFolder } from './places.mjs';
import { Problem, say } from './problem.mjs';

/** An Electron to run the app with. */
export interface Electron {
  /** The unpacked distribution. */
  readonly folder: string;
  readonly executable: string;
  readonly version: string;
  /** `given`: ELECTRON_OVERRIDE_DIST_PATH. `ordinary`: from the electron package. `copy`: see electron-copy.ts. */
  readonly kind: 'given' | 'ordinary' | 'copy';
}

const PACKAGE = join(NODE_MODULES, 'electron');
/** A network that could not reach GitHub an hour ago is not asked again on every start. */
const ASK_AGAIN_AFTER_MS = 24 * 3600 * 1000;

/**
 * Finds an Electron, or fetches one: the given one, the ordinary one, else the copy in the npm registry.
 * @throws {Problem} no-electron, no-network
 */
export async function provisionElectron(env = process.env): Promise<Electron> {
  const found = findElectron(env);
  if (found !== null) return found;
  if ((await githubAnswers(env)) && downloadElectron(PACKAGE)) {
    const ordinary = findOrdinary();
    if (ordinary !== null) return announced(ordinary);
  }
  rememberGithubWasAway();
  if (!hasCopy()) {
    if (!copyRunsHere()) {
      throw new Problem(
        'no-electron',
        'Electron could not be downloaded from GitHub. Set ELECTRON_MIRROR to a mirror, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
      );
    }
    await (await import('./electron-copy-making.ts')).makeCopy();
  }
  return announced(fromFolder(copyFolder(), 'copy'));
}

/** An Electron that is already there; null when one has to be fetched. */
function findElectron(env: NodeJS.ProcessEnv): Electron | null {
  const given = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (given !== undefined && given !== '') {
    const electron = fromFolder(given, 'given');
    if (existsSync(electron.executable)) return electron;
    throw new Problem(
      'no-electron',
      `ELECTRON_OVERRIDE_DIST_PATH is ${given}, and there is no Electron in it.`,
    );
  }
  const ordinary = findOrdinary();
  if (ordinary !== null) return ordinary;
  return hasCopy() && githubWasAwayLately() ? fromFolder(copyFolder(), 'copy') : null;
}

function findOrdinary(): Electron | null {
  const version: string = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version;
  const folder = join(PACKAGE, 'dist');
  const electron = fromFolder(folder, 'ordinary');
  return electron.version === version && existsSync(electron.executable) ? electron : null;
}

function fromFolder(folder: string, kind: Electron['kind']): Electron {
  return { folder, executable: join(folder, executableName()), version: versionIn(folder), kind };
}

function versionIn(folder: string): string {
  const file = join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : '';
}

function executableName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function announced(electron: Electron): Electron {
  say(
    electron.kind === 'copy'
      ? `GitHub is out of reach, so this is Electron ${COPY_VERSION} from the npm registry: good for development and tests, never shipped (${electron.folder})`
      : `Electron ${electron.version} is ready`,
  );
  return electron;
}

const awayFile = () => join(cacheFolder(), 'electron', 'github-was-away');

function rememberGithubWasAway(): void {
  mkdirSync(dirname(awayFile()), { recursive: true });
  writeFileSync(awayFile(), '');
}

function githubWasAwayLately(): boolean {
  return existsSync(awayFile()) && Date.now() - statSync(awayFile()).mtimeMs < ASK_AGAIN_AFTER_MS;
}
