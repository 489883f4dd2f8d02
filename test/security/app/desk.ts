import { join, resolve } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { NORA } from '../../fixtures/allo.ts';
import type { DrivenApp } from '../../fixtures/app.ts';
import { openStage, type Stage } from '../../e2e/stage.ts';

/** Where the app lies, as it is built. */
export const ROOT = resolve(import.meta.dirname, '../../..');
export const PRELOAD = join(ROOT, 'dist/preload/preload.cjs');

/** One relay and one paired app, started once for all the lines of the checklist that need the real thing. */
export interface Desk {
  readonly stage: Stage;
  readonly app: DrivenApp;
  readonly token: string;
  readonly pop: Page;
  readonly home: Page;
}

export const test = base.extend<object, { desk: Desk }>({
  desk: [
    async ({}, use) => {
      const { stage, close } = await openStage({ config: {}, env: {} });
      try {
        const { token } = await stage.relay.tokenFor(NORA);
        const app = await stage.start({ relayUrl: stage.relay.url(), token });
        const home = await app.showHome();
        await home.getByText('Connected').waitFor();
        await use({ stage, app, token, home, pop: await app.pop() });
      } finally {
        await close();
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

export { expect } from '@playwright/test';

/** What Electron has really made every window with, as JSON. */
export async function preferencesOf({ app }: Desk): Promise<Readonly<Record<string, unknown>>[]> {
  return await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      // Not in Electron's types, but the only way to ask a window what it was made with.
      const ask: unknown = Reflect.get(webContents, 'getLastWebPreferences');
      const made: unknown = typeof ask === 'function' ? Reflect.apply(ask, webContents, []) : null;
      return Object.fromEntries(Object.entries(made instanceof Object ? made : {}));
    }),
  );
}

/**
 * Does something in the page as a script in it would, and tells which directives of the policy it has met. What a tool
 * evaluates from outside is not held to the policy, but what it puts into the page is.
 */
export async function violationsOf(page: Page, attempt: () => unknown): Promise<string[]> {
  const watching = page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const met: string[] = [];
        const note = ({ effectiveDirective }: SecurityPolicyViolationEvent) => met.push(effectiveDirective);
        document.addEventListener('securitypolicyviolation', note);
        document.addEventListener(
          'attempted',
          () => {
            document.removeEventListener('securitypolicyviolation', note);
            resolve(met);
          },
          { once: true },
        );
      }),
  );
  await page.evaluate(attempt);
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    document.dispatchEvent(new Event('attempted'));
  });
  return await watching;
}

/** What the bridge does with a request: its answer, or why it was refused. */
export async function ask(page: Page, channel: string, payload?: unknown): Promise<unknown> {
  return await page.evaluate(
    async ([name, given]) => {
      const request = Reflect.get(Reflect.get(window, 'ringside'), 'request') as (
        ...args: unknown[]
      ) => Promise<unknown>;
      const args = given === undefined ? [name] : [name, given];
      return await request(...args).catch((error: Error) => error.message);
    },
    [channel, payload],
  );
}
