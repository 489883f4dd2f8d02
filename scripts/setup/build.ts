import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places.mjs';
import { Problem, say } from './problem.mjs';

/** What the build is made from. */
const SOURCES = [
  'src-shared',
  'src-relay',
  'src-main',
  'src-renderer',
  'vite.config.ts',
  'package-lock.json',
];
/** The hash of the sources that dist was built from; not there while a build runs. */
const STAMP = join(ROOT, 'dist', '.sources');

/**
 * Builds relay, main, preload and renderer, unless dist was built from these very sources.
 * @throws {Problem} build-failed
 */
export async function buildIfStale(): Promise<void> {
  const hash = hashOf(SOURCES);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return;
  await build(hash);
}

/** Says that dist may hold something else than a build of the sources. */
export function forgetBuild(): void {
  rmSync(STAMP, { force: true });
}

async function build(hash: string): Promise<void> {
  say('building …');
  forgetBuild();
  try {
    const { createBuilder } = await import('vite');
    const builder = await createBuilder({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
    await builder.buildApp();
  } catch (error) {
    throw new Problem('build-failed', `the build failed: ${error instanceof Error ? error.message : error}`);
  }
  writeFileSync(STAMP, hash);
}

/** What the build is made of, and `more` (files and folders of the repository), as one hash. */
export function hashOfSources(more: readonly string[]): string {
  return hashOf([...SOURCES, ...more]);
}

function hashOf(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesIn(source))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesIn(source: string): readonly string[] {
  if (statSync(join(ROOT, source)).isFile()) return [source];
  return readdirSync(join(ROOT, source), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name !== 'tsconfig.json')
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}
