import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { buildCommand, findEngine, type Build, imageSize } from './image/engines.ts';
import { AUTHORITIES_INSIDE, standInBase } from './image/stand-in-base.ts';
import { Problem, say } from './setup/problem.mjs';
import { passThrough } from './setup/processes.mjs';

const USAGE =
  'npm run image -- [--tag ringside-relay] [--base IMAGE] [--engine docker|podman|buildah] [--stand-in-base]';

/** Builds the relay's image and says how large it is; resolves with the exit code. @throws {Problem} */
export async function makeImage(args: readonly string[]): Promise<number> {
  const { tag, base, engine: wanted, 'stand-in-base': standIn } = parse(args);
  const engine = findEngine(wanted);
  const [file = '', ...rest] = buildCommand(
    engine,
    standIn ? { tag, ...(await useStandIn(engine)) } : { tag, base },
  );
  say(`building ${tag} (${engine}) …`);
  const code = await passThrough(file, rest);
  if (code !== 0) {
    say(
      'the image was not built; where no registry of images is reached, --stand-in-base is a base for tests',
    );
    return code;
  }
  say(`${tag}: ${imageSize(engine, tag)}`);
  return 0;
}

/** What the engine needs to build on the stand-in. @throws {Problem} no-tool, usage */
async function useStandIn(engine: string): Promise<Pick<Build, 'base' | 'options'>> {
  if (engine !== 'podman')
    throw new Problem('usage', 'a stand-in for the base is for podman: --engine podman');
  const archive = await standInBase();
  say(
    '!! on a STAND-IN for the base image, made here from Debian’s packages: for tests, never for anybody’s relay',
  );
  const base = `localhost/ringside-${basename(archive, '.tar')}`;
  if (spawnSync('podman', ['image', 'exists', base]).status !== 0) {
    spawnSync('podman', ['import', '--quiet', archive, base], { stdio: 'inherit' });
  }
  // Where no registry of images is reached, the engine's own network mostly is not there either.
  const reaching = ['--pull=never', '--network=host', '--isolation=chroot', '--layers=false'];
  return { base, options: [...reaching, ...npmOfThisMachine()] };
}

/** How npm inside reaches what it reaches here: this machine's cache, and its authorities. */
function npmOfThisMachine(): readonly string[] {
  const cache = spawnSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).stdout.trim();
  const authorities = process.env['NODE_EXTRA_CA_CERTS'];
  return [
    `--volume=${cache}:/root/.npm`,
    ...(authorities === undefined ? [] : [`--volume=${authorities}:${AUTHORITIES_INSIDE}:ro`]),
  ];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        tag: { type: 'string', default: 'ringside-relay' },
        base: { type: 'string' },
        engine: { type: 'string' },
        'stand-in-base': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Problem('usage', `${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}
