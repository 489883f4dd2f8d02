import { expect, test } from 'vitest';
import { relaunchLater } from '../../../src-main/starts/relaunch.ts';

const started = (env: Record<string, string | undefined>, executable: string) => {
  let asked: { execPath?: string } = {};
  const app = {
    relaunch(options?: object) {
      asked = options ?? {};
    },
  };
  relaunchLater(app, {
    argv: ['ringside', '--a'],
    env,
    given: { relay: undefined, token: undefined },
    executable,
  });
  return asked.execPath ?? null;
};

test.runIf(process.platform === 'linux')(
  'an AppImage starts its own file again, and nothing else another one',
  () => {
    const env = { APPIMAGE: '/home/nora/Terminal.AppImage', APPDIR: '/tmp/.mount_TermXyz' };
    expect(started(env, '/tmp/.mount_TermXyz/ringside')).toBe('/home/nora/Terminal.AppImage');
    // Installed by a package, and started from a terminal that is an AppImage.
    expect(started(env, '/opt/Ringside/ringside')).toBeNull();
    expect(started({}, '/opt/Ringside/ringside')).toBeNull();
  },
);
