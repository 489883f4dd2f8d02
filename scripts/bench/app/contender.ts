import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../setup/places.mjs';

const READY_WITHIN_MS = 60_000;

/** An app that is measured: started the same way as the other one, on a profile that it keeps between starts. */
export interface Contender {
  readonly name: string;
  /** Resolves when its tray is ready: icon and menu are given to the system, and it has said so. */
  start(): Promise<Running>;
  cleanUp(): Promise<void>;
}

export interface Running {
  readonly pid: number;
  /** From the start of its process to "tray ready". */
  readonly readyMs: number;
  stop(): Promise<void>;
}

export async function contender(
  name: string,
  app: string,
  env: Readonly<Record<string, string>>,
): Promise<Contender> {
  const profile = await mkdtemp(join(tmpdir(), 'ringside-bench-profile-'));
  const executable = createRequire(import.meta.url)('electron') as string;
  const isRoot = process.getuid?.() === 0;
  const args = [...(isRoot ? ['--no-sandbox'] : []), app, `--user-data-dir=${profile}`];
  return {
    name,
    cleanUp: () => rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
    async start() {
      const began = performance.now();
      const child = spawn(executable, args, {
        cwd: ROOT,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const gone = once(child, 'exit');
      const readyMs = await new Promise<number>((resolve, reject) => {
        let said = '';
        const late = setTimeout(() => reject(new Error(`${name} has no tray`)), READY_WITHIN_MS);
        child.stderr.on('data', (chunk: Buffer) => {
          if (said.includes('tray ready')) return;
          said += chunk.toString();
          if (!said.includes('tray ready')) return;
          clearTimeout(late);
          resolve(performance.now() - began);
        });
      });
      return {
        pid: child.pid ?? 0,
        readyMs,
        stop: async () => {
          child.kill('SIGTERM');
          await gone;
        },
      };
    },
  };
}

/** The app as its agent has it, connected to a relay, and the empty one. */
export async function contenders(relayUrl: string, token: string): Promise<[Contender, Contender]> {
  const paired = { RINGSIDE_RELAY_URL: relayUrl, RINGSIDE_DEVICE_TOKEN: token };
  return [
    await contender('Ringside', ROOT, paired),
    await contender('empty tray app with one hidden window', join(import.meta.dirname, '../empty-app'), {}),
  ];
}
