import type { Page } from '@playwright/test';
import type { SomePreferences } from '../../src-shared/preferences/preferences.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { LINE, NORA, ring } from '../fixtures/allo.ts';
import { shrinkScreen } from './screen-size.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function caller(n: number, data: Record<string, unknown> = {}) {
  const person = { id: `con_${n}`, name: `Caller ${n}` };
  return ring({ from_number: `+331990${10_000 + n}`, person, company: null, deals: null, ...data });
}

/** Chooses as the settings page does. */
async function choose(app: DrivenApp, choice: SomePreferences): Promise<void> {
  const pop = await app.pop();
  await pop.evaluate(
    async (some) =>
      await (Reflect.get(window, 'ringside') as RingsideBridge).request('preferences:set', some),
    choice,
  );
}
interface RingsideBridge {
  request(channel: string, payload: unknown): Promise<unknown>;
}

/** Where the pop is on screen, and the work area that it is in. */
async function popOnScreen(app: DrivenApp): Promise<{ window: Box; workArea: Box }> {
  return await app.electron.evaluate(({ BrowserWindow, screen }) => {
    const pop = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().endsWith('pop.html'));
    if (pop === undefined) throw new Error('no pop');
    return {
      window: pop.getBounds(),
      workArea: screen.getDisplayMatching(pop.getBounds()).workArea,
    };
  });
}

/** Where a card is on screen, once its window and its page agree. */
async function cardOnScreen(app: DrivenApp, name: string): Promise<Box> {
  const card = cardOf(await app.pop(), name);
  const look = async () => {
    const { window } = await popOnScreen(app);
    const box = await card.boundingBox();
    if (box === null) throw new Error(`no ${name}`);
    return { ...box, x: window.x + box.x, y: window.y + box.y };
  };
  let last = await look();
  await expect
    .poll(async () => {
      const next = await look();
      const still = JSON.stringify(next) === JSON.stringify(last);
      last = next;
      return still;
    })
    .toBe(true);
  return last;
}

async function happens(app: DrivenApp, event: 'lock-screen' | 'unlock-screen'): Promise<void> {
  await app.electron.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event);
}

test('twelve calls at once: three cards and a counter, and a pinned card never moves', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(caller(1));
  await stage.relay.play(caller(2));
  const pop = await expectPopped(app);
  await expect(cardOf(pop, 'Caller 2')).toBeVisible();
  await cardOf(pop, 'Caller 2').getByRole('button', { name: 'Pin this card' }).click();
  await pop.mouse.move(5, 5);
  const before = await cardOnScreen(app, 'Caller 2');

  for (let n = 3; n <= 12; n += 1) await stage.relay.play(caller(n));
  await expect(cardOf(pop, 'Caller 12')).toBeVisible();
  await expect(pop.getByRole('article')).toHaveCount(3);
  await expect(pop.getByText('+9 more calls')).toBeVisible();
  await expect(cardOf(pop, 'Caller 11')).toBeVisible();
  expect(await cardOnScreen(app, 'Caller 2')).toEqual(before);

  await cardOf(pop, 'Caller 12').getByRole('button', { name: 'Close this card' }).click();
  await cardOf(pop, 'Caller 11').getByRole('button', { name: 'Close this card' }).click();
  await expect(cardOf(pop, 'Caller 10')).toBeVisible();
  await expect(pop.getByText('+7 more calls')).toBeVisible();
  expect(await cardOnScreen(app, 'Caller 2')).toEqual(before);
});

const FORTY_DEALS = Array.from({ length: 40 }, (_, n) => ({
  id: `dea-${n}`,
  name: `Deal ${n}`,
  status: 'qualified',
  value: 1000,
  currency: 'EUR',
  close_date: null,
}));

test('cards that do not fit the screen are counted, not cut', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  for (const n of [1, 2, 3]) await stage.relay.play(caller(n, { deals: FORTY_DEALS }));
  const pop = await expectPopped(app);
  await expect(cardOf(pop, 'Caller 3')).toBeVisible();
  await expect(pop.getByText(/^\+\d more call/)).toBeVisible();
  // The window and its page are told of a card one after the other.
  await expect(async () => {
    const { window, workArea } = await popOnScreen(app);
    expect(window.y).toBeGreaterThanOrEqual(workArea.y);
    expect(window.y + window.height).toBeLessThanOrEqual(workArea.y + workArea.height);
    const shown = pop.getByRole('article');
    expect(await shown.count()).toBeLessThan(3);
    for (const card of await shown.all()) {
      const box = await card.boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(0);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(window.height);
    }
  }).toPass({ timeout: 10_000 });
});

test('a new card beside pinned ones that leave it less than its height fades out where it is cut, and is whole when one goes', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const pop = await app.pop();
  const fade = (name: string) =>
    cardOf(pop, name).evaluate((card) => {
      const place = card.closest('[data-place]');
      return place === null ? 'no place' : getComputedStyle(place, '::after').height;
    });
  for (const n of [1, 2]) {
    await stage.relay.play(caller(n, { deals: FORTY_DEALS.slice(0, n - 1) }));
    await cardOf(pop, `Caller ${n}`).getByRole('button', { name: 'Pin this card' }).click();
  }
  await stage.relay.play(caller(3, { deals: FORTY_DEALS }));
  const newest = cardOf(pop, 'Caller 3');
  await expect(newest).toBeVisible();
  await expect.poll(() => fade('Caller 3')).toBe('40px');
  await expect.poll(() => Promise.all([fade('Caller 1'), fade('Caller 2')])).toEqual(['auto', 'auto']);
  await newest.hover();
  await pop.mouse.wheel(0, 1000);
  await expect(newest.getByRole('button', { name: 'Search in Acme CRM' })).toBeInViewport();
  await expect.poll(() => fade('Caller 3')).toBe('0px');
  await pop.mouse.move(0, 0);

  await cardOf(pop, 'Caller 2').getByRole('button', { name: 'Close this card' }).click();
  await pop.mouse.move(0, 0);
  await expect(pop.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect.poll(() => fade('Caller 3')).toBe('auto');
});

test('do not disturb: no card, and a digest when it ends that stays gone once it is closed', async ({
  stage,
}) => {
  const { token, device } = await stage.relay.tokenFor(NORA);
  const paired = { relayUrl: stage.relay.url(), token, userData: await stage.profile() };
  const app = await stage.start(paired);
  await expectLive(app);
  await choose(app, { snoozedUntil: Date.now() + 3_600_000 });
  await stage.relay.play(caller(1));
  await stage.relay.play(caller(2, { to_number: '+33199004400' }));
  // A ring that arrives after the end of do not disturb would rightly have its card.
  await expect.poll(() => stage.relay.acked(device)).toBe(2);
  await choose(app, { snoozedUntil: null, mutedLines: [LINE] });

  const pop = await expectPopped(app);
  const digest = cardOf(pop, 'While you were away');
  await expect(digest.getByText('2 missed calls')).toBeVisible();
  await expect(digest.getByText('Caller 2, Caller 1')).toBeVisible();
  await expect(pop.getByRole('article')).toHaveCount(1);
  await digest.getByRole('button', { name: 'Dismiss' }).first().click();
  await expect.poll(() => app.popIsVisible()).toBe(false);
  await app.close();

  const again = await stage.start(paired);
  await expect((await again.showHome()).getByText('All lines are muted').first()).toBeVisible();
  // The line was muted in the run before: its ring shows nothing, the next line's does, and no digest is there.
  await stage.relay.play(caller(3));
  await stage.relay.play(caller(4, { to_number: '+33199004400' }));
  const popAgain = await expectPopped(again);
  await expect(cardOf(popAgain, 'Caller 4')).toBeVisible();
  await expect(cardOf(popAgain, 'Caller 3')).toHaveCount(0);
  await expect(cardOf(popAgain, 'While you were away')).toHaveCount(0);
});

test('what rings at a locked screen is told at the unlock, and leads to the calls', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  await happens(app, 'lock-screen');
  await stage.relay.play(caller(1));
  await expect((await app.showHome()).getByText('Caller 1').first()).toBeAttached();
  expect(await app.popIsVisible()).toBe(false);
  await happens(app, 'unlock-screen');
  const pop = await expectPopped(app);
  const digest = cardOf(pop, 'While you were away');
  await expect(digest.getByText('1 missed call')).toBeVisible();
  await digest.getByRole('button', { name: 'Show' }).click();
  await expect.poll(() => app.popIsVisible()).toBe(false);
});

test('the corner is where the agent wants it, at once, and cards grow away from it', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(caller(1));
  const pop = await expectPopped(app);
  await expect(cardOf(pop, 'Caller 1')).toBeVisible();
  const corners = {
    'top-left': ({ window, workArea }: { window: Box; workArea: Box }) => [
      window.x - workArea.x,
      window.y - workArea.y,
    ],
    'top-right': ({ window, workArea }: { window: Box; workArea: Box }) => [
      workArea.x + workArea.width - window.x - window.width,
      window.y - workArea.y,
    ],
    'bottom-left': ({ window, workArea }: { window: Box; workArea: Box }) => [
      window.x - workArea.x,
      workArea.y + workArea.height - window.y - window.height,
    ],
  } as const;
  for (const [corner, distance] of Object.entries(corners)) {
    await choose(app, { corner: corner as keyof typeof corners });
    await expect.poll(async () => distance(await popOnScreen(app))).toEqual([12, 12]);
  }
  await choose(app, { corner: 'top-left' });
  await expect.poll(async () => corners['top-left'](await popOnScreen(app))).toEqual([12, 12]);
  const first = await cardOnScreen(app, 'Caller 1');
  await stage.relay.play(caller(2));
  await expect(cardOf(pop, 'Caller 2')).toBeVisible();
  expect(await cardOnScreen(app, 'Caller 1')).toEqual(first);
  expect((await cardOnScreen(app, 'Caller 2')).y).toBeGreaterThan(first.y);
});

test('when the screen gets smaller under a card, the card is inside it at once, and back in its corner after', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(caller(1));
  const pop = await expectPopped(app);
  await expect(cardOf(pop, 'Caller 1')).toBeVisible();
  const fromCorner = async () => {
    const { window, workArea } = await popOnScreen(app);
    return {
      screen: workArea.width,
      right: workArea.x + workArea.width - window.x - window.width,
      bottom: workArea.y + workArea.height - window.y - window.height,
    };
  };
  const full = await fromCorner();
  expect(full).toMatchObject({ right: 12, bottom: 12 });
  const restore = await shrinkScreen();
  try {
    await expect.poll(fromCorner).toEqual({ screen: 1024, right: 12, bottom: 12 });
  } finally {
    await restore();
  }
  await expect.poll(fromCorner).toEqual(full);
});

test('the tone rings with the card, without a click before, and is silent once it is closed', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const pop = await app.pop();
  await pop.evaluate(() => {
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      Object.assign(window, { tone: this });
      return play.call(this);
    };
  });
  await choose(app, { sound: 'chime', volume: 1 });
  await stage.relay.play(caller(1));
  await expectPopped(app);
  await expect.poll(() => toneIsPlaying(pop)).toBe(true);
  await cardOf(pop, 'Caller 1').getByRole('button', { name: 'Close this card' }).click();
  await expect.poll(() => toneIsPlaying(pop)).toBe(false);
});

/** Whether the tone's time goes on: the tests' app is muted only at its very end. */
async function toneIsPlaying(pop: Page): Promise<boolean> {
  return await pop.evaluate(() => {
    const tone: unknown = Reflect.get(window, 'tone');
    return tone instanceof HTMLMediaElement && !tone.paused && tone.currentTime > 0;
  });
}
