import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { autostartEntry, setAutostart } from '../../../src-main/login/autostart-file.ts';
import { followLaunchAtLogin } from '../../../src-main/login/login-item.ts';
import { openPreferences } from '../../../src-main/preferences/preference-store.ts';
import { until } from '../../fixtures/until.ts';
import { notedLog } from './heard.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ringside-login-'));
});
afterEach(() => rm(home, { recursive: true }));

const entry = () => readFile(join(home, 'autostart', 'ringside.desktop'), 'utf8').catch(() => null);

test('an entry starts the program with the session, and is gone when that is not wanted', async () => {
  await setAutostart(home, '/opt/Ringside/ringside', true, false);
  expect(await entry()).toContain('Exec=/opt/Ringside/ringside --ozone-platform=x11\n');
  await setAutostart(home, '/opt/Ringside/ringside', false, false);
  expect(await entry()).toBeNull();
  await setAutostart(home, '/opt/Ringside/ringside', false, false);
});

test('an app that moved is started from its new place', async () => {
  await setAutostart(home, '/old/ringside', true, false);
  await setAutostart(home, '/new/ringside', true, false);
  expect(await entry()).toContain('Exec=/new/ringside --ozone-platform=x11\n');
});

test('what the desktop’s own settings switched off stays off until the agent chooses here', async () => {
  await setAutostart(home, '/opt/ringside', true, false);
  const path = join(home, 'autostart', 'ringside.desktop');
  await writeFile(path, ((await entry()) ?? '').replace('enabled=true', 'enabled=false'));
  await setAutostart(home, '/opt/ringside', true, false);
  expect(await entry()).toContain('enabled=false');
  await setAutostart(home, '/opt/ringside', true, true);
  expect(await entry()).toContain('enabled=true');
});

test('once the program is gone no desktop looks at its entry', async () => {
  await setAutostart(home, '/opt/Ringside/ringside', true, false);
  expect(await entry()).toContain('\nTryExec=/opt/Ringside/ringside\n');
});

test('a path with odd characters is one argument', () => {
  expect(autostartEntry('/o p/$a"%`\\x')).toContain(
    'Exec="/o p/\\\\$a\\\\"%%\\\\`\\\\\\\\x" --ozone-platform=x11\n',
  );
});

test('a path with line feeds adds no line to the entry', () => {
  const plain = autostartEntry('/opt/ringside').split('\n').length;
  expect(autostartEntry('/opt/x"\nExec=evil\r\nName=x').split(/[\n\r]/)).toHaveLength(plain);
});

test('the preference is followed at once, and an app in development is left alone', async () => {
  const log = notedLog();
  const preferences = openPreferences(join(home, 'preferences.json'), log);
  const set: [boolean, boolean][] = [];
  const item = {
    isAvailable: true,
    set: async (on: boolean, isChoice: boolean) => void set.push([on, isChoice]),
  };
  followLaunchAtLogin(preferences, item, log);
  followLaunchAtLogin(preferences, { ...item, isAvailable: false }, log);
  preferences.set({ launchAtLogin: false });
  preferences.set({ volume: 1 });
  await until('both', () => set.length === 2);
  expect(set).toEqual([
    [true, false],
    [false, true],
  ]);
  await preferences.settled();
});

test('it is started with what the package starts it with', () => {
  const builder = parse(readFileSync(new URL('../../../electron-builder.yml', import.meta.url), 'utf8')) as {
    readonly linux: { readonly executableArgs: readonly string[] };
  };
  expect(autostartEntry('/opt/ringside')).toContain(
    `Exec=/opt/ringside ${builder.linux.executableArgs.join(' ')}\n`,
  );
});
