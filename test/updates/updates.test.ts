import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Feed } from '../../src-main/release/feed.ts';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askRelay, startRelay } from '../../scripts/relay/process.ts';
import { displayToUse, type Display } from '../../scripts/setup/display.ts';
import { endProcess } from '../../scripts/setup/processes.mjs';
import { MAX_RING_WINDOW_S } from '../../src-shared/calls/freshness.ts';
import { completed, newSecret, newWebhookId, NORA, post, ring, type AlloBody } from '../fixtures/allo.ts';
import { CALLERS, partyOf } from '../fixtures/callers.ts';
import { until } from '../fixtures/until.ts';
import { AUTHORITY, release, startFeed, type FeedServer } from './feed-server.ts';
import { NEW, OLD } from './keys.ts';
import { startAppImage, type UpdatedApp } from './updated-app.ts';
import { twoVersions } from './versions.ts';

const NAME = 'Ringside-x86_64.AppImage';
const canRun = process.platform === 'linux' && process.arch === 'x64' && process.getuid?.() === 0;

if (!canRun) console.warn('ringside: skipped: two AppImages and a feed need root on Linux, x86-64');

describe.runIf(canRun)('an AppImage and its feed', () => {
  let versions: { readonly old: string; readonly next: string };
  let next: Buffer;
  let display: Display;
  let folder: string;
  let relay: Awaited<ReturnType<typeof startRelay>>;
  let settings: { folder: string; secret: string };
  let token: string;
  let feed: FeedServer;
  let app: UpdatedApp | null = null;

  beforeAll(async () => {
    versions = await twoVersions();
    next = await readFile(versions.next);
    folder = await mkdtemp(join(tmpdir(), 'ringside-updates-'));
    await writeFile(join(folder, 'authority.pem'), AUTHORITY);
    display = await displayToUse();
    settings = { folder: join(folder, 'relay'), secret: newSecret() };
    await mkdir(settings.folder);
    // A ring that nothing ends goes on for longer than a busy machine takes to look at what it holds up.
    await writeFile(
      join(settings.folder, 'relay.config.json'),
      JSON.stringify({ ringWindow: MAX_RING_WINDOW_S }),
    );
    relay = await startRelay(settings);
    await askRelay(settings, ['agents', 'add', NORA], v.unknown());
    ({ token } = await askRelay(settings, ['devices', 'token', NORA], v.object({ token: v.string() })));
  });
  afterAll(async () => {
    await endProcess(relay.child);
    await display.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    feed = await startFeed();
  });
  afterEach(async () => {
    await app?.close();
    app = null;
    await feed.close();
  });

  async function started(): Promise<UpdatedApp> {
    app = await startAppImage({
      folder: await mkdtemp(join(folder, 'desk-')),
      appImage: versions.old,
      env: {
        ...display.env,
        https_proxy: `http://${feed.proxy.address}`,
        no_proxy: '127.0.0.1',
        SSL_CERT_FILE: join(folder, 'authority.pem'),
        RINGSIDE_RELAY_URL: relay.url,
        RINGSIDE_DEVICE_TOKEN: token,
      },
    });
    return app;
  }

  const rings = async (who: keyof typeof CALLERS) => {
    const { number } = CALLERS[who];
    const body = ring({ from_number: number, user_email: NORA, ...partyOf(CALLERS[who], new Date()) });
    expect(await post(relay.url, settings.secret, body)).toMatchObject({ status: 200 });
    return body;
  };
  /** The same call is over. */
  const ends = async ({ data }: AlloBody) => {
    const { from_number, from_name, started_at } = data;
    const body = completed({
      from_number,
      from_name,
      start_date: started_at,
      id: newWebhookId().replace('msg', 'cll'),
    });
    expect(await post(relay.url, settings.secret, body)).toMatchObject({ status: 200 });
  };
  const looks = () => feed.asked.filter(({ path }) => path === 'latest-linux.yml').length;
  const looksAgain = async () => {
    const before = looks();
    await until('two more looks at the feed', () => looks() >= before + 2, 20_000);
  };
  const says = async (page: Page, text: string) =>
    await page.getByRole('region', { name: 'Updates' }).getByText(text).first().waitFor({ timeout: 20_000 });
  const offer = async (version: string, change: Partial<Feed> = {}) =>
    await release(feed, next, { version, by: [OLD], change });
  const fetched = () =>
    feed.asked.filter(({ path }) => path === NAME).reduce((sum, { bytes }) => sum + bytes, 0);

  test('a new version takes its place between two rings: nothing is lost, only what changed is fetched, and the next may be signed by the key that it brought', async () => {
    await offer('0.2.0', { stagingPercentage: 0 });
    const desk = await started();
    const first = (await desk.pid()) ?? 0;
    await looksAgain();
    expect(await desk.log()).not.toContain('an update was found');
    const call = await rings('ana');
    const pop = await desk.page('pop.html');
    await pop.getByText('Ana Lopez').first().waitFor({ state: 'visible' });

    // Offered to all of them now, and not even fetched while the phone rings.
    await offer('0.2.0', { stagingPercentage: 100 });
    await until('it to be found', async () => (await desk.log()).includes('an update was found'), 20_000);
    const askedBy = performance.now();
    await until('a while to pass', () => performance.now() - askedBy > 1_500);
    expect(fetched()).toBe(0);
    await ends(call);
    await until('it to lie ready', async () => (await desk.log()).includes('an update lies ready'), 30_000);
    // The card is there for longer than anybody has to be away for a restart.
    await looksAgain();
    expect(await desk.pid()).toBe(first);
    await pop.getByRole('button', { name: 'Close this card' }).first().click();
    await desk.restarted(first);

    const again = await rings('sam');
    await (await desk.page('pop.html')).getByText('Sam', { exact: true }).first().waitFor();
    expect(fetched()).toBeLessThan(next.length / 10);
    expect((await readFile(desk.path)).equals(next)).toBe(true);
    const home = await desk.settings();
    await says(home, 'Updated from 0.1.0');
    await says(home, 'What is new in 0.2.0');
    await release(feed, Buffer.concat([next, next.subarray(-4)]), { version: '0.3.0', by: [NEW] });
    await says(home, '0.3.0 is available.');
    await ends(again);
    await says(home, '0.3.0 is ready.');
    await home.getByRole('button', { name: 'Calls' }).click();
    for (const who of ['Ana Lopez', 'Sam']) await home.getByText(who, { exact: true }).first().waitFor();
  });

  test('what is not ours, not for us, not newer, or not what was signed is never taken, a full disk and a broken line cost only time', async () => {
    feed.ranges = 'one';
    await offer('0.0.9');
    const desk = await started();
    const home = await desk.settings();
    await says(home, 'This is the newest version.');
    const before = new Date(Date.now() - 3_600_000).toISOString();

    await release(feed, next, { version: '0.2.0', by: [NEW] });
    await says(home, 'is not signed as it must be');
    await offer('0.2.0', { feed: 'latest-mac.yml' });
    await says(home, 'or not for this computer');
    feed.withdraw('latest-linux.yml.sig');
    await says(home, 'is not signed as it must be');
    await offer('0.2.0', { signedAt: before });
    await says(home, 'is older than one seen before');
    feed.alter('latest-linux.yml', '0.2.0', '0.2.1');
    await says(home, 'is not signed as it must be');
    expect(fetched()).toBe(0);

    await mkdir(desk.cache, { recursive: true });
    await onSmallDisk(desk.cache, async () => {
      await offer('0.2.0');
      await says(home, 'There is no room for the update');
    });
    feed.publish(
      NAME,
      Buffer.concat([next.subarray(0, 5_000_000), Buffer.from('x'), next.subarray(5_000_001)]),
    );
    await says(home, 'is not what was signed');
    feed.breakOffAfter = Math.floor(next.length / 2);
    feed.publish(NAME, next);
    await says(home, 'cannot be reached');
    await says(home, '0.2.0 is ready.');
    const goneOn = feed.asked.filter(({ path, range }) => path === NAME && /^bytes=\d+-$/.test(range ?? ''));
    expect(goneOn).toHaveLength(1);
    expect(goneOn[0]?.bytes).toBeLessThan(next.length * 0.6);
    expect(await untouched(desk)).toBe(true);
  });

  test('a new version that dies at its start is replaced by the one before, which says so', async () => {
    await offer('0.0.9');
    const desk = await started();
    const home = await desk.settings();
    const script = Buffer.from('#!/bin/sh\nexit 1\n');
    const dying = Buffer.concat([script, Buffer.alloc(500_000, '#'), Buffer.from([0, 0, 0, 9])]);
    await release(feed, dying, { version: '0.2.0', by: [OLD] });
    const first = (await desk.pid()) ?? 0;
    await home.getByRole('button', { name: 'Restart now' }).click();
    await desk.restarted(first);
    const after = await desk.settings();
    await says(after, 'the one before is back');
    expect(await untouched(desk)).toBe(true);
    await looksAgain();
    expect(await readdir(dirname(desk.path))).toEqual(['phone cards']);
  });

  /** Whether the app is the file that it was. */
  async function untouched(desk: UpdatedApp): Promise<boolean> {
    return (await readFile(desk.path)).equals(await readFile(versions.old));
  }
});

/** A few megabytes where downloads go. */
async function onSmallDisk(at: string, act: () => Promise<void>): Promise<void> {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', at]);
  try {
    await act();
  } finally {
    execFileSync('umount', ['-l', at]);
  }
}
