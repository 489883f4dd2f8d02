import { LANGUAGES } from '../../src-shared/preferences/preferences.ts';
import { openPopStage, playScene } from '../gallery/popStage.ts';
import { SCENES } from '../gallery/scenes.ts';
import { expect, test } from './stage.ts';

/**
 * Every state of the card as it looked when somebody last approved of it, in the app's own window. After a change
 * that is meant: `npm run build`, then `npx playwright test card-pixels --update-snapshots`, and look at each.
 */
const scenes = SCENES.filter(({ foreign }) => !foreign);

for (const language of LANGUAGES)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`cards look as approved, ${language}, ${colorScheme}`, async () => {
      const stage = await openPopStage();
      try {
        await stage.speak(language);
        await stage.page.emulateMedia({ colorScheme });
        for (const scene of scenes) {
          const clip = await playScene(stage, scene);
          const picture = await stage.page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
          expect.soft(picture).toMatchSnapshot(`${scene.name}-${language}-${colorScheme}.png`, TOLERANCE);
        }
      } finally {
        await stage.close();
      }
    });

/** Edges of letters may fall a shade differently on another machine; a word, a line or a colour may not. */
const TOLERANCE = { threshold: 0.2, maxDiffPixelRatio: 0.001 };
