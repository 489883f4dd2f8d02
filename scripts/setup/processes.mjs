import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

/** @type {NodeJS.Signals[]} */
const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGINT'];

/**
 * Runs a program in our place: our terminal, our signals, and its exit code as the result (128 + n after a signal).
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<number>}
 */
export function passThrough(file, args, options = {}) {
  const child = spawn(file, args, { ...options, stdio: 'inherit' });
  const stops = FORWARDED.map((signal) => {
    const forward = () => {
      // A terminal sends Ctrl-C to every process in the group itself: a second copy would look like impatience.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, forward);
    return () => process.off(signal, forward);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const stop of stops) stop();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * Ends a process that we started: SIGTERM, and SIGKILL when it takes longer than `ms`. Resolves when it has gone.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function endProcess(child, ms = 5_000) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), ms);
  await gone;
  clearTimeout(kill);
}

/**
 * Makes sure that a process we started ends when we do, whichever way that comes about (but for SIGKILL).
 * @template {import('node:child_process').ChildProcess} C
 * @param {C} child
 * @returns {C}
 */
export function endWithUs(child) {
  const end = () => void child.kill('SIGTERM');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}

/**
 * Resolves when somebody asks us to stop: Ctrl-C, or a polite kill. The signal then no longer ends us by itself.
 * @returns {Promise<'stopped'>}
 */
export function untilAskedToStop() {
  return new Promise((resolve) => {
    for (const signal of FORWARDED) process.on(signal, () => resolve('stopped'));
  });
}

const LOOK_EVERY_MS = 1_000;

/**
 * Makes us stop, in order, when nobody is left to stop us: npm was killed, or the terminal that we write to has gone.
 */
export function stopWhenAbandoned(env = process.env) {
  const stop = () => process.kill(process.pid, 'SIGTERM');
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if ('code' in error && error.code === 'EPIPE') stop();
    });
  }
  if (env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    stop();
  }, LOOK_EVERY_MS);
  look.unref();
}
