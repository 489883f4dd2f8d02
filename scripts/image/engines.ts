import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { toolPath } from '../setup/libraries.ts';
import { ROOT } from '../setup/places.mjs';
import { Problem } from '../setup/problem.mjs';

/** What can build an image, in the order in which they are asked. */
const ENGINES = ['docker', 'podman', 'buildah'] as const;
export type Engine = (typeof ENGINES)[number];

export interface Build {
  readonly tag: string;
  /** What the Dockerfile builds on in place of its own base. */
  readonly base?: string | undefined;
  /** Further options of the engine's build. */
  readonly options?: readonly string[];
}

/**
 * The engine that works here. Docker's client alone does not: it needs its daemon.
 * @throws {Problem} no-tool
 */
export function findEngine(wanted: string | undefined): Engine {
  const among = ENGINES.filter((engine) => wanted === undefined || engine === wanted);
  const found = among.find((engine) => toolPath(engine) !== null && spawnSync(engine, ['info']).status === 0);
  if (found !== undefined) return found;
  const names = among.length === 0 ? ENGINES.join(', ') : among.join(', ');
  throw new Problem('no-tool', `to build the image, one of these must be there and work: ${names}`);
}

/** The command line that builds the image. Docker's format keeps the health check, which OCI's has no place for. */
export function buildCommand(engine: Engine, { tag, base, options = [] }: Build): readonly string[] {
  const file = join(ROOT, 'deploy/Dockerfile');
  // Docker writes its own format, and finds the list of what it gets by its name.
  const own = engine === 'docker' ? [] : ['--format', 'docker', '--ignorefile', `${file}.dockerignore`];
  const on = base === undefined ? [] : ['--build-arg', `BASE=${base}`];
  return [engine, 'build', ...own, ...on, ...options, '--file', file, '--tag', tag, ROOT];
}

/** How large an image is, for a person. */
export function imageSize(engine: Engine, tag: string): string {
  const asked =
    engine === 'buildah'
      ? ['images', '--noheading', '--format', '{{.Size}}', tag]
      : ['image', 'inspect', '--format', '{{.Size}}', tag];
  const said = spawnSync(engine, asked, { encoding: 'utf8' }).stdout.trim();
  return /^\d+$/.test(said) ? `${(Number(said) / 1e6).toFixed(0)} MB` : said;
}
