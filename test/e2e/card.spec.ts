import { ANA, completed, ring } from '../fixtures/allo.ts';
import { openPopStage, type PopStage } from '../gallery/popStage.ts';
import { card as cardModel, UNKNOWN } from '../gallery/people.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';
import { hideWindows, xdotool } from './terminal.ts';

const HOUR_MS = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

test('the next ring says what the last call came to, and how often the caller has tried today', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const before = ago(26 * HOUR_MS);
  await stage.relay.play(ring({ started_at: before }));
  await stage.relay.play(completed({ start_date: before }));
  await stage.relay.play(ring());
  const pop = await expectPopped(app);
  const card = cardOf(pop, 'Ana Lopez');
  const past = card.getByRole('group', { name: 'Last time' });
  await expect(past.getByText('“Ana asked to move the pilot to May.”')).toBeVisible();
  await expect(past.getByText('· you')).toBeVisible();
  await expect(card.getByText(/called \d times/)).toBeHidden();
});

test('the caller’s city and time come from the number alone', async ({ stage }) => {
  const app = await stage.start({
    relayUrl: stage.relay.url(),
    token: (await stage.relay.tokenFor('nora@ringside.example')).token,
    timeZone: 'America/New_York',
  });
  await expectLive(app);
  await stage.relay.play(ring({ from_number: '+442079460018', person: null, company: null, deals: null }));
  const card = cardOf(await expectPopped(app), '+44 20 7946 0018');
  await expect(card.getByText('London')).toBeVisible();
  await expect(card.getByText(/^· \d\d?:\d\d/)).toBeVisible();
  const flag = card.getByRole('presentation').first();
  await expect.poll(() => flag.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await expect(card.getByText('First call from this number')).toBeVisible();
});

test('a note is typed on a real keyboard after a click, and is there after a crash', async ({ stage }) => {
  const userData = await stage.profile();
  const { token } = await stage.relay.tokenFor('nora@ringside.example');
  const paired = { relayUrl: stage.relay.url(), token, userData };
  const app = await stage.start(paired);
  await expectLive(app);
  await hideWindows(app);
  await stage.relay.play(ring());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await card.getByRole('button', { name: 'Note' }).click();
  const note = card.getByRole('textbox', { name: 'Note' });
  await expect(note).toBeFocused();
  // Keys are let through a moment after the click.
  await expect
    .poll(async () => {
      await xdotool('type', '-');
      return await note.inputValue();
    })
    .toContain('-');
  await xdotool('type', ' wants it in writing');
  await expect(note).toHaveValue(/- wants it in writing$/);
  await expect(card.getByText('Saved')).toBeVisible();
  await app.kill();

  const again = await stage.start(paired);
  const home = await again.showHome();
  await home.getByText('Ana Lopez').first().click();
  await expect(home.getByRole('textbox', { name: 'Note' })).toHaveValue(/wants it in writing$/);
});

test.describe('on the page itself', () => {
  let stage: PopStage;
  test.beforeAll(async () => {
    stage = await openPopStage();
  });
  test.beforeEach(async () => {
    await stage.anew();
  });
  test.afterAll(async () => {
    await stage.close();
  });

  test('no key does anything unless the card was asked for, nor right after that', async () => {
    const { page } = stage;
    const ringing = [cardModel('ringing')];
    const note = page.getByRole('textbox', { name: 'Note' });
    await stage.show({ cards: ringing });
    await page.getByRole('article').waitFor({ state: 'attached' });
    await page.evaluate(pressKey, ['KeyN', 'n'] as const);
    expect(await note.count()).toBe(0);

    // In the page, so that no way is too long for the first moment.
    await page.evaluate(() => {
      const key = { code: 'KeyN', key: 'n', bubbles: true, cancelable: true };
      const press = () => document.body.dispatchEvent(new KeyboardEvent('keydown', key));
      const changes = new MutationObserver(() => {
        if (document.querySelector('[data-summoned="true"]') === null) return;
        changes.disconnect();
        press();
        document.body.dataset['pressed'] = 'yes';
      });
      changes.observe(document.body, { attributes: true, subtree: true });
    });
    await stage.show({ cards: ringing, summoned: true });
    await page.locator('[data-pressed="yes"]').waitFor({ state: 'attached' });
    expect(await note.count()).toBe(0);
    await expect(page.getByText('open top deal')).toBeAttached();

    await expect
      .poll(async () => {
        await page.evaluate(pressKey, ['KeyN', 'n'] as const);
        return await note.count();
      })
      .toBe(1);
    await stage.show({ cards: ringing });
    await expect(page.getByText('open top deal')).toHaveCount(0);
  });

  test('who has clicked into the note writes at once, from the first key', async () => {
    const { page } = stage;
    const ringing = [cardModel('ringing')];
    await stage.show({ cards: ringing });
    await page.getByRole('article').waitFor({ state: 'attached' });
    // In the page, so that the key is there within the moment in which stray ones are refused.
    await page.evaluate(() => {
      document.querySelector<HTMLElement>('button[aria-label="Note"]')?.click();
      const changes = new MutationObserver(() => {
        const note = document.querySelector('[data-summoned="true"] textarea');
        if (note === null) return;
        changes.disconnect();
        const key = { code: 'KeyX', key: 'x', bubbles: true, cancelable: true };
        setTimeout(() => {
          const written = note.dispatchEvent(new KeyboardEvent('keydown', key));
          document.body.dataset['written'] = written ? 'yes' : 'no';
        }, 50);
      });
      changes.observe(document.body, { attributes: true, childList: true, subtree: true });
    });
    await stage.show({ cards: ringing, summoned: true });
    await page.locator('[data-written]').waitFor({ state: 'attached' });
    await expect(page.locator('[data-written="yes"]')).toBeAttached();
  });

  test('a digit opens its deal by its place on the keyboard, as French ones need Shift', async () => {
    const { page } = stage;
    await stage.show({ cards: [cardModel('ringing')], summoned: true });
    await page.locator('[data-summoned="true"]').waitFor({ state: 'attached' });
    // Main knows nothing of this call: what reaches it comes back as such.
    await expect
      .poll(async () => {
        await page.evaluate(pressKey, ['Digit2', 'é'] as const);
        return await page.getByRole('article').getByText('That call is gone').count();
      })
      .toBe(1);
  });

  test('a card that comes while another was asked for does not take its keys', async () => {
    const { page } = stage;
    const asked = () => page.locator('[data-summoned="true"]').getAttribute('data-key');
    await stage.show({ cards: [cardModel('first')], summoned: true });
    await expect.poll(asked).toBe('first');
    await stage.show({ cards: [cardModel('newer'), cardModel('first')], summoned: true });
    await expect(page.getByRole('article')).toHaveCount(2);
    expect(await asked()).toBe('first');
    await stage.show({ cards: [cardModel('newer')], summoned: true });
    await expect.poll(asked).toBe('newer');
  });

  test('a country without a flag has no picture, broken or not', async () => {
    const { page } = stage;
    const number = {
      kind: 'phone' as const,
      display: '+999 123',
      country: 'ZZ',
      callable: true,
      place: 'Somewhere',
      timeZone: null,
    };
    await stage.show({ cards: [cardModel('nowhere', { caller: { ...UNKNOWN, number } })] });
    await expect(page.getByText('Somewhere')).toBeAttached();
    await expect(page.locator('img')).toHaveCount(0);
  });

  test('a ringtone sounds as long as main says so, and stops at once', async () => {
    // Nothing of the tone is in the document: its elements are noted as they start.
    const sounding = () =>
      stage.page.evaluate(() =>
        (window as unknown as { tones: HTMLAudioElement[] }).tones.map(
          (tone) => !tone.paused && tone.error === null && tone.currentTime > 0,
        ),
      );
    await stage.page.evaluate(() => {
      const tones: HTMLMediaElement[] = [];
      Object.assign(window, { tones });
      const { play } = HTMLMediaElement.prototype;
      HTMLMediaElement.prototype.play = function note() {
        tones.push(this);
        return play.call(this);
      };
    });
    const ringing = cardModel('ringing');
    await stage.show({ cards: [ringing], sound: { ringtone: 'marimba', volume: 0.2 } });
    await expect.poll(sounding).toEqual([true]);
    await stage.show({ cards: [ringing], sound: null });
    await expect.poll(sounding).toEqual([false]);
  });

  test('a call is announced once, however often its card is drawn', async () => {
    const { page } = stage;
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const region = document.querySelector('[role="status"]');
      if (region !== null)
        new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        });
    });
    const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
    const ringing = cardModel('ringing');
    await stage.show({ cards: [ringing] });
    await expect.poll(said).toEqual(['Call from Philippa Okonkwo, Globex, 2 open deals']);
    await stage.show({ cards: [{ ...ringing, tags: ['new'] }] });
    await stage.show({ cards: [{ ...ringing, pinned: true }] });
    await expect(page.getByRole('button', { name: 'Unpin this card' })).toBeAttached();
    expect(await said()).toHaveLength(1);
  });
});

test('tries of the same caller today are counted', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  // Too old to pop, but told all the same.
  for (const minutes of [40, 20])
    await stage.relay.play(ring({ from_number: ANA, started_at: ago(minutes * 60_000) }));
  await stage.relay.play(ring());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await expect(card.getByText('called 3 times')).toBeVisible();
});

/** As the browser would, without the window's own guard before it. */
function pressKey([code, key]: readonly [string, string]): void {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }));
}
