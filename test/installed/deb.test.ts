import { copyFile, readFile, writeFile } from 'node:fs/promises';
import fuses from '@electron/fuses';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Page } from '@playwright/test';
import { whyNoDebian } from '../../scripts/machine/debian.ts';
import { AUTHORITY } from '../fixtures/private-authority.ts';
import { packageForTests, packagesForTests } from '../fixtures/packages.ts';
import { until } from '../fixtures/until.ts';
import { openCompany, openPrivateRelay, type Company } from './company.ts';
import { NOT_COUNTED, notAllowed } from './files.ts';
import { readEntry, startedWithSession, wordsOf } from '../../scripts/machine/desktop-entry.ts';
import { AGENT, startMachine, type Machine } from '../../scripts/machine/machine.ts';
import { openSession, type Session } from '../../scripts/machine/session.ts';
import { expectSandboxed } from './sandboxed.ts';
import { startApp, type StartedApp } from './started.ts';
import { endAll, prepareProbes, probe, probeOpened, PROBES } from './switches.ts';

const PLACE = '/opt/Ringside';
const ENTRY = '/usr/share/applications/ringside.desktop';
const AUTOSTART = `${AGENT.home}/.config/autostart/ringside.desktop`;
const UPGRADED = '0.2.0';

/** One computer and one agent, from the first installation to the last. */
describe.skipIf((await whyNoDebian()) !== null)('the Debian package', () => {
  let machine: Machine;
  let session: Session;
  let company: Company;
  let app: StartedApp;

  beforeAll(async () => {
    const { deb } = await packagesForTests();
    const upgraded = await packageForTests('deb', { version: UPGRADED });
    machine = await startMachine();
    await copyFile(deb, machine.path('/tmp/ringside.deb'));
    await copyFile(upgraded, machine.path('/tmp/upgraded.deb'));
    [session, company] = await Promise.all([openSession(machine), openCompany(machine)]);
  }, 300_000);

  afterAll(async () => {
    await machine?.stop();
  });

  let isBroken = false;
  beforeEach(({ skip, onTestFailed }) => {
    // What comes after one another on one computer.
    skip(isBroken, 'what it builds on has failed');
    onTestFailed(() => void (isBroken = true));
  });

  /** As an administrator does it, without what is only recommended. */
  async function apt(...args: readonly string[]): Promise<string> {
    return await machine.run('root', 'apt-get', ['-y', '-q', '--no-install-recommends', ...args]);
  }

  async function everyFile(): Promise<ReadonlySet<string>> {
    const said = await machine.run('root', 'find', ['/', '-xdev', '-printf', '%p %m %u:%g\\n']);
    return new Set(said.split('\n').filter((line) => line !== '' && !NOT_COUNTED.test(line)));
  }

  async function fromMenu(): Promise<readonly string[]> {
    return wordsOf((await readEntry(machine, ENTRY))?.['Exec'] ?? '');
  }

  /** The app's main window, in which one is past the welcome. */
  async function home(): Promise<Page> {
    await machine.run('agent', '/usr/bin/ringside', [], session.env);
    return await app.page('home.html');
  }

  let before: ReadonlySet<string>;

  test('apt-get installs it into a Debian without a desktop, with every library that it needs', async () => {
    await apt('install', '/tmp/ringside.deb');
    const files = `find ${PLACE} -type f -exec sh -c 'head -c4 "$1" | grep -q ELF && ldd "$1"' - {} \\;`;
    const linked = await machine.run('root', 'sh', ['-c', files]);
    expect(linked).toContain('libgtk-3.so.0 => /');
    expect(linked.split('\n').filter((line) => line.includes('not found'))).toEqual([]);
  });

  test('purged before it ever ran it leaves nothing', async () => {
    await apt('purge', 'ringside');
    before = await everyFile();
    expect([...before].filter((line) => /ringside/i.test(line))).toEqual([]);
  });

  test('it installs what was meant to be installed: root’s, writable by nobody else, and nothing more', async () => {
    await apt('install', '/tmp/ringside.deb');
    const added = [...(await everyFile())].filter((line) => !before.has(line));
    expect(added.filter(notAllowed)).toEqual([]);
    expect(added.length).toBeGreaterThan(20);
  });

  test('every fuse of the installed program is set on purpose', async () => {
    const wire = await fuses.getCurrentFuseWire(machine.path(`${PLACE}/ringside`));
    const on = Object.entries(fuses.FuseV1Options)
      .filter(([, index]) => typeof index === 'number' && String.fromCharCode(wire[index] ?? 0) === '1')
      .map(([name]) => name);
    expect(on).toEqual(['EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar']);
  });

  test('a pairing link that the agent opens pairs it, once the agent says yes', async () => {
    app = await startApp(machine, await fromMenu(), session.env);
    const window = await app.page('home.html');
    await window.getByLabel('Pairing link').waitFor();
    expect(
      await machine.run('agent', 'xdg-mime', ['query', 'default', 'x-scheme-handler/ringside'], session.env),
    ).toBe('ringside.desktop\n');
    await machine.run('agent', 'xdg-open', [await company.link()], session.env);
    await session.chooseSecond();
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

  test('it starts with the session until the agent says no', async () => {
    expect(await startedWithSession(machine, AUTOSTART)).toEqual([
      `${PLACE}/ringside`,
      '--ozone-platform=x11',
    ]);
    const window = await home();
    await window.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
    const choice = window.getByRole('switch', { name: 'Start with the computer' });
    await choice.click();
    await until('no entry', async () => (await startedWithSession(machine, AUTOSTART)) === null);
    await app.quit();

    app = await startApp(machine, await fromMenu(), session.env);
    await (await home()).getByText('Connected').waitFor();
    expect(await startedWithSession(machine, AUTOSTART)).toBeNull();
    await (await home()).getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
    await (await home()).getByRole('switch', { name: 'Start with the computer' }).click();
    const entry = await until('the entry', async () => await startedWithSession(machine, AUTOSTART));
    await app.quit();
    app = await startApp(machine, entry, session.env);
    await app.page('pop.html');
  });

  test('an upgrade leaves the running app alone, and the next start has its pairing and its calls', async () => {
    await apt('install', '/tmp/upgraded.deb');
    await company.ring('pat');
    const pop = await app.page('pop.html');
    await pop.getByText('Pat Okafor').first().waitFor();
    await app.quit();

    app = await startApp(machine, await fromMenu(), session.env);
    const window = await home();
    await window.getByText('Connected').waitFor();
    for (const name of ['Ana Lopez', 'Pat Okafor']) await window.getByText(name).first().waitFor();
    expect(await machine.run('root', 'dpkg-query', ['-W', '-f', '${Version}', 'ringside'])).toBe(UPGRADED);
  });

  test('no switch and no variable makes a Node of it, or opens it to a debugger', async () => {
    await app.quit();
    await prepareProbes(machine, PLACE);
    expect(await probe(machine, `${PLACE}/ringside`, PROBES, session.env)).toEqual([]);
  });

  test.for(PROBES)('with open fuses $name would have been seen', async (one) => {
    expect(await probeOpened(machine, one, session.env)).toEqual([one.name]);
  });

  test('no variable makes it trust a relay that the system does not trust', async () => {
    const relay = await openPrivateRelay();
    try {
      await writeFile(machine.path('/tmp/authority.pem'), AUTHORITY);
      const env = {
        ...session.env,
        RINGSIDE_RELAY_URL: relay.url,
        RINGSIDE_DEVICE_TOKEN: 'a'.repeat(43),
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        NODE_EXTRA_CA_CERTS: '/tmp/authority.pem',
      };
      const args = ['--user-data-dir=/tmp/trusting', '--ignore-certificate-errors'];
      machine.start('agent', `${PLACE}/ringside`, args, env);
      await until('two tries', () => relay.tries() >= 2, 30_000);
      expect(relay.requests()).toBe(0);
      // The same relay, once the administrator trusts it, is spoken to.
      await machine.run('root', 'install', [
        '-D',
        '-m644',
        '/tmp/authority.pem',
        '/etc/ssl/certs/ca-certificates.crt',
      ]);
      await until('a request', () => relay.requests() > 0, 30_000);
    } finally {
      await endAll(machine);
      await machine.run('root', 'rm', ['-rf', '/etc/ssl']);
      await relay.close();
    }
  });

  test('removed, it is gone at once, and what is left of it in the agent’s home starts nothing', async () => {
    await machine.run('root', 'rm', ['-rf', '/opt/opened']);
    await apt('remove', 'ringside');
    await expect(readFile(machine.path('/usr/bin/ringside'))).rejects.toThrow('ENOENT');
    await expect(readFile(machine.path(`${PLACE}/ringside`))).rejects.toThrow('ENOENT');
    expect(await readEntry(machine, AUTOSTART)).not.toBeNull();
    expect(await startedWithSession(machine, AUTOSTART)).toBeNull();
  });

  test('purged, it leaves nothing but the agent’s own data', async () => {
    await apt('purge', 'ringside');
    expect([...(await everyFile())].filter((line) => !before.has(line))).toEqual([]);
    const left = await machine.run('root', 'find', [AGENT.home, '-iname', '*ringside*', '-prune']);
    expect(left.trim().split('\n').sort()).toEqual([`${AGENT.home}/.config/Ringside`, AUTOSTART]);
  });
});
