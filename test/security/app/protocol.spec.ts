import { expect, test } from './desk.ts';

/** What lies outside of the pages, and what lies among them under no name of theirs. */
const OUTSIDE = [
  '../main/main.js',
  '%2e%2e/main/main.js',
  '%2e%2e%2fmain%2fmain.js',
  '..%2fmain%2fmain.js',
  '..%5cmain%5cmain.js',
  '%252e%252e/main/main.js',
  '%25252e%25252e%25252fmain/main.js',
  '%c0%ae%c0%ae/main/main.js',
  '/etc/passwd',
  '//etc/passwd',
  '%2fetc%2fpasswd',
  'etc/hostname%00.js',
  'home.html/../../main/main.js',
  'assets/..%2f..%2fpreload%2fpreload.cjs',
  'C:%2fwindows%2fwin.ini',
  '.',
  '',
];

test('P3 a page that asks for what lies outside gets nothing, however it spells it', async ({ desk }) => {
  const statuses = await desk.home.evaluate(
    async (names) =>
      await Promise.all(names.map(async (name) => (await fetch(`app://ringside/${name}`)).status)),
    OUTSIDE,
  );
  expect(statuses).toEqual(OUTSIDE.map(() => 404));
  const methods = await desk.home.evaluate(
    async () =>
      await Promise.all(
        ['POST', 'PUT', 'DELETE', 'HEAD'].map(
          async (method) => (await fetch('app://ringside/home.html', { method })).status,
        ),
      ),
  );
  expect(methods).toEqual([404, 404, 404, 404]);
});

test('P4 what is served says what it is', async ({ desk }) => {
  const types = await desk.home.evaluate(async () => {
    const page = await fetch('app://ringside/home.html');
    const script = document.querySelector<HTMLScriptElement>('script[src]')?.src ?? '';
    const style = document.querySelector<HTMLLinkElement>('link[rel=stylesheet]')?.href ?? '';
    return [page, await fetch(script), await fetch(style)].map(({ headers }) => headers.get('content-type'));
  });
  expect(types).toEqual([
    'text/html; charset=utf-8',
    'text/javascript; charset=utf-8',
    'text/css; charset=utf-8',
  ]);
});

test('P6 no page is in a session that the scheme and the refusals are not in', async ({ desk }) => {
  const isDefault = await desk.app.electron.evaluate(({ session, webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.session === session.defaultSession),
  );
  expect(new Set(isDefault)).toEqual(new Set([true]));
  const elsewhere = await desk.app.electron.evaluate(async ({ BrowserWindow, session }) => {
    const other = session.fromPartition('another');
    const window = new BrowserWindow({ show: false, webPreferences: { session: other, sandbox: true } });
    const said = await window.loadURL('app://ringside/home.html').then(
      () => window.webContents.getTitle(),
      () => 'not loaded',
    );
    await window.loadURL('data:text/html,');
    const state: unknown = await window.webContents.executeJavaScript(
      `Notification.requestPermission().catch(() => 'denied')`,
    );
    window.destroy();
    return [said, state];
  });
  expect(elsewhere).toEqual(['not loaded', 'denied']);
});
