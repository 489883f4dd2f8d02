import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { throughDoor } from '../fixtures/chromium-door.ts';
import { until } from '../fixtures/until.ts';
import { AGENT, type Env, type Machine } from '../../scripts/machine/machine.ts';
import { processesOf } from '../../scripts/machine/processes.ts';

const STARTED_WITHIN_MS = 30_000;

/** The installed app, started on the agent's desktop and looked at through Chromium's own door. */
export interface StartedApp {
  /** The page whose address ends in this, as soon as there is one. */
  page(name: string): Promise<Page>;
  /** What it printed so far. */
  said(): string;
  /** Ends it as the end of the session does. Resolves when every process of it has gone. */
  quit(): Promise<void>;
}

/**
 * Starts what a desktop entry starts, with the door open.
 * @param words program and arguments, as `wordsOf` reads them from an entry
 */
export async function startApp(machine: Machine, words: readonly string[], env: Env): Promise<StartedApp> {
  const [file = '', ...args] = words;
  const profile = join(AGENT.home, '.config/Ringside');
  await machine.run('agent', 'rm', ['-f', join(profile, 'DevToolsActivePort')]);
  const child = machine.start('agent', file, ['--remote-debugging-port=0', ...args], env);
  const said = listen(child);
  const port = await until(
    `the app to start; it said: ${said()}`,
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`it ended with ${child.exitCode ?? child.signalCode} and said: ${said()}`);
      }
      return await openedPort(machine.path(profile));
    },
    STARTED_WITHIN_MS,
  );
  const browser = await throughDoor(`${port}`);
  return {
    page: async (name) =>
      await until(`a window with ${name}`, () => pageOf(browser, name), STARTED_WITHIN_MS),
    said,
    quit: async () => {
      await browser.close();
      await machine.run('root', 'sh', ['-c', `kill ${(await mainProcesses(machine)).join(' ')}`]);
      await untilGone(machine);
    },
  };
}

/** Resolves when no process of the app is left. */
export async function untilGone(machine: Machine): Promise<void> {
  await until(
    'every process of the app to go',
    async () => (await processesOf(machine)).length === 0,
    20_000,
  );
}

/** Chromium writes the port that it chose into the profile. */
async function openedPort(profile: string): Promise<string | null> {
  const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
  const [port = ''] = text.split('\n', 1);
  return port === '' ? null : port;
}

function pageOf(browser: Browser, name: string): Page | undefined {
  return browser
    .contexts()
    .flatMap((context) => context.pages())
    .find((page) => page.url().endsWith(name));
}

async function mainProcesses(machine: Machine): Promise<number[]> {
  const all = await processesOf(machine);
  return all.filter(({ type }) => type === 'browser').map(({ pid }) => pid);
}

function listen(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (text = `${text}${chunk.toString()}`.slice(-20_000)));
  }
  return () => text;
}
