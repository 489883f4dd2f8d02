import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { installLibraries, toolPath } from '../../scripts/setup/libraries.ts';
import { ROOT } from '../../scripts/setup/places.mjs';
import { portToKeep } from '../fixtures/port.ts';
import { until } from '../fixtures/until.ts';

/** What these tests need and this machine lacks, in words; null when all is there. Root gets it from apt. */
export function whatImageTestsLack(): string | null {
  const isDebian =
    existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  if (!isDebian || process.getuid?.() !== 0 || toolPath('apt-get') === null) {
    return 'the image is not tested here: that needs root on Debian, for the stand-in of its base';
  }
  installLibraries(['image']);
  return null;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs podman; a failure is its exit code. */
export async function podman(...args: readonly string[]): Promise<Ran> {
  // crun refuses where cgroups are laid out as in many a container, and there is mostly no systemd.
  const global = ['--runtime', 'runc', '--cgroup-manager', 'cgroupfs'];
  return await promisify(execFile)('podman', [...global, ...args], { maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ran) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  );
}

/** The relay of deploy/compose.yml, as far as it says how the image is run. */
interface Service {
  readonly read_only: boolean;
  readonly tmpfs: readonly string[];
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly stop_grace_period: string;
  readonly volumes: readonly string[];
}

export async function composeService(): Promise<Service> {
  const text = await readFile(join(ROOT, 'deploy/compose.yml'), 'utf8');
  return (parse(text) as { services: { relay: Service } }).services.relay;
}

export interface RunningImage {
  readonly url: string;
  readonly name: string;
  /** Runs a program in the container. */
  exec(...command: readonly string[]): Promise<Ran>;
  /** What the system says of the relay's process: /proc/PID/status. */
  status(): Promise<string>;
  /** Stops it as compose would; resolves with its exit code. */
  stop(): Promise<number>;
}

/** Runs the image as compose.yml does, but on the network of this machine. Resolves when it listens. */
export async function runImage(
  image: string,
  { name, volume, env = {} }: { name: string; volume: string; env?: Readonly<Record<string, string>> },
): Promise<RunningImage> {
  const service = await composeService();
  const port = await portToKeep();
  const settings = { ...env, RINGSIDE_HOST: '127.0.0.1', RINGSIDE_PORT: String(port) };
  const started = await podman(
    'run',
    '--detach',
    `--name=${name}`,
    '--network=host',
    '--no-healthcheck',
    // Where the tests run in a container themselves, more would be refused.
    '--ulimit=nofile=4096:4096',
    '--ulimit=nproc=4096:4096',
    ...(service.read_only ? ['--read-only'] : []),
    ...service.tmpfs.flatMap((path) => ['--tmpfs', path]),
    ...service.cap_drop.flatMap((capability) => ['--cap-drop', capability]),
    ...service.security_opt.flatMap((option) => ['--security-opt', option]),
    ...service.volumes.flatMap((mount) => ['--volume', mount.replace(/^[^:]+/, volume)]),
    ...Object.entries(settings).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    image,
  );
  if (started.code !== 0) throw new Error(started.stderr);
  const url = `http://127.0.0.1:${port}`;
  await until(
    'the relay to listen',
    async () => (await podman('logs', name)).stdout.includes('"listening"'),
    30_000,
  );
  return {
    url,
    name,
    exec: async (...command) => await podman('exec', name, ...command),
    async status() {
      const { stdout } = await podman('inspect', '--format', '{{.State.Pid}}', name);
      return await readFile(`/proc/${stdout.trim()}/status`, 'utf8');
    },
    async stop() {
      await podman('stop', '--time', String(Number.parseInt(service.stop_grace_period, 10)), name);
      const { stdout } = await podman('inspect', '--format', '{{.State.ExitCode}}', name);
      return Number(stdout);
    },
  };
}
