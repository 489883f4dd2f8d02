import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CALLERS } from '../../test/fixtures/callers.ts';
import { electronCommand } from '../setup/electron-command.ts';
import type { Electron } from '../setup/electron.ts';
import { say } from '../setup/problem.mjs';
import { endProcess, endWithUs, untilAskedToStop } from '../setup/processes.mjs';
import { atHumanPace, playCall } from '../simulate/scenario.ts';
import type { Stage } from './stage.ts';
import { untilAppListens } from './app-listens.ts';

/** Starts the paired app on this display, plays one call, and keeps everything running until Ctrl-C. */
export async function playForAPerson(stage: Stage, electron: Electron): Promise<number> {
  const stopped = untilAskedToStop();
  const { file, args, env } = electronCommand(electron, [`--user-data-dir=${stage.userData}`], {
    RINGSIDE_RELAY_URL: stage.session.url,
    RINGSIDE_DEVICE_TOKEN: stage.token,
  });
  const app = endWithUs(spawn(file, args, { env, stdio: ['ignore', 'inherit', 'inherit'], detached: true }));
  const ended = once(app, 'exit').then(() => 'ended' as const);
  try {
    const show = untilAppListens(stage.session).then(async () => {
      await playCall(stage.session, CALLERS.ana, atHumanPace);
      say('that was a call. Play more: npm run simulate -- ring (or --help). Ctrl-C ends the demo.');
      return await Promise.race([stopped, ended]);
    });
    const why = await Promise.race([show, stopped, ended]);
    if (why === 'ended') say('the app has ended, and with it the demo');
    return 0;
  } finally {
    await endProcess(app);
  }
}
