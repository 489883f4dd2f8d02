import type { Page } from '@playwright/test';
import type { PushChannel, Pushes } from '../../src-shared/ipc/contract.ts';
import type { PopState } from '../../src-shared/ipc/pop.ts';
import type { LanguageCode } from '../../src-shared/preferences/languages.ts';
import { launchApp, type DrivenApp } from '../fixtures/app.ts';
import { NOW, TIME_ZONE } from './moment.ts';
import type { Scene } from './scenes.ts';

/** The app's own pop page, in the app's own window, on which scenes are played. */
export interface PopStage {
  readonly app: DrivenApp;
  readonly page: Page;
  /** @param locale the region that times and money are written for; unless said, the language's own */
  speak(language: LanguageCode, locale?: string): Promise<void>;
  show(shown: Partial<PopState>): Promise<void>;
  /** Loads the page again: nothing of what was shown, or done to it, is left. What media it is shown on stays. */
  anew(): Promise<void>;
  /** Brings the window on screen: one that is hidden draws no frames to photograph, and main knows of no card to show. */
  raise(): Promise<void>;
  close(): Promise<void>;
}

/** Letters as plain as every machine can draw them: grey edges, no hints of the font's to the screen. */
const SAME_EVERYWHERE = ['--disable-lcd-text', '--font-render-hinting=none', '--force-device-scale-factor=1'];
const SIZE = { width: 388, height: 2000 };

/**
 * Starts the built app, unpaired, so that nothing else happens on its pop: what main would push is pushed from here.
 * Its clock stands still.
 */
export async function openPopStage(switches: readonly string[] = []): Promise<PopStage> {
  const app = await launchApp({ timeZone: TIME_ZONE, switches: [...SAME_EVERYWHERE, ...switches] });
  const page = await app.pop();
  const drawn = () => page.getByRole('main').waitFor({ state: 'attached' });
  await drawn();
  await page.clock.setFixedTime(NOW);
  const anew = async () => {
    await page.reload();
    await drawn();
  };
  await anew();
  const window = await app.electron.browserWindow(page);
  let revision = 1_000_000;

  async function push<C extends PushChannel>(channel: C, payload: Pushes[C]): Promise<void> {
    await window.evaluate(({ webContents }, [name, what]) => webContents.send(name, what), [
      channel,
      payload,
    ] as const);
  }

  return {
    app,
    page,
    anew,
    speak: (language, locale = language === 'fr' ? 'fr-FR' : 'en-GB') =>
      push('page:state', { language, locale }),
    async show(shown) {
      revision += 1;
      await push('pop:state', {
        revision,
        cards: [],
        plain: [],
        closed: [],
        more: 0,
        summoned: false,
        sound: null,
        digest: null,
        place: { corner: 'bottom-right', room: SIZE.height },
        ...shown,
      });
    },
    async raise() {
      await window.evaluate((browserWindow, size) => {
        browserWindow.setBounds({ x: 0, y: 0, ...size });
        browserWindow.showInactive();
      }, SIZE);
    },
    close: app.close,
  };
}

/** Plays a scene and waits until it stands, letters and flags and all. Resolves with the part of the page that it fills. */
export async function playScene({ page, show, raise }: PopStage, { shown, opens }: Scene) {
  await show({ cards: [], digest: null });
  await page.getByRole('article').first().waitFor({ state: 'detached' });
  await show(shown);
  await page.getByRole('article').first().waitFor({ state: 'attached' });
  await raise();
  if (opens !== undefined) {
    await page.locator(opens).click();
    await page.getByRole('menu').waitFor();
    // Or what comes next in its place would look pointed at.
    await page.mouse.move(0, 0);
  }
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode()));
    // The second callback runs when the frame of the first has been handed over.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
  const edges = await page.locator('[data-place], [data-counter]').evaluateAll((places) =>
    places
      .filter((place) => getComputedStyle(place).visibility !== 'hidden')
      .map((place) => place.getBoundingClientRect())
      .map(({ top, bottom }) => ({ top, bottom })),
  );
  const top = Math.floor(Math.min(...edges.map((edge) => edge.top)));
  const bottom = Math.ceil(Math.max(...edges.map((edge) => edge.bottom)));
  return { x: 0, y: top, width: SIZE.width, height: bottom - top };
}
