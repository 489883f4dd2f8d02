import { LANGUAGES, type LanguageCode } from '../../src-shared/preferences/languages.ts';
import { openPopStage, playScene, type PopStage } from '../gallery/popStage.ts';
import { SCENES } from '../gallery/scenes.ts';
import { expect, test } from './stage.ts';

/**
 * Every state of the card as it looked when somebody last approved of it, in the app's own window: in both themes
 * and every language. After a change that is meant: `npm run screens`, and look at each picture.
 */
const scenes = SCENES.filter(({ foreign }) => !foreign);
type Theme = 'light' | 'dark';

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

/** What the cards stand on in the documents: GitHub's own page. */
const GROUND: Readonly<Record<Theme, string>> = { light: '#ffffff', dark: '#0d1117' };
for (const language of LANGUAGES) {
  const folder = language === 'en' ? '' : `${language}/`;
  for (const theme of ['light', 'dark'] as const) {
    test(`every state looks as approved, ${language}, ${theme}`, async () => {
      await compare(
        language,
        theme,
        scenes.map((scene) => ({ scene, picture: `${folder}card-${scene.name}-${theme}.png` })),
      );
    });
  }
}

/** What happens to a card's parts when letters are twice as large, or colours are not ours. */
const TELLING = new Set([
  'ringing-third-time',
  'completed',
  'completed-collected',
  'odd-long',
  'summoned',
  'digest',
]);
const telling = scenes.filter(({ name }) => TELLING.has(name));

test('nothing is cut off when text is twice as large', async () => {
  const shots = telling.map((scene) => ({ scene, picture: `card-${scene.name}-large-text.png` }));
  const large = await openPopStage(['--blink-settings=defaultFontSize=32']);
  try {
    await compare('en', 'light', shots, {}, large);
  } finally {
    await large.close();
  }
});

test('states can be told without colours of ours', async () => {
  const shots = telling.map((scene) => ({ scene, picture: `card-${scene.name}-forced-colours.png` }));
  await compare('en', 'dark', shots, { forcedColors: 'active' });
});

test('lines and small words stand out when more contrast is asked for', async () => {
  const shots = telling.map((scene) => ({ scene, picture: `card-${scene.name}-more-contrast.png` }));
  await compare('en', 'light', shots, { contrast: 'more' });
});

test('the header keeps line, time and tries whole by a clock of twelve hours, in the usual height', async () => {
  await stage.page.emulateMedia(PLAIN);
  await stage.speak('en', 'en-US');
  for (const scene of scenes.filter(({ name }) => !name.startsWith('odd-'))) {
    await playScene(stage, scene);
    const headers = stage.page.locator('[data-phase] > header');
    const found = await headers.evaluateAll((all) =>
      all.flatMap((header) => {
        const cut = [...header.querySelectorAll('span, time')]
          .filter((part) => part.scrollWidth > part.clientWidth && part.clientWidth > 0)
          .map((part) => part.textContent);
        const { height } = header.getBoundingClientRect();
        return height === 40 ? cut : [...cut, `${height} px`];
      }),
    );
    expect.soft(found, scene.name).toEqual([]);
  }
});

type Shot = { readonly scene: (typeof scenes)[number]; readonly picture: string };

interface Wishes {
  readonly forcedColors?: 'active';
  readonly contrast?: 'more';
}

const PLAIN = { colorScheme: 'light', forcedColors: 'none', contrast: 'no-preference' } as const;

async function compare(
  language: LanguageCode,
  colorScheme: Theme,
  shots: readonly Shot[],
  wishes: Wishes = {},
  on = stage,
): Promise<void> {
  const { page } = on;
  await on.speak(language);
  await page.emulateMedia({ ...PLAIN, ...wishes, colorScheme });
  await page.evaluate((ground) => {
    document.documentElement.style.background = ground;
  }, GROUND[colorScheme]);
  for (const { scene, picture } of shots) {
    const clip = await playScene(on, scene);
    const taken = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
    expect.soft(taken).toMatchSnapshot(picture.split('/'));
  }
}
