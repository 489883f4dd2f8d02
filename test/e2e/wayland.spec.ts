import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { answer, NORA, ring } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { processesOf } from '../fixtures/processes.ts';
import { openSway, SCREEN, type Sway } from './sway.ts';
import { until } from '../fixtures/until.ts';
import { cardOf, expect, test } from './stage.ts';

const ROOT = resolve(import.meta.dirname, '../..');

async function inSway(xwayland: boolean, work: (sway: Sway) => Promise<void>): Promise<void> {
  const sway = await openSway(xwayland);
  try {
    await work(sway);
  } finally {
    await sway.close();
  }
}

test('in a Wayland session a card stands in its corner through XWayland, and somebody who types goes on typing', async ({
  stage,
}, info) => {
  await inSway(true, async (sway) => {
    const folder = await mkdtemp(join(tmpdir(), 'ringside-typed-'));
    const typed = join(folder, 'typed');
    sway.start('foot', ['--title', 'at work', 'sh', '-c', `cat > '${typed}'`]);
    const { token } = await stage.relay.tokenFor(NORA);
    const app = await stage.start({
      relayUrl: stage.relay.url(),
      token,
      env: sway.env,
      switches: ['--ozone-platform=x11'],
      keychain: 'none',
    });
    const focused = async () => (await sway.windows()).find(({ isFocused }) => isFocused)?.name;
    await expect.poll(focused).toBe('at work');
    const pop = await app.pop();
    await stage.relay.play(ring());
    await expect(cardOf(pop, 'Ana Lopez')).toBeVisible();
    await sway.type('still here\n');
    await expect.poll(() => readFile(typed, 'utf8').catch(() => '')).toBe('still here\n');
    expect(await focused()).toBe('at work');
    // The page has drawn it; the compositor may be a frame behind.
    await expect(async () => {
      const shot = await picture(sway);
      const { card, colours } = await seen(app, shot);
      // In the corner, whole, and nothing else is as bright as it.
      expect(SCREEN.width - card.x - card.width).toBeLessThan(40);
      expect(SCREEN.height - card.y - card.height).toBeLessThan(40);
      expect(colours.inside).toBeGreaterThan(200);
      expect(colours.left).toBeLessThan(60);
      expect(colours.middle).toBeLessThan(60);
      await info.attach('card', { body: shot, contentType: 'image/png' });
    }).toPass({ timeout: 10_000 });
    await rm(folder, { recursive: true });
  });
});

/** Where the app believes its card to be, and how bright (0 to 255) the compositor's own picture is there and elsewhere. */
async function seen(app: DrivenApp, shot: Buffer) {
  return await app.electron.evaluate(({ BrowserWindow, nativeImage }, base64) => {
    const pop = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().endsWith('pop.html'));
    const card = pop?.getBounds() ?? { x: 0, y: 0, width: 0, height: 0 };
    const image = nativeImage.createFromDataURL(`data:image/png;base64,${base64}`);
    const { width, height } = image.getSize();
    const bytes = image.toBitmap();
    const at = (x: number, y: number) => bytes[(Math.round(y) * width + Math.round(x)) * 4] ?? 0;
    const colours = {
      inside: at(card.x + card.width / 2, card.y + 8),
      left: at(card.x - 10, card.y + card.height / 2),
      middle: at(width / 2, height / 2),
    };
    return { card, colours };
  }, shot.toString('base64'));
}

async function picture(sway: Sway): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-picture-'));
  const file = join(folder, 'screen.png');
  await sway.shoot(file);
  const bytes = await readFile(file);
  await rm(folder, { recursive: true });
  return bytes;
}

test('without XWayland the app that asks for it starts natively, and a ring is a notification', async ({
  stage,
}, info) => {
  await inSway(false, async (sway) => {
    const userData = await stage.profile();
    const { token } = await stage.relay.tokenFor(NORA);
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const args = [ROOT, ...sandbox, `--user-data-dir=${userData}`, '--password-store=basic', '--mute-audio'];
    const env = { RINGSIDE_RELAY_URL: stage.relay.url(), RINGSIDE_DEVICE_TOKEN: token };
    spawn(createRequire(import.meta.url)('electron') as string, [...args, '--ozone-platform=x11'], {
      env: { ...process.env, ...sway.env, ...env },
      stdio: 'ignore',
    });
    const own = async () => await processesOf(null, `--user-data-dir=${userData}`);
    try {
      const isThere = async () =>
        (await own()).some(
          ({ kind, command }) => kind === 'main' && command.includes('--ozone-platform=wayland'),
        );
      await until('the app in the session', isThere, 20_000);
      const log = () => readFile(join(userData, 'logs', 'ringside.log'), 'utf8').catch(() => '');
      await expect.poll(log, { timeout: 20_000 }).toContain('tray ready');
      await stage.relay.play(ring({ started_at: new Date().toISOString() }));
      await expect.poll(() => sway.notified(), { timeout: 20_000 }).toContain('Call from Ana Lopez');
      await info.attach('notification', { body: await picture(sway), contentType: 'image/png' });
      expect((await sway.windows()).map(({ name }) => name)).toEqual([]);
      expect((await log()).match(/tray ready/g)).toHaveLength(1);
      await stage.relay.play(answer());
    } finally {
      for (const { pid } of await own()) process.kill(pid, 'SIGKILL');
      await until('all of it to be gone', async () => (await own()).length === 0);
    }
  });
});
