import { chmod, copyFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Page } from '@playwright/test';
import { newSecret, NORA, post, ring } from '../../test/fixtures/allo.ts';
import { startMachine, type Machine } from '../machine/machine.ts';
import { openSession, type Session } from '../machine/session.ts';
import { askRelay, startRelay, type RelaySettings } from '../relay/process.ts';
import { buildIfStale } from '../setup/build.ts';
import { whyNoDebian } from '../machine/debian.ts';
import { provisionElectron } from '../setup/electron.ts';
import { installLibraries } from '../setup/libraries.ts';
import { Problem } from '../setup/problem.mjs';
import { endProcess } from '../setup/processes.mjs';
import { packageEmpty, packageRingside, type Made, type Packaged } from './package/contestants.ts';
import { timeStart, type Started } from './package/starts.ts';
import { updateSize } from './package/update-size.ts';
import { percentile } from './percentiles.ts';

const STARTS = 10;
const INSTALLS = 5;

/**
 * The packages of the app beside those of an empty one that is packaged in the same way: size, time to install, start to the
 * tray and to the first picture, and what an update fetches. As an ordinary user, with the sandbox on.
 */
export async function benchPackage(): Promise<void> {
  await withPackages('packages', async (machine, session, both) => {
    await reportSizes(both);
    await reportInstalls(machine, both);
    await reportStarts(machine, session, both);
  });
}

/** Of these the starts alone, without making the packages. */
export async function benchPackageStart(): Promise<void> {
  await withPackages('folder', reportStarts);
}

async function withPackages(
  made: Made,
  report: (machine: Machine, session: Session, both: Both) => Promise<void>,
): Promise<void> {
  const why = await whyNoDebian();
  if (why !== null) throw new Problem('usage', `packages cannot be installed here: ${why}`);
  installLibraries(['electron', 'packages', 'tests', 'display']);
  await buildIfStale();
  const electron = await provisionElectron();
  // On a disk, which /tmp need not be, and where everybody may look.
  const folder = await mkdtemp('/var/tmp/ringside-package-');
  await chmod(folder, 0o755);
  let machine: Machine | null = null;
  try {
    const both = [
      await packageRingside(electron, join(folder, 'ringside'), made),
      await packageEmpty(electron, join(folder, 'empty'), made),
    ] as const;
    machine = await startMachine();
    const session = await openSession(machine);
    console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Electron ${electron.version}\n`);
    await report(machine, session, both);
  } finally {
    await machine?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Both = readonly [ringside: Packaged, empty: Packaged];

async function reportSizes(both: Both): Promise<void> {
  const sizes = async (app: Packaged) => {
    const update = await updateSize(app.appImage, app.nextAppImage);
    return {
      deb: (await stat(app.deb)).size,
      'tar.gz': (await stat(app.tarGz)).size,
      AppImage: (await stat(app.appImage)).size,
      installed: await bytesIn(app.unpacked),
      'update of the AppImage, same source': update.pieces + update.blockMap,
    };
  };
  const [ours, empty] = await Promise.all([sizes(both[0]), sizes(both[1])]);
  console.log('| size | Ringside | empty app | ratio |\n|---|---|---|---|');
  for (const name of Object.keys(ours) as (keyof typeof ours)[]) {
    const cells = [megabytes(ours[name]), megabytes(empty[name]), (ours[name] / empty[name]).toFixed(3)];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
  console.log('\nReach: at most 1.05\n');
}

/** With everything that it depends on there already: what remains is the package's own. */
async function reportInstalls(machine: Machine, both: Both): Promise<void> {
  const times = new Map<Packaged, number[]>(both.map((app) => [app, []]));
  for (const app of both) await copyFile(app.deb, machine.path(`/tmp/${app.executable}.deb`));
  const apt = async (...args: string[]) =>
    void (await machine.run('root', 'apt-get', ['-y', '-q', '--no-install-recommends', ...args]));
  for (let round = 0; round <= INSTALLS; round += 1) {
    for (const app of round % 2 === 0 ? both : both.toReversed()) {
      const began = performance.now();
      await apt('install', `/tmp/${app.executable}.deb`);
      if (round > 0) times.get(app)?.push(performance.now() - began);
      await apt('purge', app.executable);
    }
  }
  reportTimes(`apt-get install, ${INSTALLS} times each in turns`, both, (app) => times.get(app) ?? []);
}

async function reportStarts(machine: Machine, session: Session, both: Both): Promise<void> {
  const settings: RelaySettings = {
    folder: await mkdtemp('/var/tmp/ringside-relay-'),
    secret: newSecret(),
  };
  const relay = await startRelay(settings);
  try {
    await askRelay(settings, ['agents', 'add', NORA], v.unknown());
    const { token } = await askRelay(settings, ['devices', 'token', NORA], v.object({ token: v.string() }));
    const paired = { RINGSIDE_RELAY_URL: relay.url, RINGSIDE_DEVICE_TOKEN: token };
    for (const fromDisk of [false, true]) {
      const times = new Map<Packaged, Started[]>(both.map((app) => [app, []]));
      for (let round = 0; round <= STARTS; round += 1) {
        for (const app of round % 2 === 0 ? both : both.toReversed()) {
          const isOurs = app === both[0];
          const profile = `/tmp/profile-${app.executable}`;
          const options = { profile, args: [], env: isOurs ? paired : {}, fromDisk };
          const started = await timeStart(machine, session, app, options);
          // The first start fills the profile.
          if (round > 0) times.get(app)?.push(started);
        }
      }
      const how = fromDisk ? 'files read from the disk' : 'files in memory';
      reportTimes(`start → tray, ${how}, ${STARTS} times each in turns`, both, (app) =>
        (times.get(app) ?? []).map(({ trayMs }) => trayMs),
      );
    }
    const pictures = new Map<Packaged, number[]>(both.map((app) => [app, []]));
    for (let round = 0; round <= STARTS; round += 1) {
      for (const app of round % 2 === 0 ? both : both.toReversed()) {
        const isOurs = app === both[0];
        const name = `Caller ${round}`;
        if (isOurs) {
          const from_number = `+3319900${String(1000 + round)}`;
          await post(relay.url, settings.secret, ring({ from_number, person: { id: 'con_bench', name } }));
        }
        const profile = `/tmp/profile-${app.executable}`;
        const options = {
          profile,
          args: isOurs ? [] : ['--show'],
          env: isOurs ? paired : {},
          fromDisk: true,
        };
        const look = isOurs ? (pages: readonly Page[]) => cardPainted(pages, name) : emptyPainted;
        const { paintedMs } = await timeStart(machine, session, app, options, look);
        if (round > 0 && paintedMs !== null) pictures.get(app)?.push(paintedMs);
      }
    }
    const what = 'start → card of a call that is ringing (empty app: its window)';
    reportTimes(
      `${what}, files read from the disk, ${STARTS} times each in turns`,
      both,
      (app) => pictures.get(app) ?? [],
    );
  } finally {
    await endProcess(relay.child);
    await rm(settings.folder, { recursive: true, force: true });
  }
}

async function cardPainted(pages: readonly Page[], name: string): Promise<number | null> {
  const pop = pages.find((page) => page.url().endsWith('pop.html'));
  const card = pop?.getByRole('article', { name, exact: true });
  if (pop === undefined || card === undefined || (await card.count()) === 0) return null;
  const mark = `painted:${await card.getAttribute('data-key')}:ringing`;
  return await pop.evaluate((wanted) => {
    const [entry] = performance.getEntriesByName(wanted);
    return entry === undefined ? null : performance.timeOrigin + entry.startTime;
  }, mark);
}

async function emptyPainted([page]: readonly Page[]): Promise<number | null> {
  if (page === undefined) return null;
  return await page.evaluate(() => {
    const [entry] = performance.getEntriesByName('first-contentful-paint');
    return entry === undefined ? null : performance.timeOrigin + entry.startTime;
  });
}

function reportTimes(what: string, both: Both, timesOf: (app: Packaged) => readonly number[]): void {
  console.log(`| ${what} | median | fastest | slowest |\n|---|---|---|---|`);
  for (const app of both) {
    const own = timesOf(app);
    const cells = [percentile(own, 0.5), Math.min(...own), Math.max(...own)].map(
      (ms) => `${ms.toFixed(0)} ms`,
    );
    console.log(`| ${app.name} | ${cells.join(' | ')} |`);
  }
  const [ours, empty] = both.map((app) => percentile(timesOf(app), 0.5));
  console.log(`\nRatio of the medians: ${((ours ?? NaN) / (empty ?? NaN)).toFixed(2)}\n`);
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
