import { playForAPerson } from './demo/for-a-person.ts';
import { playForTheCamera } from './demo/for-the-camera.ts';
import { setStage } from './demo/stage.ts';
import { hasDisplay } from './setup/display.ts';
import type { Electron } from './setup/electron.ts';
import { untilAskedToStop } from './setup/processes.mjs';

/**
 * The main job, end to end: a relay, the app paired with it, and a call. Where there is a display it runs until
 * Ctrl-C; where there is none it leaves pictures. Resolves with the exit code; nothing it started is left behind.
 */
export async function playDemo(electron: Electron): Promise<number> {
  const stopped = untilAskedToStop().then(() => 130);
  const stage = await setStage();
  try {
    const play = hasDisplay() ? playForAPerson(stage, electron) : playForTheCamera(stage);
    return await Promise.race([play, stopped]);
  } finally {
    await stage.strike();
  }
}
