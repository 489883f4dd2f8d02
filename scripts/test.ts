import { join } from 'node:path';
import { check } from './check.ts';
import { displayToUse } from './setup/display.ts';
import type { Electron } from './setup/electron.ts';
import { NODE_MODULES, ROOT } from './setup/places.mjs';
import { Problem, say } from './setup/problem.mjs';
import { passThrough } from './setup/processes.mjs';

interface Step {
  readonly name: string;
  /** A real window needs one. */
  readonly onDisplay: boolean;
  run(): Promise<number>;
}

const STEPS: readonly Step[] = [
  { name: 'check', onDisplay: false, run: check },
  vitestStep('unit', false),
  vitestStep('relay', false),
  vitestStep('faults', false),
  {
    name: 'e2e',
    onDisplay: true,
    run: async () => await onNode('@playwright/test/cli.js', ['test']),
  },
  vitestStep('dist', true),
];

/**
 * Runs every test, or the steps that are named, and sums up. A failed step does not keep the others from running.
 * Resolves with the exit code.
 */
export async function runTests(electron: Electron, names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    const known = STEPS.map((step) => step.name).join(', ');
    throw new Problem('usage', `no tests called ${unknown.join(', ')}; there are: ${known}`);
  }
  const steps = STEPS.filter(({ name }) => names.length === 0 || names.includes(name));
  const results: { name: string; code: number; seconds: number }[] = [];
  const display = steps.some(({ onDisplay }) => onDisplay) ? await displayToUse() : null;
  Object.assign(process.env, display?.env);
  try {
    for (const { name, run } of steps) {
      say(`── ${name}`);
      const started = Date.now();
      results.push({ name, code: await run(), seconds: (Date.now() - started) / 1000 });
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
  return await vitestStep('faults', false).run();
}

function vitestStep(project: string, onDisplay: boolean): Step {
  return {
    name: project,
    onDisplay,
    run: async () => await onNode('vitest/vitest.mjs', ['run', '--project', project]),
  };
}

async function onNode(file: string, args: readonly string[]): Promise<number> {
  return await passThrough(process.execPath, [join(NODE_MODULES, file), ...args], { cwd: ROOT });
}
