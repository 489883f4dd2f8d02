import { join } from 'node:path';
import { check } from './check.ts';
import { displayForTests } from './setup/display.ts';
import type { Electron } from './setup/electron.ts';
import { NODE_MODULES, ROOT } from './setup/places.mjs';
import { Problem, say } from './setup/problem.mjs';
import { passThrough } from './setup/processes.mjs';

interface Step {
  readonly name: string;
  /** A real window needs one. */
  readonly onDisplay: boolean;
  /** @param files parts of the names of the test files that are wanted; none: all of them */
  run(files: readonly string[]): Promise<number>;
}

const STEPS: readonly Step[] = [
  { name: 'check', onDisplay: false, run: async () => await check() },
  vitestStep('unit', false),
  vitestStep('relay', false),
  vitestStep('faults', false),
  {
    name: 'e2e',
    onDisplay: true,
    run: async (files) => await onNode('@playwright/test/cli.js', ['test', ...files]),
  },
  vitestStep('dist', true),
];

/**
 * Runs every test, or what is named, and sums up. A failed step does not keep the others from running. Resolves with the
 * exit code.
 * @param named steps (`e2e`), or test files of theirs by a part of their names (`e2e:desk`)
 */
export async function runTests(electron: Electron, named: readonly string[]): Promise<number> {
  const wanted = named.map((each) => {
    const [name = '', file] = each.split(':');
    return { name, files: file === undefined ? [] : [file] };
  });
  const unknown = wanted.map(({ name }) => name).filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    const known = STEPS.map((step) => step.name).join(', ');
    throw new Problem('usage', `no tests called ${unknown.join(', ')}; there are: ${known}`);
  }
  const steps = STEPS.filter(({ name }) => wanted.length === 0 || wanted.some((each) => each.name === name));
  const results: { name: string; code: number; seconds: number }[] = [];
  const display = steps.some(({ onDisplay }) => onDisplay) ? await displayForTests() : null;
  Object.assign(process.env, display?.env);
  try {
    for (const { name, run } of steps) {
      say(`── ${name}`);
      const started = Date.now();
      const files = wanted.filter((each) => each.name === name).flatMap((each) => each.files);
      results.push({ name, code: await run(files), seconds: (Date.now() - started) / 1000 });
    }
  } finally {
    await display?.stop();
  }
  say(`── with Node ${process.versions.node} and Electron ${electron.version}`);
  for (const { name, code, seconds } of results) {
    say(`${code === 0 ? '✓' : '✗'} ${name.padEnd(8)} ${seconds.toFixed(1)} s`);
  }
  return results.every(({ code }) => code === 0) ? 0 : 1;
}

/** The fault tests at full length. Resolves with the exit code. */
export async function runFaults(): Promise<number> {
  process.env['RINGSIDE_FAULTS'] = 'full';
  return await vitestStep('faults', false).run([]);
}

function vitestStep(project: string, onDisplay: boolean): Step {
  return {
    name: project,
    onDisplay,
    run: async (files) => await onNode('vitest/vitest.mjs', ['run', '--project', project, ...files]),
  };
}

async function onNode(file: string, args: readonly string[]): Promise<number> {
  return await passThrough(process.execPath, [join(NODE_MODULES, file), ...args], { cwd: ROOT });
}
