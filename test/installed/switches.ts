import { cp, mkdir, writeFile } from 'node:fs/promises';
import fuses from '@electron/fuses';
import { until } from '../fixtures/until.ts';
import { AGENT, type Env, type Machine } from '../../scripts/machine/machine.ts';
import { listenersOf, processesOf } from '../../scripts/machine/processes.ts';

const PLACE = '/tmp/probe';
/** The installed program with its fuses as Electron ships them, under a name that Electron takes for itself in development. */
const OPENED = '/opt/opened/electron';

/** A way to make an Electron do what it is told from outside. */
export interface Probe {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Env;
  /** Sent to main when it runs. */
  readonly signal?: 'USR1';
  /** What shows that it did: a file that is written, or a port that is open. */
  readonly sign: 'file' | 'port';
}

const writes = (name: string): string => `require('node:fs').writeFileSync('${PLACE}/${name}', '')`;

export const PROBES: readonly Probe[] = [
  {
    name: 'ELECTRON_RUN_AS_NODE',
    args: [`${PLACE}/ELECTRON_RUN_AS_NODE.cjs`],
    env: { ELECTRON_RUN_AS_NODE: '1' },
    sign: 'file',
  },
  {
    name: 'NODE_OPTIONS',
    args: [],
    env: { NODE_OPTIONS: `--require=${PLACE}/NODE_OPTIONS.cjs` },
    sign: 'file',
  },
  { name: '--inspect', args: ['--inspect=127.0.0.1:0'], env: {}, sign: 'port' },
  { name: '--inspect-brk', args: ['--inspect-brk=127.0.0.1:0'], env: {}, sign: 'port' },
  { name: 'SIGUSR1', args: ['--inspect-port=127.0.0.1:0'], env: {}, signal: 'USR1', sign: 'port' },
];

/** Lays out what the probes need, next to the program with open fuses. */
export async function prepareProbes(machine: Machine, installed: string): Promise<void> {
  await mkdir(machine.path(PLACE));
  for (const { name } of PROBES) await writeFile(machine.path(`${PLACE}/${name}.cjs`), writes(name));
  await machine.run('root', 'chown', ['-R', AGENT.name, PLACE]);
  const opened = machine.path(OPENED);
  await machine.run('root', 'cp', ['-al', installed, '/opt/opened']);
  await cp(machine.path(`${installed}/ringside`), opened);
  await fuses.flipFuses(opened, {
    version: fuses.FuseVersion.V1,
    [fuses.FuseV1Options.RunAsNode]: true,
    [fuses.FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [fuses.FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/**
 * Starts a program, installed or `OPENED`, with these probes until its tray is ready or one of them has worked, and ends it.
 * @returns the names of those that worked
 */
export async function probe(
  machine: Machine,
  program: string,
  probes: readonly Probe[],
  env: Env,
): Promise<readonly string[]> {
  const profile = `/tmp/profile-${probes.length}-${probes[0]?.name ?? ''}`;
  const args = probes.flatMap((each) => each.args);
  const all = Object.assign({}, ...probes.map((each) => each.env)) as Env;
  machine.start('agent', program, [...args, `--user-data-dir=${profile}`], { ...env, ...all });
  const found = async (): Promise<readonly string[]> => {
    const [files, ports] = await Promise.all([written(machine), listenersOf(machine)]);
    return probes
      .filter(({ name, sign }) => (sign === 'file' ? files.includes(name) : ports.length > 0))
      .map(({ name }) => name);
  };
  try {
    await until(
      `${program} to start with ${probes.map(({ name }) => name).join(', ')}`,
      async () => (await found()).length > 0 || (await trayIsReady(machine, profile)),
      30_000,
    );
    const signal = probes.find((each) => each.signal !== undefined)?.signal;
    if (signal === undefined) return await found();
    const main = (await processesOf(machine)).filter(({ type }) => type === 'browser');
    await machine.run('root', 'kill', [`-${signal}`, ...main.map(({ pid }) => String(pid))]);
    // Node opens the port in a thread of its own. One that has no ear for the signal is ended by it.
    await until(
      'the signal to arrive',
      async () => (await found()).length > 0 || (await processesOf(machine)).length === 0,
      10_000,
    );
    return await found();
  } finally {
    await endAll(machine);
    await machine.run('root', 'sh', [
      '-c',
      `rm -rf ${profile}; find ${PLACE} -type f ! -name '*.cjs' -delete`,
    ]);
  }
}

/** Whether each probe would have been seen, had the fuses been open. */
export async function probeOpened(machine: Machine, one: Probe, env: Env): Promise<readonly string[]> {
  return await probe(machine, OPENED, [one], env);
}

async function written(machine: Machine): Promise<readonly string[]> {
  return (await machine.run('root', 'ls', [PLACE])).split('\n').filter((name) => !name.endsWith('.cjs'));
}

async function trayIsReady(machine: Machine, profile: string): Promise<boolean> {
  const said = await machine.run('root', 'sh', [
    '-c',
    `cat ${profile}/logs/ringside.log 2>/dev/null || true`,
  ]);
  return said.includes('tray ready');
}

/** Ends every process of the app at once. */
export async function endAll(machine: Machine): Promise<void> {
  await until('the program to end', async () => {
    const pids = (await processesOf(machine)).map(({ pid }) => String(pid));
    if (pids.length > 0)
      await machine.run('root', 'sh', ['-c', `kill -9 ${pids.join(' ')} 2>/dev/null || true`]);
    return pids.length === 0;
  });
}
