import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { endProcess } from '../../scripts/setup/processes.mjs';
import { until } from '../fixtures/until.ts';

/** The packaged app as a user has it: what can be reached from outside is its pages, nothing else. */
export interface PackagedApp {
  page(name: string): Promise<Page>;
  close(): Promise<void>;
}

/** Starts a packaged app; Node's inspector is off in it, so it is looked at through Chromium's own door. */
export async function startPackaged(
  executable: string,
  userData: string,
  env: Readonly<Record<string, string>>,
): Promise<PackagedApp> {
  const withoutSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(
    executable,
    [...withoutSandbox, `--user-data-dir=${userData}`, '--remote-debugging-port=0'],
    { env: { ...process.env, LANGUAGE: 'en', LANG: 'C.UTF-8', ...env }, stdio: 'ignore' },
  );
  const port = await until('the packaged app to start', () => debuggingPort(userData), 30_000);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
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

/** Chromium writes the port that it chose into the profile. */
async function debuggingPort(userData: string): Promise<string | null> {
  const text = await readFile(join(userData, 'DevToolsActivePort'), 'utf8').catch(() => '');
  return text.split('\n', 1)[0] || null;
}
