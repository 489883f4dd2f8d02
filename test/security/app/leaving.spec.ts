import type { Page } from '@playwright/test';
import { ring } from '../../fixtures/allo.ts';
import { cardOf, expectPopped } from '../../e2e/stage.ts';
import { expect, test } from './desk.ts';

const ELSEWHERE = [
  'https://evil.example/',
  'http://127.0.0.1:9/',
  'file:///etc/hostname',
  'data:text/html,<h1>evil</h1>',
  'blob:app://ringside/3b0c9f0e-0000-4000-8000-000000000000',
  'app://evil/home.html',
  'app://ringside/pop.html',
  'app://ringside/recording/none',
  'app://ringside/home.html?again',
  'chrome://version/',
  'view-source:app://ringside/home.html',
  'ringside://pair?relay=https://evil.example&code=AAAA',
  'tel:+33199001234',
  'mailto:nora@ringside.example',
  'smb://evil.example/share',
];

test('S13 no page can be led away, by whatever it is: address, link, form, refresh or frame', async ({
  desk,
}) => {
  const { home, app } = desk;
  const address = home.url();
  await home.evaluate(() => Reflect.set(window, 'isStillHere', true));
  for (const url of ELSEWHERE) await leadAway(home, url);
  await home.evaluate(() => {
    const refresh = document.createElement('meta');
    refresh.httpEquiv = 'refresh';
    refresh.content = '0; url=https://evil.example/';
    document.head.append(refresh);
  });
  expect(home.url()).toBe(address);
  expect(await home.evaluate(() => Reflect.get(window, 'isStillHere'))).toBe(true);
  // The window of the cards the same, which later lines still need.
  const stayed = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().flatMap((contents) =>
      (['will-navigate', 'will-redirect', 'will-frame-navigate'] as const).map((name) => {
        let isPrevented = false;
        const event = { preventDefault: () => (isPrevented = true), url: 'app://ringside/home.html' };
        contents.emit(name, event);
        return isPrevented;
      }),
    ),
  );
  expect(new Set(stayed)).toEqual(new Set([true]));
  expect(await desk.app.opened()).toEqual([]);
});

async function leadAway(page: Page, url: string): Promise<void> {
  await page.evaluate(async (to) => {
    const link = document.createElement('a');
    link.href = to;
    const form = document.createElement('form');
    form.action = to;
    const frame = document.createElement('iframe');
    frame.src = to;
    document.body.append(link, form, frame);
    const ways = [
      () => void (location.href = to),
      () => location.replace(to),
      () => link.click(),
      () => link.dispatchEvent(new MouseEvent('click', { ctrlKey: true })),
      () => link.dispatchEvent(new MouseEvent('auxclick', { button: 1 })),
      () => form.submit(),
    ];
    for (const way of ways) {
      try {
        way();
      } catch {
        // Refused by the page itself.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
    for (const made of [link, form, frame]) made.remove();
  }, url);
}

test('S14 window.open is denied, and a link goes out through the one guarded door', async ({ desk }) => {
  const windows = () =>
    desk.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  const before = await windows();
  const opened = await desk.home.evaluate(
    (urls) => {
      const link = document.createElement('a');
      link.target = '_blank';
      link.href = 'https://evil.example/';
      document.body.append(link);
      link.click();
      link.remove();
      return urls.map((url) => window.open(url, '_blank', 'noopener=no') === null);
    },
    ['', 'about:blank', ...ELSEWHERE],
  );
  expect(new Set(opened)).toEqual(new Set([true]));
  expect(await windows()).toBe(before);
  expect(await desk.app.opened()).toEqual([]);
  await desk.stage.relay.play(ring());
  const card = cardOf(await expectPopped(desk.app), 'Ana Lopez');
  const button = card.getByRole('button', { name: 'Open in Acme CRM' });
  await button.evaluate((element: HTMLElement) => element.click());
  await expect.poll(() => desk.app.opened()).toHaveLength(1);
  expect((await desk.app.opened())[0]).toMatch(/^https:\/\/crm\.example\//);
});
