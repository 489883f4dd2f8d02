import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createBuilder } from 'vite';
import { setStage, type Stage } from './demo/stage.ts';
import { coalesced } from './dev/restarting.ts';
import { watchEnvironment, type Watch } from './dev/watching.ts';
import { forgetBuild } from './setup/build.ts';
import { displayToUse } from './setup/display.ts';
import { electronCommand } from './setup/electron-command.ts';
import type { Electron } from './setup/electron.ts';
import { ROOT } from './setup/places.mjs';
import { say } from './setup/problem.mjs';
import { endProcess, endWithUs, untilAskedToStop } from './setup/processes.mjs';

/**
 * Builds on every change, with the same files, scheme and policies as in production: the app reloads its windows
 * when the renderer changed, and app or relay start again when theirs did. Runs until Ctrl-C.
 */
export async function develop(electron: Electron): Promise<number> {
  const stopped = untilAskedToStop();
  const display = await displayToUse();
  const closing: (() => Promise<void>)[] = [display.stop];
  try {
    let stage: Stage | null = null;
    let app: ChildProcess | null = null;
    const restartApp = coalesced(async () => {
      if (stage === null) return;
      if (app !== null) await endProcess(app);
      app = startApp(electron, stage, display.env);
    });
    const restartRelay = coalesced(async () => await stage?.restartRelay());
    for (const watch of await watchAll(restartApp, restartRelay)) closing.unshift(watch.close);

    stage = await setStage();
    closing.unshift(stage.strike);
    app = startApp(electron, stage, display.env);
    closing.unshift(async () => {
      if (app !== null) await endProcess(app);
    });
    say('watching for changes. Ring it: npm run simulate -- ring. Ctrl-C ends everything.');
    await stopped;
    return 0;
  } finally {
    for (const close of closing) await close();
  }
}

/** Resolves when everything was built once. */
async function watchAll(restartApp: () => void, restartRelay: () => void): Promise<readonly Watch[]> {
  forgetBuild();
  const builder = await createBuilder({
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    // Emptied folders would leave a running app without its pages while the new ones are made.
    build: { watch: {}, sourcemap: true, emptyOutDir: false },
  });
  // The app watches dist/renderer itself and reloads its windows.
  const after: Readonly<Record<string, () => void>> = {
    main: restartApp,
    preload: restartApp,
    relay: restartRelay,
  };
  const watches: Watch[] = [];
  for (const environment of Object.values(builder.environments)) {
    if (!(environment.name in builder.config.environments)) continue;
    watches.push(await watchEnvironment(builder, environment, after[environment.name] ?? (() => undefined)));
  }
  await Promise.all(watches.map(({ first }) => first));
  return watches;
}

function startApp(electron: Electron, stage: Stage, displayEnv: Readonly<Record<string, string>>) {
  const { file, args, env } = electronCommand(electron, [`--user-data-dir=${stage.userData}`], {
    ...displayEnv,
    RINGSIDE_DEV: '1',
    RINGSIDE_RELAY_URL: stage.session.url,
    RINGSIDE_DEVICE_TOKEN: stage.token,
  });
  return endWithUs(spawn(file, args, { env, stdio: ['ignore', 'inherit', 'inherit'], detached: true }));
}
