import type { Page } from '@playwright/test';
import { NORA, ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';

/** Runs in the page itself: what a tool evaluates from outside is not held to the page's CSP. */
async function violationsOf(page: Page, attempt: string): Promise<string[]> {
  return page.evaluate(async (code) => {
    const violations: string[] = [];
    const note = (event: SecurityPolicyViolationEvent) => violations.push(event.effectiveDirective);
    document.addEventListener('securitypolicyviolation', note);
    if (code === 'inline-script') {
      const policy = document.createElement('script');
      try {
        policy.textContent = 'window.pwned = true';
      } catch {
        // Trusted types refuse it already.
      }
      document.body.append(policy);
    } else if (code === 'remote-image') {
      const image = document.createElement('img');
      image.src = 'https://evil.example/x.png';
      document.body.append(image);
    } else {
      await fetch('https://evil.example/').catch(() => undefined);
    }
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    document.removeEventListener('securitypolicyviolation', note);
    return violations;
  }, attempt);
}

test('the windows are sandboxed pages of app:// that reach nothing but their bridge', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const home = await app.showHome();
  for (const page of [await app.pop(), home]) {
    expect(await page.evaluate(() => location.protocol)).toBe('app:');
    expect(
      await page.evaluate(() => [
        typeof Reflect.get(window, 'require'),
        typeof Reflect.get(window, 'process'),
      ]),
    ).toEqual(['undefined', 'undefined']);
    expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'ringside')).sort())).toEqual([
      'on',
      'request',
    ]);
    expect((await violationsOf(page, 'inline-script')).length).toBeGreaterThan(0);
    expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined();
    expect(await violationsOf(page, 'remote-image')).toContain('img-src');
    expect(await violationsOf(page, 'fetch')).toContain('connect-src');
    expect(await page.evaluate(() => window.open('https://evil.example/'))).toBeNull();
    expect(
      await page.evaluate(() => navigator.permissions.query({ name: 'geolocation' }).then((p) => p.state)),
    ).toBe('denied');
    const address = page.url();
    await page.evaluate(() => {
      location.href = 'https://evil.example/';
    });
    await page.evaluate(() => {
      location.href = 'data:text/html,<h1>evil</h1>';
    });
    expect(page.url()).toBe(address);
  }
  expect(await app.opened()).toEqual([]);
});

test('every window is locked down, in tests as in production', async ({ stage }) => {
  const app = await stage.start();
  await app.showHome();
  const preferences = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      // Not in Electron's types, but the only way to ask a window what it was really made with.
      const ask: unknown = Reflect.get(window.webContents, 'getLastWebPreferences');
      const made: unknown = typeof ask === 'function' ? Reflect.apply(ask, window.webContents, []) : null;
      const names = ['sandbox', 'contextIsolation', 'nodeIntegration', 'webSecurity', 'webviewTag'];
      return made instanceof Object ? names.map((name) => Boolean(Reflect.get(made, name))) : [];
    }),
  );
  expect(preferences.length).toBeGreaterThan(1);
  for (const made of preferences) expect(made).toEqual([true, true, false, true, false]);
});

test('a request that is not of the contract is refused', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const pop = await app.pop();
  const attempts = await pop.evaluate(async () => {
    const request = Reflect.get(Reflect.get(window, 'ringside'), 'request') as (
      ...args: unknown[]
    ) => Promise<unknown>;
    const outcome = (...args: unknown[]) =>
      request(...args).then(
        () => 'answered',
        () => 'refused',
      );
    return Promise.all([
      outcome('card:open', { key: 'call_1', record: 'https://evil.example/' }),
      outcome('card:open', { key: 7, record: 'deal' }),
      outcome('pop:layout', { revision: -1, height: 1e9, cards: [] }),
      outcome('shell:openExternal', 'https://evil.example/'),
    ]);
  });
  expect(attempts).toEqual(['refused', 'refused', 'refused', 'refused']);
  expect(await app.opened()).toEqual([]);
});

test('the device token is not in the environment of the browser that the app opens', async ({ stage }) => {
  const { token } = await stage.relay.tokenFor(NORA);
  const app = await stage.start({ relayUrl: stage.relay.url(), token });
  await expectLive(app);
  await stage.relay.play(ring());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await card.getByRole('button', { name: 'Open in Acme CRM' }).click();
  await expect.poll(() => app.opened()).toHaveLength(1);
  const environment = await app.browserEnvironment();
  expect(environment).toContain('PATH=');
  expect(environment).not.toContain(token);
  expect(environment).not.toContain('RINGSIDE_DEVICE_TOKEN');
});
