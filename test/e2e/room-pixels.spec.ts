import type { LanguageCode } from '../../src-shared/preferences/languages.ts';
import { openHomeStage } from '../gallery/homeStage.ts';
import { PICTURED } from '../gallery/roomStates.ts';
import { expect, test } from './stage.ts';

/**
 * The rooms as they looked when somebody last approved of them, in the app's own window. After a change that is meant:
 * `npm run screens`, and look at each picture.
 */
type Theme = 'light' | 'dark';

/** Every state takes half a second on a quiet machine. */
test.describe.configure({ timeout: 240_000 });

for (const theme of ['light', 'dark'] as const) {
  test(`the rooms look as approved, ${theme}`, async () => {
    await compare('en', theme, PICTURED);
  });

  test(`the rooms look as approved in French, by turns ${theme}`, async () => {
    const turn = theme === 'light' ? 0 : 1;
    await compare(
      'fr',
      theme,
      PICTURED.filter((_, place) => place % 2 === turn),
    );
  });
}

async function compare(language: LanguageCode, theme: Theme, states: readonly string[]): Promise<void> {
  const stage = await openHomeStage();
  try {
    await stage.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const name of states) {
      await stage.show(name, language, 'plain');
      const taken = await stage.page.screenshot({ animations: 'disabled', caret: 'hide' });
      const picture = `home-${name}-${theme}.png`;
      expect.soft(taken).toMatchSnapshot(language === 'en' ? [picture] : [language, picture]);
    }
  } finally {
    await stage.close();
  }
}
