import { join } from 'node:path';
import { buildIfStale } from './setup/build.ts';
import { hasDisplay } from './setup/display.ts';
import { overrideFor } from './setup/electron-command.ts';
import { provisionElectron, type Electron } from './setup/electron.ts';
import { installLibraries, type Purpose } from './setup/libraries.ts';
import { ROOT } from './setup/places.mjs';
import { Problem } from './setup/problem.mjs';
import { passThrough } from './setup/processes.mjs';

/** One `npm run …`: what it needs set up, then what it does. Resolves with the exit code. */
type Command =
  | { readonly needs: 'packages' | 'build'; run(args: readonly string[]): Promise<number> }
  | {
      readonly needs: 'electron' | 'electron and build';
      /** What else Linux must provide, next to Electron's libraries and a display. */
      readonly also?: Purpose;
      /** False: Electron is packed and not started, so it needs no libraries and no display. */
      readonly starts?: false;
      run(args: readonly string[], electron: Electron): Promise<number>;
    };

const COMMANDS: Readonly<Record<string, Command>> = {
  start: {
    needs: 'electron and build',
    run: async (_, electron) => await (await import('./demo.ts')).playDemo(electron),
  },
  app: {
    needs: 'electron and build',
    run: async (args, electron) => await (await import('./app.ts')).runApp(electron, args),
  },
  relay: {
    needs: 'build',
    run: async (args) => await onNode('dist/relay/ringside-relay.js', args),
  },
  simulate: {
    needs: 'packages',
    run: async (args) => await (await import('./simulate.ts')).simulate(args),
  },
  dev: {
    needs: 'electron',
    run: async (_, electron) => await (await import('./dev.ts')).develop(electron),
  },
  build: { needs: 'build', run: async () => 0 },
  check: {
    needs: 'packages',
    run: async () => await (await import('./check.ts')).check(),
  },
  test: {
    needs: 'electron and build',
    also: 'tests',
    run: async (args, electron) => await (await import('./test.ts')).runTests(electron, args),
  },
  'test:faults': {
    needs: 'packages',
    run: async () => await (await import('./test.ts')).runFaults(),
  },
  docs: {
    needs: 'packages',
    run: async () => await (await import('./docs.ts')).writeDocs(),
  },
  screens: {
    needs: 'electron and build',
    also: 'tests',
    run: async () => await (await import('./screens.ts')).photograph(),
  },
  dist: {
    needs: 'electron and build',
    starts: false,
    run: async (args, electron) => await (await import('./dist.ts')).packageApp(electron, args),
  },
  image: {
    needs: 'packages',
    run: async (args) => await (await import('./image.ts')).makeImage(args),
  },
  'release:sbom': {
    needs: 'build',
    run: async (args) => await (await import('./release/sbom.ts')).writeSboms(args),
  },
  'release:apt': {
    needs: 'packages',
    run: async (args) => await (await import('./release/apt.ts')).publishApt(args),
  },
  'release:key': {
    needs: 'packages',
    run: async (args) => await (await import('./release/keys.ts')).makeKey(args),
  },
  'release:feed': {
    needs: 'packages',
    run: async (args) => await (await import('./release/feed.ts')).releaseFeed(args),
  },
  bench: {
    needs: 'electron and build',
    also: 'tests',
    run: async (args) => await onNode('scripts/bench.ts', args),
  },
};

/**
 * Sets up what a command needs, runs it, and ends this process with its exit code. Quiet where there is nothing to do.
 * @throws {Problem} when it cannot be set up
 */
export async function launch([name = '', ...args]: readonly string[]): Promise<void> {
  const command = COMMANDS[name];
  if (command === undefined) {
    throw new Problem('usage', `no command "${name}"; there are: ${Object.keys(COMMANDS).join(', ')}`);
  }
  process.exit(await run(command, args));
}

async function run(command: Command, args: readonly string[]): Promise<number> {
  switch (command.needs) {
    case 'packages':
      return await command.run(args);
    case 'build':
      await buildIfStale();
      return await command.run(args);
    case 'electron':
    case 'electron and build': {
      if (command.starts !== false) installLibraries(purposes(command.also));
      const electron = await provisionElectron();
      Object.assign(process.env, overrideFor(electron));
      if (command.needs === 'electron and build') await buildIfStale();
      return await command.run(args, electron);
    }
  }
}

function purposes(also: Purpose | undefined): readonly Purpose[] {
  const ownDisplay = !hasDisplay() || also === 'tests';
  // What the tests install and start is packaged first.
  const packages = also === 'tests' ? (['packages'] as const) : [];
  return [
    'electron',
    ...(ownDisplay ? ['display' as const] : []),
    ...(also === undefined ? [] : [also]),
    ...packages,
  ];
}

async function onNode(file: string, args: readonly string[]): Promise<number> {
  return await passThrough(process.execPath, [join(ROOT, file), ...args]);
}
