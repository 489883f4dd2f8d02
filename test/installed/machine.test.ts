import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { whyNoDebian } from '../../scripts/machine/debian.ts';
import { firstLine } from '../../scripts/machine/first-line.ts';
import { until } from '../fixtures/until.ts';

const MACHINE = join(import.meta.dirname, '../../scripts/machine/machine.ts');
const HOLDS_ONE = `
  const { startMachine } = await import(${JSON.stringify(MACHINE)});
  const machine = await startMachine();
  machine.start('agent', 'sleep', ['1000']);
  console.log(machine.path('/'));
`;

test.skipIf((await whyNoDebian()) !== null)(
  'of a test that is killed no process, mount or file is left',
  async () => {
    const before = machineMounts();
    const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDS_ONE], { stdio: 'pipe' });
    const inside = await firstLine('a machine', holder);
    expect(existsSync(join(inside, 'home/nora'))).toBe(true);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await until('the machine to go', () => !existsSync(inside));
    expect(machineMounts()).toEqual(before);
  },
);

/** Where a machine mounts; elsewhere others may mount what they want meanwhile. */
function machineMounts(): readonly string[] {
  const lines = readFileSync('/proc/mounts', 'utf8').split('\n');
  return lines.filter((line) => /^\/(mnt(\/|$)|etc\/|tmp(\/\.X11-unix)?$)/.test(line.split(' ')[1] ?? ''));
}
