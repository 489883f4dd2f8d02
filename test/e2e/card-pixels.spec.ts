import { LANGUAGES, type LanguageCode } from '../../src-shared/preferences/languages.ts';
import { openPopStage, playScene } from '../gallery/popStage.ts';
import { SCENES } from '../gallery/scenes.ts';
import { expect, test } from './stage.ts';

/**
 * Every state of the card as it looked when somebody last approved of it, in the app's own window: in both themes
 * and every language. After a change that is meant: `npm run screens`, and look at each picture.
 */
const scenes = SCENES.filter(({ foreign }) => !foreign);
type Theme = 'light' | 'dark';

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
  await compare('en', 'light', shots, { switches: ['--blink-settings=defaultFontSize=32'] });
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
  const stage = await openPopStage();
  try {
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
  } finally {
    await stage.close();
  }
});

type Shot = { readonly scene: (typeof scenes)[number]; readonly picture: string };

interface Wishes {
  readonly switches?: readonly string[];
  readonly forcedColors?: 'active';
  readonly contrast?: 'more';
}

async function compare(
  language: LanguageCode,
  colorScheme: Theme,
  shots: readonly Shot[],
  { switches = [], ...media }: Wishes = {},
): Promise<void> {
  const stage = await openPopStage(switches);
  const { page } = stage;
  try {
    await stage.speak(language);
    await page.emulateMedia({ colorScheme, ...media });
    await page.evaluate((ground) => {
      document.documentElement.style.background = ground;
    }, GROUND[colorScheme]);
    for (const { scene, picture } of shots) {
      const clip = await playScene(stage, scene);
      const taken = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
      expect.soft(taken).toMatchSnapshot(picture.split('/'));
    }
  } finally {
    await stage.close();
  }
}
