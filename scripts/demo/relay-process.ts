import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { ROOT } from '../setup/places.mjs';
import { Problem } from '../setup/problem.mjs';
import { endWithUs } from '../setup/processes.mjs';

const RELAY = join(ROOT, 'dist/relay/ringside-relay.js');
const READY_WITHIN_MS = 15_000;

/** Where a relay lives, and what it knows. */
export interface RelaySettings {
  readonly port: number;
  readonly data: string;
  readonly secret: string;
}

export interface RelayProcess {
  readonly child: ChildProcess;
  /** Its address, once it listens. */
  readonly url: string;
}

/**
 * Starts the built relay as an admin would, and waits until it listens.
 * @throws {Problem} stopped, when it ends or says nothing
 */
export async function startRelay(settings: RelaySettings): Promise<RelayProcess> {
  const child = spawn(process.execPath, [RELAY, 'serve'], {
    env: relayEnv(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  endWithUs(child);
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-8_192);
  });
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Problem('stopped', `the relay ${why}\n${log}`.trim()));
    const late = setTimeout(() => fail('did not say that it listens'), READY_WITHIN_MS);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code) => fail(`ended with code ${code}`));
    createInterface(child.stdout).once('line', (line) => {
      clearTimeout(late);
      const ready = v.safeParse(v.object({ listening: v.string() }), JSON.parse(line));
      if (ready.success) resolve(ready.output.listening);
      else fail(`said something else than that it listens: ${line}`);
    });
  });
  return { child, url };
}

/** Runs one of the relay's commands with `--json` and reads what it says. */
export async function askRelay<const S extends v.GenericSchema>(
  settings: RelaySettings,
  args: readonly string[],
  answer: S,
): Promise<v.InferOutput<S>> {
  const { stdout } = await promisify(execFile)(process.execPath, [RELAY, ...args, '--json'], {
    env: relayEnv(settings),
  });
  return v.parse(answer, JSON.parse(stdout));
}

function relayEnv({ port, data, secret }: RelaySettings): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !/^(RINGSIDE|ALLO)_/.test(name));
  return {
    ...Object.fromEntries(others),
    RINGSIDE_PORT: String(port),
    RINGSIDE_DATA: data,
    ALLO_WEBHOOK_SECRETS: secret,
  };
}
