import { readFile } from 'node:fs/promises';
import type { ConsoleMessage } from '@playwright/test';
import { pageAt } from '../../fixtures/app.ts';
import { ask, expect, preferencesOf, test, type Desk } from './desk.ts';

test('H3 no spelling is checked, and no dictionary asked for', async ({ desk }) => {
  const spelling = await desk.app.electron.evaluate(({ session }) => [
    session.defaultSession.isSpellCheckerEnabled(),
    session.defaultSession.getSpellCheckerLanguages(),
  ]);
  expect(spelling).toEqual([false, []]);
});

test('H4 the developer tools cannot be opened', async ({ desk }) => {
  const opened = await desk.app.electron.evaluate(
    async ({ BrowserWindow }) =>
      await Promise.all(
        BrowserWindow.getAllWindows().map(async ({ webContents }) => {
          // They load a page of their own first, and are open only then.
          const loaded = new Promise<boolean>((resolve) => {
            webContents.once('devtools-opened', () => resolve(true));
            setTimeout(() => resolve(webContents.isDevToolsOpened()), 1_000);
          });
          webContents.openDevTools({ mode: 'detach' });
          return await loaded;
        }),
      ),
  );
  expect(new Set(opened)).toEqual(new Set([false]));
});

test('H6 no page starts a download, and none that is started goes on', async ({ desk }) => {
  const { app, home } = desk;
  await app.electron.evaluate(({ session }) => {
    const states: unknown[] = [];
    Reflect.set(globalThis, 'downloads', states);
    session.defaultSession.on('will-download', (event) => states.push(event.defaultPrevented));
  });
  await home.evaluate(() => {
    for (const href of [
      'data:text/plain,x',
      URL.createObjectURL(new Blob(['x'])),
      'app://ringside/home.html',
    ]) {
      const link = document.createElement('a');
      link.href = href;
      link.download = 'x.txt';
      document.body.append(link);
      link.click();
      link.remove();
    }
  });
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) webContents.downloadURL('data:text/plain,x');
  });
  const states = () => app.electron.evaluate(() => Reflect.get(globalThis, 'downloads') as unknown[]);
  await expect.poll(async () => (await states()).length).toBeGreaterThan(1);
  expect(new Set(await states())).toEqual(new Set([true]));
});

test('H7 a file that is dropped on a window leads it nowhere, and is read by nobody', async ({ desk }) => {
  const tools = await desk.home.context().newCDPSession(desk.home);
  const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
  const address = desk.home.url();
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await tools.send('Input.dispatchDragEvent', { type, x: 40, y: 40, data });
  await tools.detach();
  expect(await ask(desk.home, 'page:ready')).toMatchObject({ language: 'en' });
  expect(desk.home.url()).toBe(address);
});

test('H8 no page shows a box of the system’s: alert, confirm, prompt or that for printing', async ({
  desk,
}) => {
  for (const made of await preferencesOf(desk)) expect(made['disableDialogs']).toBe(true);
  const said: string[] = [];
  const note = (message: ConsoleMessage) => said.push(message.text());
  desk.home.on('console', note);
  await desk.home.evaluate(() => window.print());
  await expect.poll(() => said.join()).toContain("Ignored call to 'print()'");
  desk.home.off('console', note);
});

test('H9 no plug-in and no viewer of PDFs comes into a page', async ({ desk }) => {
  const put = await desk.home.evaluate(() =>
    (['embed', 'object'] as const).map((name) => {
      const element = document.createElement(name);
      element.type = 'application/pdf';
      try {
        if (element instanceof HTMLObjectElement) element.data = 'data:application/pdf,x';
        else element.src = 'data:application/pdf,x';
        return 'put';
      } catch {
        return 'refused';
      }
    }),
  );
  expect(put).toEqual(['refused', 'refused']);
  expect(desk.home.frames()).toHaveLength(1);
});

test('H12 no device is handed out: USB, HID, serial, Bluetooth', async ({ desk }) => {
  const asked = await desk.home.evaluate(async () => {
    const outcome = async (name: string, method: string) => {
      const api = Reflect.get(navigator, name) as
        | Record<string, (options: object) => Promise<unknown>>
        | undefined;
      const asking = api?.[method]?.({ filters: [], acceptAllDevices: true });
      return await (asking ?? Promise.resolve([])).then(
        (found) => (Array.isArray(found) && found.length === 0 ? 'none' : 'granted'),
        () => 'none',
      );
    };
    return await Promise.all([
      outcome('usb', 'getDevices'),
      outcome('usb', 'requestDevice'),
      outcome('hid', 'getDevices'),
      outcome('hid', 'requestDevice'),
      outcome('serial', 'getPorts'),
      outcome('serial', 'requestPort'),
      outcome('bluetooth', 'requestDevice'),
    ]);
  });
  expect(new Set(asked)).toEqual(new Set(['none']));
});

test('H13 nothing stays behind a page: no service worker, no cookie, no cache', async ({ desk }) => {
  const registered = await desk.home.evaluate(async () => {
    const options = [undefined, { scope: '/' }, { type: 'module' as const }];
    return await Promise.all(
      options.map(async (option) =>
        (async () => await navigator.serviceWorker.register('/assets/worker.js', option))().then(
          () => 'registered',
          () => 'refused',
        ),
      ),
    );
  });
  expect(new Set(registered)).toEqual(new Set(['refused']));
  const kept = await desk.app.electron.evaluate(async ({ session }) => {
    const { cookies, serviceWorkers } = session.defaultSession;
    return [
      (await cookies.get({})).length,
      Object.keys(serviceWorkers.getAllRunning()).length,
      await session.defaultSession.getCacheSize(),
    ];
  });
  expect(kept).toEqual([0, 0, 0]);
});

test('H14 a request is refused that is not of the contract, has too much in it, or names what objects have', async ({
  desk,
}) => {
  const long = 'x'.repeat(200_000);
  const attempts: (readonly [string, unknown])[] = [
    ['card:open', { key: 'call_1', record: 'https://evil.example/' }],
    ['card:open', { key: 7, record: 'deal' }],
    ['pop:layout', { revision: -1, height: 1e9, cards: [] }],
    ['card:note', { key: 'call_1', text: long }],
    ['card:note', { key: long, text: '' }],
    ['pair:submit', { link: long }],
    ['preferences:set', { launchAtLogin: 'yes' }],
    ['shell:openExternal', 'https://evil.example/'],
    ['constructor', undefined],
    ['__proto__', undefined],
  ];
  for (const [channel, payload] of attempts)
    expect(await ask(desk.home, channel, payload)).toMatch(/refused|No handler/);
  await desk.home.evaluate(async () => {
    const request = Reflect.get(Reflect.get(window, 'ringside'), 'request') as (
      ...args: unknown[]
    ) => Promise<unknown>;
    const poisoned: unknown = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    await request('preferences:set', poisoned).catch(() => undefined);
    await request('card:note', { ...(poisoned as object), key: '__proto__', text: 'x' }).catch(
      () => undefined,
    );
  });
  const polluted = await desk.app.electron.evaluate(() => 'polluted' in {});
  expect(polluted).toBe(false);
});

test('H15 the app runs once: a second start hands over a link and ends, and nothing else of it counts', async ({
  desk,
}) => {
  const before = await desk.app.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
  );
  await desk.app.showHome('--remote-debugging-port=9222');
  await desk.app.showHome('https://evil.example/');
  const after = await desk.app.electron.evaluate(({ app, BrowserWindow }) => [
    BrowserWindow.getAllWindows().length,
    app.commandLine.getSwitchValue('remote-debugging-port'),
  ]);
  expect(after).toEqual([before, '0']);
  expect((await pageAt(desk.app.electron, 'home.html')).url()).toBe('app://ringside/home.html');
  expect(await desk.app.opened()).not.toContain('https://evil.example/');
});

test('H19 no page moves or resizes its window, or keeps it from going', async ({ desk }) => {
  const bounds = () =>
    desk.app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => JSON.stringify(window.getBounds())),
    );
  const before = await bounds();
  for (const page of [desk.home, desk.pop])
    await page.evaluate(() => {
      resizeTo(4000, 4000);
      moveTo(0, 0);
      resizeBy(50, 50);
    });
  await ask(desk.home, 'page:ready');
  expect(await bounds()).toEqual(before);
  const leaves = await desk.app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      let isPrevented = false;
      contents.emit('will-prevent-unload', { preventDefault: () => (isPrevented = true) });
      return isPrevented;
    }),
  );
  expect(new Set(leaves)).toEqual(new Set([true]));
});

test('H18 a pairing link that a page or a mail offers is asked about first, and stands in no log', async ({
  desk,
}) => {
  const { app } = desk;
  await app.electron.evaluate(({ dialog }) => {
    const asked: string[] = [];
    Reflect.set(globalThis, 'asked', asked);
    dialog.showMessageBox = async (...args: unknown[]) => {
      asked.push(JSON.stringify(args.at(-1)));
      return { response: 0, checkboxChecked: false };
    };
  });
  await app.showHome('ringside://pair?relay=https://evil.example/&code=SECRETCODE12');
  const asked = () => app.electron.evaluate(() => String(Reflect.get(globalThis, 'asked')));
  await expect.poll(asked).toContain('evil.example');
  expect(await asked()).not.toContain('SECRETCODE12');
  expect(await logOf(desk)).not.toMatch(/SECRETCODE12|evil\.example/);
  await expect(desk.home.getByText('Connected')).toBeVisible();
});

async function logOf({ app }: Desk): Promise<string> {
  return await readFile(`${app.userData}/logs/ringside.log`, 'utf8');
}
