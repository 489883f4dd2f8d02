import type { LanguageCode } from '../../src-shared/preferences/languages.ts';
import { openHomeStage } from '../gallery/homeStage.ts';
import { PICTURED } from '../gallery/roomStates.ts';
import { expect, test } from './stage.ts';

/**
 * The rooms as they looked when somebody last approved of them, in the app's own window. After a change that is meant:
 * `npm run screens`, and look at each picture.
 */
type Theme = 'light' | 'dark';

/** Every state takes half a second on a quiet machine. The tests share nothing: several desktops take them. */
test.describe.configure({ mode: 'parallel', timeout: 240_000 });

const HALVES = [
  PICTURED.filter((_, place) => place % 2 === 0),
  PICTURED.filter((_, place) => place % 2 === 1),
];

for (const [at, half] of HALVES.entries()) {
  test(`the rooms look as approved, light and dark, part ${at + 1}`, async () => {
    await compare('en', half, ['light', 'dark']);
  });

  const theme = at === 0 ? 'light' : 'dark';
  test(`the rooms look as approved in French, ${theme}, part ${at + 1}`, async () => {
    await compare('fr', half, [theme]);
  });
}

/** A state is loaded once for all its themes: loading it takes most of the time. */
async function compare(
  language: LanguageCode,
  states: readonly string[],
  themes: readonly Theme[],
): Promise<void> {
  const stage = await openHomeStage();
  try {
    await stage.page.emulateMedia({ reducedMotion: 'reduce' });
    for (const name of states) {
      await stage.show(name, language, 'plain');
      for (const theme of themes) {
        await stage.page.emulateMedia({ colorScheme: theme });
        const taken = await stage.page.screenshot({ animations: 'disabled', caret: 'hide' });
        const picture = `home-${name}-${theme}.png`;
        expect.soft(taken).toMatchSnapshot(language === 'en' ? [picture] : [language, picture]);
      }
    }
  } finally {
    await stage.close();
  }
}
