import { CSP } from '../../../src-main/security/csp.ts';
import { ask, expect, preferencesOf, PRELOAD, test } from './desk.ts';

// Electron's own list, in its order: https://www.electronjs.org/docs/latest/tutorial/security
// S13 and S14 are in leaving.spec.ts; S1, S15 and S16 need no app, S19 needs the package.

test('S2 no page, worker or frame has Node', async ({ desk }) => {
  for (const page of [desk.pop, desk.home]) {
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'global', 'Buffer', '__dirname'].filter((name) => name in window),
    );
    expect(found).toEqual([]);
  }
  for (const made of await preferencesOf(desk)) {
    expect(made).toMatchObject({ nodeIntegration: false, nodeIntegrationInSubFrames: false });
    expect(made['nodeIntegrationInWorker'] ?? false).toBe(false);
  }
});

test('S3 the preload lives in a context of its own, and a page cannot take its bridge’s place', async ({
  desk,
}) => {
  for (const made of await preferencesOf(desk)) expect(made['contextIsolation']).toBe(true);
  const bridge = await desk.home.evaluate(() => {
    const before: unknown = Reflect.get(window, 'ringside');
    const isSet = Reflect.set(window, 'ringside', { request: () => 'forged' });
    const isChanged = Reflect.set(before as object, 'request', () => 'forged');
    const { writable, configurable } = Object.getOwnPropertyDescriptor(window, 'ringside') ?? {};
    const isSame = Reflect.get(window, 'ringside') === before;
    return { isSet, isChanged, isSame, writable, configurable };
  });
  expect(bridge).toEqual({
    isSet: false,
    isChanged: false,
    isSame: true,
    writable: false,
    configurable: false,
  });
});

test('S4 every window is sandboxed', async ({ desk }) => {
  const made = await preferencesOf(desk);
  expect(made.length).toBeGreaterThan(1);
  for (const { sandbox } of made) expect(sandbox).toBe(true);
});

/** Everything that Chromium knows by a name that a page may ask for. */
const PERMISSIONS = [
  ['geolocation', 'notifications', 'midi', 'camera', 'microphone', 'display-capture', 'idle-detection'],
  ['clipboard-read', 'clipboard-write', 'local-fonts', 'window-management', 'screen-wake-lock'],
  ['accelerometer', 'gyroscope', 'magnetometer', 'storage-access', 'persistent-storage'],
  ['background-sync', 'background-fetch', 'periodic-background-sync', 'payment-handler'],
  ['keyboard-lock', 'pointer-lock'],
].flat();

test('S5 every permission is refused, looked up or asked for', async ({ desk }) => {
  for (const page of [desk.pop, desk.home]) {
    const states = await page.evaluate(
      async (names) =>
        await Promise.all(
          names.map(async (name) => {
            const { state } = await navigator.permissions.query({ name: name as PermissionName });
            return `${name}: ${state}`;
          }),
        ),
      PERMISSIONS,
    );
    expect(states).toEqual(PERMISSIONS.map((name) => `${name}: denied`));
    const asked = await page.evaluate(async () => {
      const outcome = async (asking: Promise<unknown>) =>
        await asking.then(
          () => 'granted',
          () => 'refused',
        );
      const { mediaDevices, clipboard } = navigator;
      return await Promise.all([
        outcome(mediaDevices.getUserMedia({ audio: true })),
        outcome(mediaDevices.getUserMedia({ video: true })),
        outcome(mediaDevices.getDisplayMedia()),
        outcome(clipboard.readText()),
        outcome(new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))),
        outcome(
          Notification.requestPermission().then((s) => s === 'granted' || Promise.reject(new Error(s))),
        ),
        outcome(navigator.requestMIDIAccess({ sysex: true })),
      ]);
    });
    expect(new Set(asked)).toEqual(new Set(['refused']));
    const isFull = await page.evaluate(async () => {
      document.documentElement.requestFullscreen().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return document.fullscreenElement !== null;
    });
    expect(isFull).toBe(false);
  }
});

test('S6 webSecurity is on, in every window', async ({ desk }) => {
  for (const { webSecurity } of await preferencesOf(desk)) expect(webSecurity).toBe(true);
});

test('S7 every answer to a page carries the policy, one that is not found too', async ({ desk }) => {
  const heads = await desk.home.evaluate(
    async () =>
      await Promise.all(
        ['home.html', 'pop.html', 'no.html', 'recording/none'].map(async (name) => {
          const { headers } = await fetch(`app://ringside/${name}`);
          return ['content-security-policy', 'x-content-type-options'].map((head) => headers.get(head));
        }),
      ),
  );
  expect(heads).toEqual(heads.map(() => [CSP, 'nosniff']));
});

test('S8 no insecure content is let in', async ({ desk }) => {
  for (const made of await preferencesOf(desk)) expect(made['allowRunningInsecureContent']).toBe(false);
});

test('S9 no experimental feature is on', async ({ desk }) => {
  for (const made of await preferencesOf(desk)) expect(made['experimentalFeatures']).toBe(false);
});

test('S10 no Blink feature is switched on', async ({ desk }) => {
  for (const made of await preferencesOf(desk)) expect(made['enableBlinkFeatures'] ?? '').toBe('');
});

test('S11 a web view’s allowpopups means nothing, for there is no such element', async ({ desk }) => {
  const kind = await desk.home.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('allowpopups', '');
    view.setAttribute('src', 'https://evil.example/');
    document.body.append(view);
    const name = view.constructor.name;
    view.remove();
    return name;
  });
  expect(['HTMLElement', 'HTMLUnknownElement']).toContain(kind);
});

test('S12 no web view is ever attached', async ({ desk }) => {
  for (const { webviewTag } of await preferencesOf(desk)) expect(webviewTag).toBe(false);
  const kinds = await desk.app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getType()),
  );
  expect(new Set(kinds)).toEqual(new Set(['window']));
  const refused = await desk.app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      let isPrevented = false;
      contents.emit('will-attach-webview', { preventDefault: () => (isPrevented = true) }, {}, {});
      return isPrevented;
    }),
  );
  expect(refused).toEqual(refused.map(() => true));
});

test('S17 a request of another window, of another address or of a frame is refused', async ({ desk }) => {
  const asking = `window.ringside.request('page:ready').then(() => 'answered', (error) => error.message)`;
  const other = await desk.app.electron.evaluate(
    async ({ BrowserWindow }, { preload, script }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      });
      await window.loadURL('app://ringside/home.html');
      const said: unknown = await window.webContents.executeJavaScript(script);
      window.destroy();
      return said;
    },
    { preload: PRELOAD, script: asking },
  );
  expect(other).toContain('refused');
  const ours = await desk.app.electron.evaluate(async ({ BrowserWindow }, script) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().endsWith('home.html'),
    );
    await window?.loadURL('data:text/html,<p>not ours</p>');
    const said: unknown = await window?.webContents.executeJavaScript(script);
    await window?.loadURL('app://ringside/home.html');
    return said;
  }, asking);
  expect(ours).toContain('refused');
  await expect.poll(() => ask(desk.home, 'page:ready').catch(String)).toMatchObject({ language: 'en' });
  const inFrame = await desk.home.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const kind = typeof Reflect.get(frame.contentWindow ?? {}, 'ringside');
    frame.remove();
    return kind;
  });
  expect(inFrame).toBe('undefined');
});

test('S18 pages have an origin of their own, and none of file:', async ({ desk }) => {
  for (const page of [desk.pop, desk.home]) {
    expect(await page.evaluate(() => [location.origin, isSecureContext])).toEqual(['app://ringside', true]);
  }
});

test('S20 the bridge is two functions, and hands out neither Electron nor its events', async ({ desk }) => {
  for (const page of [desk.pop, desk.home]) {
    const bridge = await page.evaluate(async () => {
      const found = Reflect.get(window, 'ringside') as Record<string, unknown>;
      const kinds = Object.entries(found).map(([name, value]) => `${name}: ${typeof value}`);
      const request = found['request'] as (channel: string) => Promise<unknown>;
      return [
        ...kinds.sort(),
        typeof Reflect.get(found, 'ipcRenderer'),
        typeof (await request('page:ready')),
      ];
    });
    expect(bridge).toEqual(['on: function', 'request: function', 'undefined', 'object']);
  }
  await desk.home.evaluate(() => {
    const on = Reflect.get(Reflect.get(window, 'ringside'), 'on') as (
      channel: string,
      listener: (...args: unknown[]) => void,
    ) => () => void;
    const off = on('page:state', (...args) => {
      off();
      Reflect.set(
        window,
        'told',
        args.map((arg) => Object.keys(arg as object).sort()),
      );
    });
  });
  await desk.app.electron.evaluate(({ BrowserWindow }) => {
    for (const { webContents } of BrowserWindow.getAllWindows())
      webContents.send('page:state', { language: 'en', locale: 'en' });
  });
  const told = () => desk.home.evaluate((): unknown => Reflect.get(window, 'told'));
  await expect.poll(told).toEqual([['language', 'locale']]);
});
