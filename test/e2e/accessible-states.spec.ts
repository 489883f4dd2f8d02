import { ROOMS } from '../../src-renderer/home/rooms.ts';
import { openHomeStage, type HomeStage } from '../gallery/homeStage.ts';
import { openPopStage, playScene, type PopStage } from '../gallery/popStage.ts';
import { PICTURED, ROOM_STATES } from '../gallery/roomStates.ts';
import { SCENES } from '../gallery/scenes.ts';
import { axeFindings, cutOff, sideways } from './access.ts';
import { expect, test } from './stage.ts';

/**
 * Every state that there is a picture of, in one of two looks, by turns: what a look changes, colours and lengths of words,
 * is looked at for all of them elsewhere (`test/unit/renderer/tokens/contrast.test.ts`, and four times the size below).
 */
const LOOKS = [
  ['en', 'dark'],
  ['fr', 'light'],
] as const;

// Dozens of states in each.
test.setTimeout(240_000);

let home: HomeStage;
let pop: PopStage;
test.beforeAll(async () => {
  [home, pop] = await Promise.all([openHomeStage(), openPopStage()]);
});
test.afterAll(async () => {
  await Promise.all([home.close(), pop.close()]);
});

for (const [turn, [language, colorScheme]] of LOOKS.entries()) {
  const isOurs = (_: unknown, at: number): boolean => at % LOOKS.length === turn;

  test(`axe finds nothing in every other state of the card, ${language}, ${colorScheme}`, async () => {
    const { page } = pop;
    await pop.anew();
    await pop.speak(language);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const scene of SCENES.filter(isOurs)) {
      await playScene(pop, scene);
      expect.soft(await axeFindings(page), scene.name).toEqual([]);
    }
  });

  for (const room of ROOMS)
    test(`axe finds nothing in every other state of ${room}, ${language}, ${colorScheme}`, async () => {
      const { page } = home;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const name of PICTURED.filter((each) => ROOM_STATES[each]?.room === room).filter(isOurs)) {
        await home.show(name, language, 'all');
        expect.soft(await axeFindings(page), name).toEqual([]);
      }
    });
}

/** What four times the size leaves of a window of 1280 by 1024, and of the one that the app opens with. */
const FOUR_TIMES = [
  { width: 320, height: 256 },
  { width: 245, height: 170 },
] as const;

test('four times the size cuts nothing off, asks for no scrolling sideways, and draws only the calls in sight', async () => {
  const { page } = home;
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  // What is read covers the list, and with it the series to open and the field to type in.
  const states = Object.entries(ROOM_STATES).filter(
    ([, { openSeries, typed, text }]) =>
      openSeries === undefined && (typed === undefined || text === undefined),
  );
  for (const [name, { rows }] of states) {
    await page.setViewportSize(FOUR_TIMES[0]);
    await home.show(name, 'fr', 'all');
    for (const size of FOUR_TIMES) {
      await page.setViewportSize(size);
      const found = [...(await cutOff(page)), ...(await sideways(page))];
      expect.soft(found, `${name}, ${size.width} px`).toEqual([]);
    }
    if (rows !== undefined) expect.soft(await page.getByRole('row').count(), name).toBeLessThan(60);
  }
});
