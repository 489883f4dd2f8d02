import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { endProcess } from '../../scripts/setup/processes.mjs';
import { throughDoor } from '../fixtures/chromium-door.ts';
import { until } from '../fixtures/until.ts';

/** The packaged app as a user has it: what can be reached from outside is its pages, nothing else. */
export interface PackagedApp {
  page(name: string): Promise<Page>;
  close(): Promise<void>;
}

/**
 * Starts a packaged app; Node's inspector is off in it, so it is looked at through Chromium's own door.
 * @param configHome in place of the user's own `~/.config`
 */
export async function startPackaged(
  executable: string,
  configHome: string,
  env: Readonly<Record<string, string>>,
): Promise<PackagedApp> {
  const withoutSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(executable, [...withoutSandbox, '--remote-debugging-port=0'], {
    env: { ...process.env, LANGUAGE: 'en', LANG: 'C.UTF-8', ...env, XDG_CONFIG_HOME: configHome },
    stdio: 'ignore',
  });
  const browser = await until('the packaged app to start', () => debuggingPort(configHome), 30_000)
    .then(throughDoor)
    .catch(async (error: unknown) => {
      await endProcess(child);
      throw error;
    });
  return {
    page: async (name) =>
      await until(`a window with ${name}`, () =>
        browser
          .contexts()
          .flatMap((context) => context.pages())
          .find((page) => page.url().endsWith(name)),
      ),
    close: async () => {
      await browser.close();
      await endProcess(child);
    },
  };
}

/** Chromium writes the port that it chose into the profile, the only folder there that has one. */
async function debuggingPort(configHome: string): Promise<string | null> {
  const folders = await readdir(configHome).catch(() => []);
  for (const name of folders) {
    const path = join(configHome, name, 'DevToolsActivePort');
    const text = await readFile(path, 'utf8').catch(() => '');
    const [port = ''] = text.split('\n', 1);
    if (port !== '') return port;
  }
  return null;
}
