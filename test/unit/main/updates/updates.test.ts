import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { UpdatesStart } from '../../../../src-main/updates/at-start.ts';
import { Unreachable } from '../../../../src-main/updates/fetching.ts';
import type { Installation } from '../../../../src-main/updates/installation.ts';
import type { DeskFacts } from '../../../../src-main/updates/may-restart.ts';
import type { SystemUpdater } from '../../../../src-main/updates/system-updater.ts';
import { openUpdates, type AppUpdates } from '../../../../src-main/updates/updates.ts';
import type { UpdatesRecord } from '../../../../src-main/updates/updates-file.ts';
import { notedLog } from '../heard.ts';
import { newPair, signed, SOME_FEED } from '../release/signing.ts';

const ours = newPair();
const source = {
  feed: new URL('https://updates.example/'),
  keys: [ours.spki],
  pace: { firstLook: 10, everyLook: 100, idle: 60 },
};
const FREE: DeskFacts = {
  openCalls: 0,
  cards: 0,
  hasDigest: false,
  isWindowOpen: false,
  isDialogOpen: false,
  idle: 60,
};

/** An app that an installer replaces, with a feed that offers what `looks` says. */
function appWith(
  options: { readonly installation?: Installation; readonly release?: UpdatesStart['release'] } = {},
) {
  let record: UpdatesRecord = {
    newestSeen: null,
    staged: null,
    at: null,
    trial: null,
    updated: null,
    refused: null,
    stuck: null,
  };
  const app = {
    isAllowed: true,
    desk: FREE,
    isNewer: true,
    isReachable: true,
    looks: 0,
    quits: 0,
    installed: 0,
    record: () => record,
  };
  const updater: SystemUpdater = {
    async look() {
      app.looks += 1;
      if (!app.isReachable) throw new Unreachable('ENOTFOUND');
      return { feed: SOME_FEED, published: signed(SOME_FEED, ours), isNewer: app.isNewer };
    },
    download: async () => '/nowhere',
    install: async () => void (app.installed += 1),
  };
  const updates: AppUpdates = openUpdates({
    start: {
      version: '0.1.0',
      installation: options.installation ?? { kind: 'installer' },
      release: options.release ?? { updates: source },
      isAllowed: () => app.isAllowed,
      file: { now: () => record, change: async (some) => ((record = { ...record, ...some }), true) },
      image: null,
      failed: null,
      trial: null,
      handOver: async () => undefined,
    },
    fetch: async () => await Promise.reject(new Unreachable('none')),
    releaseInfo: '',
    openUpdater: async () => updater,
    desk: () => app.desk,
    quit: () => void (app.quits += 1),
    log: notedLog(),
    random: () => 0.5,
  });
  return { app, updates, kind: () => updates.state().status.kind };
}

const seconds = async (count: number) => await vi.advanceTimersByTimeAsync(count * 1000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

// Which feed there is depends on the system that this runs on.
const isKnown =
  ['linux', 'darwin', 'win32'].includes(process.platform) && ['x64', 'arm64'].includes(process.arch);

test.each([
  [{ installation: { kind: 'fixed', why: 'system-packages' } }, 'system-packages'],
  [{ installation: { kind: 'fixed', why: 'development' } }, 'development'],
  [{ release: { updates: null } }, 'no-feed'],
  [{ release: 'broken' }, 'broken-build'],
] as const)('an app with %j asks nobody, and says why', async (options, why) => {
  const { app, updates } = appWith(options);
  updates.check();
  updates.restart();
  await seconds(1_000);
  expect(app.looks + app.quits).toBe(0);
  expect(updates.state().status).toEqual({ kind: 'off', why });
});

test.runIf(isKnown)(
  'from the first look to the restart, and the last act comes only when it is asked for',
  async () => {
    const { app, updates, kind } = appWith();
    app.desk = { ...FREE, idle: 0 };
    await updates.finish();
    expect(app.installed).toBe(0);
    await seconds(9);
    expect(app.looks).toBe(0);
    await seconds(10);
    expect(kind()).toBe('ready');
    await seconds(50);
    expect(app.quits).toBe(0);
    app.desk = FREE;
    await seconds(5);
    expect(app.quits).toBe(1);
    await updates.finish();
    expect(app.installed).toBe(1);
    expect(app.record().trial).toMatchObject({ from: '0.1.0', to: '0.2.0' });
  },
);

test.runIf(isKnown)('the agent’s own word restarts it whatever is on screen', async () => {
  const { app, updates, kind } = appWith();
  app.desk = { ...FREE, idle: 0, isWindowOpen: true };
  await seconds(20);
  expect(kind()).toBe('ready');
  updates.restart();
  await seconds(0);
  expect(app.quits).toBe(1);
});

test.runIf(isKnown)(
  'an administrator who turns updates off is heard at once, and so is one who turns them on',
  async () => {
    const { app, updates } = appWith();
    app.desk = { ...FREE, idle: 0 };
    await seconds(20);
    const { looks } = app;
    app.isAllowed = false;
    expect(updates.state().status).toEqual({ kind: 'off', why: 'managed' });
    updates.check();
    updates.restart();
    app.desk = FREE;
    await seconds(1_000);
    expect([app.looks, app.quits]).toEqual([looks, 0]);
    app.isAllowed = true;
    await seconds(5);
    expect(app.quits).toBe(1);
  },
);

test.runIf(isKnown)('a feed that cannot be reached is said, and followed when it can be', async () => {
  const { app, updates, kind } = appWith();
  app.isReachable = false;
  app.desk = { ...FREE, idle: 0 };
  await seconds(15);
  expect(updates.state().status).toMatchObject({ kind: 'failed', why: 'unreachable' });
  app.isReachable = true;
  updates.check();
  await seconds(5);
  expect(kind()).toBe('ready');
  expect(app.record().newestSeen).toBe(Date.parse(SOME_FEED.signedAt));
});
