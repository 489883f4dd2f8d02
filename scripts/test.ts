import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './check.ts';
import { whyNoDebian } from './machine/debian.ts';
import { displayForTests, type Display } from './setup/display.ts';
import type { Electron } from './setup/electron.ts';
import { NODE_MODULES, ROOT } from './setup/places.mjs';
import { Problem, say } from './setup/problem.mjs';
import { passThrough } from './setup/processes.mjs';
import { failedInPlaywright, failedInVitest, type FailedTest } from './test/failed-tests.ts';
import { FAILED_TESTS_FILE } from './test/vitest-reporter.ts';

interface Step {
  readonly name: string;
  /** How many desktops it needs at most: real windows share one badly. */
  readonly desktops: number;
  /** Only when it is asked for. */
  readonly isOptional?: true;
  /** @param files parts of the names of the test files that are wanted; none: all of them */
  run(files: readonly string[], desktops: readonly Display[]): Promise<Outcome>;
}

interface Outcome {
  readonly code: number;
  readonly failed: readonly FailedTest[];
}

/**
 * What shares a desktop runs one after the other, and waits for windows for a quarter of its time or more: half as many
 * desktops again as cores keep these busy.
 */
const HALF_AS_MANY_AGAIN = Math.ceil(availableParallelism() * 1.5);
const DESKTOPS = Math.max(2, Math.min(3, HALF_AS_MANY_AGAIN));

const VITEST_REPORTER = join(ROOT, 'scripts/test/vitest-reporter.ts');

/** Steps that run one after the other. */
type Lane = readonly Step[];

/**
 * Rounds, each of lanes side by side. What keeps both cores busy, or measures, is alone; windows and installations wait for
 * most of their time.
 */
const ROUNDS: readonly (readonly Lane[])[] = [
  [[{ name: 'check', desktops: 0, run: async () => ({ code: await check(), failed: [] }) }]],
  [[vitestStep('unit', 0)]],
  // Its tests wait for sockets and processes for nearly half of their time.
  [[vitestStep('relay', 0, HALF_AS_MANY_AGAIN)]],
  // The same on PostgreSQL, for which what several relays promise is among them already.
  [[{ ...vitestStep('postgres', 0, HALF_AS_MANY_AGAIN), isOptional: true }]],
  [[vitestStep('measured', 0)]],
  [
    [{ name: 'e2e', desktops: DESKTOPS, run: runEndToEnd }],
    [
      vitestStep('dist', 1),
      { name: 'installed', desktops: 0, run: runInstalled },
      vitestStep('release', 0),
      vitestStep('updates', 1),
      vitestStep('faults', 0),
      vitestStep('outages', 0),
    ],
  ],
];
const STEPS = ROUNDS.flat(2);

/** A step that was asked for. */
interface Wanted {
  readonly step: Step;
  readonly files: readonly string[];
}

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
  const results: Result[] = [];
  for (const lanes of ROUNDS) {
    const round = lanes.map((lane) => lane.flatMap((step) => wantedOf(step, wanted)));
    results.push(...(await Promise.all(round.map(runLane))).flat());
  }
  // The last lines are what whoever reads a long log sees first.
  for (const { name, why } of results.flatMap(({ failed }) => failed)) say(`✗ ${name}\n${why}\n`);
  say(`── with Node ${process.versions.node} and Electron ${electron.version}`);
  for (const { name, code, seconds } of results) {
    say(`${code === 0 ? '✓' : '✗'} ${name.padEnd(9)} ${seconds.toFixed(1)} s`);
  }
  return results.every(({ code }) => code === 0) ? 0 : 1;
}

interface Result extends Outcome {
  readonly name: string;
  readonly seconds: number;
}

/** @param named steps and their files as they were asked for; none: all of them */
function wantedOf(step: Step, named: readonly { name: string; files: readonly string[] }[]): Wanted[] {
  const own = named.filter(({ name }) => name === step.name);
  if (own.length === 0 && (named.length > 0 || step.isOptional === true)) return [];
  return [{ step, files: own.flatMap(({ files }) => files) }];
}

async function runLane(lane: readonly Wanted[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const { step, files } of lane) {
    say(`── ${step.name}`);
    const started = Date.now();
    const desktops = files.length > 0 ? Math.min(files.length, step.desktops) : step.desktops;
    const outcome = await onDesktops(desktops, (opened) => step.run(files, opened));
    results.push({ name: step.name, ...outcome, seconds: (Date.now() - started) / 1000 });
  }
  return results;
}

/** The fault tests at full length. Resolves with the exit code. */
export async function runFaults(): Promise<number> {
  process.env['RINGSIDE_FAULTS'] = 'full';
  const codes: number[] = [];
  for (const project of ['measured', 'faults', 'outages'])
    codes.push((await vitestStep(project, 0).run([], [])).code);
  return Math.max(...codes);
}

async function onDesktops(
  count: number,
  run: (desktops: readonly Display[]) => Promise<Outcome>,
): Promise<Outcome> {
  const desktops: Display[] = [];
  try {
    while (desktops.length < count) desktops.push(await displayForTests());
    return await run(desktops);
  } finally {
    await Promise.all(desktops.map((desktop) => desktop.stop()));
  }
}

/** Each desktop takes the next file when it is done with one. */
async function runEndToEnd(files: readonly string[], desktops: readonly Display[]): Promise<Outcome> {
  return await reporting(failedInPlaywright, (report) =>
    onNode('@playwright/test/cli.js', ['test', ...files, '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      RINGSIDE_TEST_DESKTOPS: JSON.stringify(desktops.map(({ env }) => env)),
    }),
  );
}

/** The tests of the installed program, where it can be installed. */
async function runInstalled(files: readonly string[]): Promise<Outcome> {
  const why = await whyNoDebian();
  if (why === null) return await vitestStep('installed', 0).run(files, []);
  say(`the tests of the installed program are left out: ${why}`);
  return { code: 0, failed: [] };
}

/** @param workers files at a time; absent: one for each core */
function vitestStep(project: string, desktops: 0 | 1, workers?: number): Step {
  return {
    name: project,
    desktops,
    run: async (files, [desktop]) =>
      await reporting(failedInVitest, (report) => {
        const reporters = ['--reporter=default', `--reporter=${VITEST_REPORTER}`];
        const width = workers === undefined ? [] : [`--maxWorkers=${workers}`];
        return onNode('vitest/vitest.mjs', ['run', '--project', project, ...width, ...reporters, ...files], {
          ...desktop?.env,
          [FAILED_TESTS_FILE]: report,
        });
      }),
  };
}

/** @param run gets a place for the report that `failedIn` reads when it has failed */
async function reporting(
  failedIn: (report: string) => readonly FailedTest[],
  run: (report: string) => Promise<number>,
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-report-'));
  const report = join(folder, 'report.json');
  try {
    const code = await run(report);
    return { code, failed: code === 0 ? [] : failedIn(report) };
  } catch (error) {
    return { code: 1, failed: [{ name: 'the report of the tests', why: String(error) }] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onNode(file: string, args: readonly string[], own: Display['env'] = {}): Promise<number> {
  const env = { ...process.env, ...own };
  return await passThrough(process.execPath, [join(NODE_MODULES, file), ...args], { cwd: ROOT, env });
}
