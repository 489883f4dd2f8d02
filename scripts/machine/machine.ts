import { execFile, spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { keptDebian } from './debian.ts';

const run = promisify(execFile);
const READY_WITHIN_MS = 60_000;

/** The ordinary user that the program is installed for. */
export const AGENT = { name: 'nora', uid: 4321, home: '/home/nora' } as const;

/**
 * Who does something: root or the agent, with the programs of the Debian; root (`host`) or the agent (`desktop`) with those of
 * the host, which are none of the Debian's.
 */
export type Who = 'root' | 'agent' | 'host' | 'desktop';

export type Env = Readonly<Record<string, string>>;

/** A Debian with processes, mounts and files of its own. It shares nothing with the host but the network. */
export interface Machine {
  /** A path inside, as it is seen from outside. */
  path(inside: string): string;
  /** Runs a program to its end. Resolves with what it printed. @throws when it fails, with what it said */
  run(who: Who, file: string, args?: readonly string[], env?: Env): Promise<string>;
  /** Starts a program that goes on. It ends with the machine at the latest. */
  start(who: Who, file: string, args?: readonly string[], env?: Env): ChildProcess;
  /** Ends every process in it, and leaves nothing of it. */
  stop(): Promise<void>;
}

/** Makes one with `AGENT` as its only user. */
export async function startMachine(): Promise<Machine> {
  const script = join(import.meta.dirname, 'machine.sh');
  const outer = spawn('sh', [script, await keptDebian(), AGENT.name, String(AGENT.uid)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(outer, 'exit');
  const inside = await readyLine(outer);
  const first = onlyChildOf(outer.pid ?? 0);

  function command(who: Who, file: string, args: readonly string[]): [string, string[]] {
    const agent = ['setpriv', `--reuid=${AGENT.uid}`, `--regid=${AGENT.uid}`, '--init-groups'];
    const into = ['nsenter', `--target=${inside}`, '--mount'];
    const as = { root: into, agent: [...into, ...agent], host: [], desktop: agent }[who];
    return ['nsenter', [`--target=${first}`, '--mount', '--pid', ...as, file, ...args]];
  }

  return {
    path: (path) => join(`/proc/${first}/root/mnt`, path),
    run: async (who, file, args = [], env = {}) => {
      const options = { env: environment(who, env), maxBuffer: 32 * 1024 * 1024 };
      return (await run(...command(who, file, args), options)).stdout;
    },
    start: (who, file, args = [], env = {}) =>
      spawn(...command(who, file, args), { env: environment(who, env), stdio: 'pipe' }),
    stop: async () => {
      outer.stdin.end();
      await gone;
    },
  };
}

function environment(who: Who, env: Env): NodeJS.ProcessEnv {
  const own = {
    root: { HOME: '/root', USER: 'root', DEBIAN_FRONTEND: 'noninteractive' },
    host: { HOME: '/root', USER: 'root' },
    agent: { HOME: AGENT.home, USER: AGENT.name },
    // What belongs to the desktop itself is kept out of the agent's home, where we look at what the app leaves.
    desktop: { HOME: '/tmp', USER: AGENT.name },
  }[who];
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    ...own,
    ...env,
  };
}

/** The number of a process inside, which the machine prints when all is there. */
async function readyLine(outer: ChildProcessByStdio<Writable, Readable, null>): Promise<number> {
  return await new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the machine is not ready')), READY_WITHIN_MS);
    createInterface(outer.stdout).once('line', (line) => {
      clearTimeout(late);
      resolve(Number(/^ready (\d+)$/.exec(line)?.[1]));
    });
    outer.once('exit', (code) => reject(new Error(`the machine ended with code ${code}`)));
  });
}

function onlyChildOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  if (children.length !== 1) throw new Error(`expected one child of ${pid}, there are ${children.join(' ')}`);
  return Number(children[0]);
}
