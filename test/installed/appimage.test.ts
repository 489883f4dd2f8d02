import { copyFile, readdir } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { whyNoDebian } from '../../scripts/machine/debian.ts';
import { packagesForTests } from '../fixtures/packages.ts';
import { until } from '../fixtures/until.ts';
import { openCompany, type Company } from './company.ts';
import { isOffered, readEntry, startedWithSession, wordsOf } from '../../scripts/machine/desktop-entry.ts';
import { AGENT, startMachine, type Machine } from '../../scripts/machine/machine.ts';
import { processesOf } from '../../scripts/machine/processes.ts';
import { openSession, type Session } from '../../scripts/machine/session.ts';
import { expectSandboxed } from './sandboxed.ts';
import { startApp, type StartedApp } from './started.ts';

const DOWNLOADED = `${AGENT.home}/Downloads/Ringside-x86_64.AppImage`;
const MOVED = `${AGENT.home}/Applications/Ringside 1.AppImage`;
const APPLICATIONS = `${AGENT.home}/.local/share/applications`;
const AUTOSTART = `${AGENT.home}/.config/autostart/ringside.desktop`;
/** What a desktop has that people use: the runtime's own needs, and the libraries of Electron. */
const DESKTOP =
  'squashfuse fuse3 xdg-utils desktop-file-utils libgtk-3-0 libnss3 libasound2 libgbm1 libx11-xcb1 libxss1 libnotify4 libsecret-1-0'.split(
    ' ',
  );

/** One computer and one agent, who downloads the program, moves it and throws it away. */
describe.skipIf((await whyNoDebian()) !== null)('the AppImage', () => {
  let machine: Machine;
  let session: Session;
  let company: Company;
  let app: StartedApp;

  beforeAll(async () => {
    const { appImage } = await packagesForTests();
    machine = await startMachine();
    [session, company] = await Promise.all([openSession(machine), openCompany(machine)]);
    await machine.run('root', 'apt-get', ['install', '-y', '-q', '--no-install-recommends', ...DESKTOP]);
    await machine.run('agent', 'mkdir', ['-p', `${AGENT.home}/Downloads`, `${AGENT.home}/Applications`]);
    await copyFile(appImage, machine.path(DOWNLOADED));
    await machine.run('root', 'chown', [AGENT.name, DOWNLOADED]);
    await machine.run('agent', 'chmod', ['755', DOWNLOADED]);
  });

  afterAll(async () => {
    await machine?.stop();
  });

  let isBroken = false;
  beforeEach(({ skip, onTestFailed }) => {
    // What comes after one another on one computer.
    skip(isBroken, 'what it builds on has failed');
    onTestFailed(() => void (isBroken = true));
  });

  /** Which program the desktop opens pairing links with: the words of its entry, or null. */
  async function opener(): Promise<readonly string[] | null> {
    const query = ['query', 'default', 'x-scheme-handler/ringside'];
    const name = (await machine.run('agent', 'xdg-mime', query, session.env)).trim();
    const entry = name === '' ? null : await readEntry(machine, `${APPLICATIONS}/${name}`);
    return entry === null || !(await isOffered(machine, entry)) ? null : wordsOf(entry['Exec'] ?? '');
  }

  async function home(file: string): Promise<Page> {
    await machine.run('agent', file, [], session.env);
    return await app.page('home.html');
  }

  test('it starts where it was downloaded to, and offers itself to the desktop', async () => {
    expect(await opener()).toBeNull();
    app = await startApp(machine, [DOWNLOADED], session.env);
    await (await app.page('home.html')).getByLabel('Pairing link').waitFor();
    await until('an entry for pairing links', async () => (await opener())?.[0] === DOWNLOADED);
  });

  test('a pairing link that the agent opens pairs it, once the agent says yes', async () => {
    await machine.run('agent', 'xdg-open', [await company.link()], session.env);
    await session.chooseSecond();
    const window = await app.page('home.html');
    await window.getByText('You are connected').waitFor();
    await window.getByRole('button', { name: 'Skip' }).click();
  });

  test('a signed ring shows its card on the agent’s screen', async () => {
    await company.ring('ana');
    const pop = await app.page('pop.html');
    await pop.getByText('Ana Lopez').first().waitFor();
    await until('the card on the screen', async () => await session.shows(pop));
  });

  test('its pages are in Chromium’s sandbox, as an ordinary user', async () => {
    await expectSandboxed(machine);
  });

  test('moved to another folder, it is followed there, with its pairing and its calls', async () => {
    await app.quit();
    await machine.run('agent', 'mv', [DOWNLOADED, MOVED]);
    app = await startApp(machine, [MOVED], session.env);
    const window = await home(MOVED);
    await window.getByText('Connected').waitFor();
    await window.getByText('Ana Lopez').first().waitFor();
    await until('the entry to name the new place', async () => (await opener())?.[0] === MOVED);
    const words = await until('the start with the session', () => startedWithSession(machine, AUTOSTART));
    expect(words[0]).toBe(MOVED);
  });

  test('what starts with the session is the file itself', async () => {
    await app.quit();
    app = await startApp(machine, (await startedWithSession(machine, AUTOSTART)) ?? [], session.env);
    await app.page('pop.html');
    await app.quit();
  });

  test('quit, it leaves no process and no mount', async () => {
    expect(await processesOf(machine)).toEqual([]);
    await until(
      'no mount',
      async () => !(await machine.run('root', 'cat', ['/proc/mounts'])).includes('.mount_'),
    );
    const mountPoints = async () =>
      (await readdir(machine.path('/tmp'))).filter((name) => name.startsWith('.mount_'));
    await until('no folder', async () => (await mountPoints()).length === 0);
  });

  test('thrown away, it is offered no more and starts nothing', async () => {
    await machine.run('agent', 'mv', [MOVED, `${AGENT.home}/thrown-away`]);
    expect(await startedWithSession(machine, AUTOSTART)).toBeNull();
    expect(await opener()).toBeNull();
    await machine.run('agent', 'mv', [`${AGENT.home}/thrown-away`, MOVED]);
    expect((await opener())?.[0]).toBe(MOVED);
  });

  test('asked to, it takes back what it has left, but for the agent’s own data', async () => {
    const said = await machine.run('agent', MOVED, ['--uninstall'], session.env);
    expect(said).toContain(`pairing and history stay in ${AGENT.home}/.config/Ringside`);
    expect(await startedWithSession(machine, AUTOSTART)).toBeNull();
    const query = ['query', 'default', 'x-scheme-handler/ringside'];
    expect((await machine.run('agent', 'xdg-mime', query, session.env)).trim()).toBe('');
    const named = await machine.run('root', 'find', [AGENT.home, '-iname', '*ringside*', '-prune']);
    expect(named.trim().split('\n').sort()).toEqual([`${AGENT.home}/.config/Ringside`, MOVED].sort());
    const naming = await machine.run('root', 'sh', [
      '-c',
      `grep -rIl ringside ${AGENT.home} --exclude-dir=Ringside || true`,
    ]);
    expect(naming.trim()).toBe('');
  });
});
