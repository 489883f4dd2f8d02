import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Problem } from '../../setup/problem.mjs';
import type { Candidate } from './package-rules.ts';
import { parseStanzas, type Stanza } from './stanza.ts';

const PROGRAM = './opt/Ringside/ringside';

export interface Deb extends Candidate {
  readonly file: string;
  readonly content: Content;
}

export interface Content {
  readonly size: number;
  readonly sha256: string;
}

/** Reads a `.deb` by dpkg-deb. @throws {Problem} refused, when it is none */
export async function readDeb(file: string): Promise<Deb> {
  const [control, program, content] = await Promise.all([
    readControl(file),
    readProgram(file),
    contentOf(file),
  ]);
  return { file, fileName: basename(file), control, program, content };
}

/** Size and hash of a file, which may be large. @throws when it cannot be read */
export async function contentOf(file: string): Promise<Content> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { size: (await stat(file)).size, sha256: hash.digest('hex') };
}

async function readControl(file: string): Promise<Stanza> {
  try {
    const { stdout } = await promisify(execFile)('dpkg-deb', ['--field', file]);
    return parseStanzas(stdout)[0] ?? new Map();
  } catch (error) {
    throw new Problem(
      'refused',
      `${file} is no Debian package: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** Looks into the very program that would be installed: what a name or a field says of it can be wrong. */
async function readProgram(file: string): Promise<Candidate['program']> {
  const script = 'dpkg-deb --fsys-tarfile "$1" | tar -xO --occurrence=1 "$2"';
  const program = await promisify(execFile)('sh', ['-c', script, 'sh', file, PROGRAM], {
    encoding: 'buffer',
    maxBuffer: 2 ** 30,
  }).then(
    ({ stdout }) => stdout,
    () => null,
  );
  if (program === null || program.length < 20 || program.toString('latin1', 0, 4) !== '\u007fELF')
    return null;
  return { machine: program.readUInt16LE(18), electron: electronVersionsIn(program) };
}

/** Every version that a program says to be: `Electron v45.4.1`, and `Electron/45.4.1` to web pages. */
function electronVersionsIn(program: Buffer): readonly string[] {
  const found = new Set<string>();
  for (let at = program.indexOf('Electron'); at >= 0; at = program.indexOf('Electron', at + 1)) {
    const version = /^Electron(?: v|\/)(\d+\.\d+\.\d+)/.exec(program.toString('latin1', at, at + 40))?.[1];
    if (version !== undefined) found.add(version);
  }
  return [...found];
}
