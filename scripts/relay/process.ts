import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { ROOT } from '../setup/places.mjs';
import { Problem } from '../setup/problem.mjs';
import { endWithUs } from '../setup/processes.mjs';

/** The relay's command line, as it is built. */
export const RELAY = join(ROOT, 'dist/relay/ringside-relay.js');
const READY_WITHIN_MS = 30_000;
const readySchema = v.pipe(v.string(), v.parseJson(), v.object({ listening: v.string() }));

/** Where a relay lives, and what it knows. */
export interface RelaySettings {
  readonly folder: string;
  readonly secret: string;
  /** Absent or 0: a free one. */
  readonly port?: number;
  /** Further settings. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface SpawnOptions extends RelaySettings {
  /** Another file than the built relay's. */
  readonly entry?: string;
  /** A command of the system that runs it, like `prlimit` with its options. */
  readonly under?: readonly string[];
  /** Out of reach of the terminal's Ctrl-C. */
  readonly detached?: boolean;
}

export interface RelayProcess {
  /** Empty when it ended before it listened. */
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
  /** The exit code; null after a signal. */
  readonly exited: Promise<number | null>;
  stdout(): string;
  stderr(): string;
  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<number | null>;
}

/**
 * Starts the relay as a process of its own, which ends with ours; resolves when it listens or has ended.
 * @throws {Problem} stopped, when it says nothing, or something else than that it listens
 */
export async function spawnRelay(options: SpawnOptions): Promise<RelayProcess> {
  const [command = '', ...args] = [
    ...(options.under ?? []),
    process.execPath,
    options.entry ?? RELAY,
    'serve',
  ];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(options),
    detached: options.detached ?? false,
  });
  endWithUs(child);
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const listening = new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => {
      // Nobody has been given a way to end it yet.
      child.kill('SIGKILL');
      reject(new Problem('stopped', `the relay ${why}\n${stderr}`.trim()));
    };
    const late = setTimeout(() => fail('did not say that it listens'), READY_WITHIN_MS);
    createInterface(child.stdout)
      .on('line', (line) => {
        stdout += `${line}\n`;
        clearTimeout(late);
        const ready = v.safeParse(readySchema, line);
        if (ready.success) resolve(ready.output.listening);
        else fail(`said something else than that it listens: ${line}`);
      })
      .once('close', () => clearTimeout(late));
  });
  return {
    url: await Promise.race([listening, exited.then(() => '')]),
    pid: child.pid ?? 0,
    child,
    exited,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}

/**
 * Starts the relay as an admin would.
 * @throws {Problem} stopped, when it does not come to listen
 */
export async function startRelay(settings: RelaySettings): Promise<RelayProcess> {
  const relay = await spawnRelay({ ...settings, detached: true });
  if (relay.url !== '') return relay;
  throw new Problem('stopped', `the relay ended with code ${await relay.exited}\n${relay.stderr()}`.trim());
}

/** Runs one of the relay's commands with `--json` and reads what it says. */
export async function askRelay<const S extends v.GenericSchema>(
  settings: RelaySettings,
  args: readonly string[],
  answer: S,
): Promise<v.InferOutput<S>> {
  const { stdout } = await promisify(execFile)(process.execPath, [RELAY, ...args, '--json'], {
    env: environment(settings),
  });
  return v.parse(answer, JSON.parse(stdout));
}

function environment({ folder, secret, port = 0, env }: RelaySettings): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    RINGSIDE_DATA: folder,
    RINGSIDE_PORT: String(port),
    ALLO_WEBHOOK_SECRETS: secret,
    ...env,
  };
}
