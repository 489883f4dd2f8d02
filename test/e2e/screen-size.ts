import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

async function xrandr(...args: string[]): Promise<string> {
  return (await run('xrandr', args)).stdout;
}

/** Makes the screen 1024 × 768, as when a display is unplugged or its resolution changed. @returns undoes it */
export async function shrinkScreen(): Promise<() => Promise<void>> {
  const before = await xrandr();
  const output = /^(\S+) connected/m.exec(before)?.[1];
  const mode = /^\s+(\S+)\s.*\*/m.exec(before)?.[1];
  if (output === undefined || mode === undefined) throw new Error(`no output in use: ${before}`);
  // The timings mean nothing on a virtual display. A mode that an earlier test left behind serves as well.
  const timings = '63.5 1024 1072 1176 1328 768 771 775 798'.split(' ');
  await xrandr('--newmode', 'ringside-small', ...timings).catch(() => '');
  await xrandr('--addmode', output, 'ringside-small');
  await xrandr('--output', output, '--mode', 'ringside-small');
  return async () => void (await xrandr('--output', output, '--mode', mode));
}
