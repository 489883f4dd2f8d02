import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { canInstall, installLibraries, toolPath } from '../../../scripts/setup/libraries.ts';
import { ROOT } from '../../../scripts/setup/places.mjs';
import { endWithUs } from '../../../scripts/setup/processes.mjs';
import { portToKeep } from '../../fixtures/port.ts';
import { until } from '../../fixtures/until.ts';

export interface Balancer {
  readonly url: string;
  /** What it said. */
  log(): string;
  stop(): Promise<void>;
}

/** Why there is no nginx here; null: there is one, installed where that is allowed. */
export function whyNoNginx(): string | null {
  if (canInstall()) installLibraries(['balancer']);
  return toolPath('nginx') === null ? 'no nginx is installed, and only root may' : null;
}

/** nginx as `deploy/cluster` sets it up, but without TLS, before relays on this machine. */
export async function balance(folder: string, relays: readonly string[]): Promise<Balancer> {
  const port = await portToKeep();
  const file = join(folder, 'nginx.conf');
  await mkdir(folder, { recursive: true });
  await writeFile(file, await configFor(folder, relays, port));
  const child = spawn('nginx', ['-p', folder, '-c', file, '-e', 'stderr', '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  endWithUs(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
  const ended = once(child, 'exit');
  await until('nginx to listen', () => {
    if (child.exitCode !== null) throw new Error(`nginx did not start: ${said}`);
    return answers(port);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    log: () => said,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function configFor(folder: string, relays: readonly string[], port: number): Promise<string> {
  const text = await readFile(join(ROOT, 'deploy/cluster/nginx.conf'), 'utf8');
  const kept = text
    // The second server sends from http to https.
    .replace(/\n {2}server \{\n {4}listen 80;[^}]*\}\n/, '\n')
    .replace(/^ *(listen \[|ssl_certificate).*$/gm, '')
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replace(/relay(\d):8787/g, (_, nth: string) => new URL(relays[Number(nth) - 1] ?? '').host)
    .replace('pid /run/nginx.pid;', `pid ${join(folder, 'nginx.pid')};`)
    .replace('worker_processes auto;', 'worker_processes 1;');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((what) => `${what}_temp_path ${join(folder, what)};`)
    .join(' ');
  return kept.replace('http {', `http { ${temporary}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
