import type { Page } from '@playwright/test';
import type { HistoryRow } from '../../src-shared/history/rows.ts';
import type { RequestChannel } from '../../src-shared/ipc/contract.ts';
import type { HomePlace } from '../../src-shared/ipc/home.ts';
import type { LanguageCode } from '../../src-shared/preferences/languages.ts';
import { languageFrom } from '../../src-shared/words/language.ts';
import type { Room } from '../../src-renderer/home/rooms.ts';
import type { Words } from '../../src-shared/words/en.ts';
import { launchApp, pageAt } from '../fixtures/app.ts';
import { NOW, TIME_ZONE } from './moment.ts';
import { answersIn } from './answers.ts';
import { ROOM_STATES } from './roomStates.ts';

/** The app's own home page, in the app's own window, on which the rooms' states are shown. */
export interface HomeStage {
  readonly page: Page;
  /**
   * Loads the page anew in a state, and waits until it stands. `plain`: without rows in letters that each machine
   * draws with another font.
   */
  show(name: string, language: LanguageCode, rows: 'all' | 'plain'): Promise<void>;
  close(): Promise<void>;
}

/** Letters as plain as every machine can draw them: grey edges, no hints of the font's to the screen. */
const SAME_EVERYWHERE = ['--disable-lcd-text', '--font-render-hinting=none', '--force-device-scale-factor=1'];
const SIZE = { width: 980, height: 680 };

/** Starts the built app, unpaired. What its main would answer the page is answered from here; its clock stands still. */
export async function openHomeStage(): Promise<HomeStage> {
  const app = await launchApp({ timeZone: TIME_ZONE, switches: SAME_EVERYWHERE });
  const page = await pageAt(app.electron, 'home.html');
  const window = await app.electron.browserWindow(page);
  await window.evaluate((it, { width, height }) => it.setContentSize(width, height), SIZE);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.clock.setFixedTime(NOW);

  return {
    page,
    async show(name, language, rows) {
      const found = ROOM_STATES[name];
      if (found === undefined) throw new Error(`The gallery has no state ${name}.`);
      const state = rows === 'plain' && found.rows ? { ...found, rows: found.rows.filter(isPlain) } : found;
      const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
      const { words } = languageFrom(language, locale);
      const said = { ...answersIn(state, words), 'page:ready': { language, locale } };
      const failing: readonly RequestChannel[] = [
        ...(state.rows === null ? (['history:page'] as const) : []),
        ...(state.texts === null ? (['texts:page'] as const) : []),
      ];
      await app.electron.evaluate(
        ({ ipcMain }, answers) => {
          for (const [channel, answer] of Object.entries(answers.said)) {
            ipcMain.removeHandler(channel);
            ipcMain.handle(channel, () => answer);
          }
          for (const channel of answers.failing) {
            ipcMain.removeHandler(channel);
            ipcMain.handle(channel, () => Promise.reject(new Error('the disk cannot be read')));
          }
        },
        { said, failing },
      );
      await page.mouse.move(0, 0);
      await page.reload();
      await page.locator('h1').first().waitFor({ state: 'attached' });
      const place: HomePlace =
        state.room === 'calls'
          ? { view: 'calls', call: state.read?.card.key ?? null }
          : state.room === 'texts'
            ? { view: 'texts', text: state.text ?? null }
            : { view: state.room };
      if (state.proving !== true)
        await window.evaluate(({ webContents }, to) => webContents.send('home:goTo', to), place);
      await page
        .getByRole('heading', { level: state.read === undefined ? 1 : 2 })
        .first()
        .waitFor({ state: 'attached' });
      const names = {
        test: words.testCall.play,
        forget: words.settings.forget,
        pair: words.pairing.pair,
        eraseAside: words.settings.asideErase,
      };
      if (state.pasted !== undefined)
        await page.getByRole('textbox', { name: words.pairing.label }).fill(state.pasted);
      if (state.typed !== undefined)
        await page.getByRole('textbox', { name: searchIn(state.room, words) }).fill(state.typed);
      for (const filter of state.filters ?? [])
        await page.getByRole('button', { name: words.history.filter[filter] }).click();
      if (state.openSeries !== undefined) await page.getByTitle(words.history.showEarlier).first().click();
      for (const button of state.press ?? []) await page.getByRole('button', { name: names[button] }).click();
      if (state.updates !== undefined)
        await page
          .getByRole('region', { name: words.updates.title })
          .evaluate((group) => group.scrollIntoView({ block: 'end' }));
      await page.evaluate(async () => {
        await document.fonts.ready;
        await Promise.all([...document.images].map((image) => image.decode()));
        // The second callback runs when the frame of the first has been handed over.
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      });
    },
    close: app.close,
  };
}

function searchIn(room: Room, words: Words): string {
  return room === 'texts' ? words.texts.search : words.history.search;
}

function isPlain({ name, company, summary }: HistoryRow): boolean {
  return !/[^\p{Script=Latin}\p{Script=Common}]|\p{Extended_Pictographic}/u.test(
    `${name} ${company} ${summary}`,
  );
}
