import { LANGUAGES } from '../../../src-shared/preferences/languages.ts';
import type { Preferences } from '../../../src-shared/preferences/preferences.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Group } from './Group.tsx';
import { Row } from './Row.tsx';
import { Segments } from './Segments.tsx';
import { useChoices } from './usePreferences.ts';

const THEMES: readonly Preferences['theme'][] = ['system', 'light', 'dark'];

/** In which words and colours. */
export function LookChoices() {
  const { settings } = useSurroundings().language.words;
  const { state, set } = useChoices();
  const { language, theme } = state.values;
  const languages = [
    { value: 'system' as const, label: settings.languageSystem },
    ...LANGUAGES.map((code) => ({ value: code, label: ownName(code), lang: code })),
  ];
  return (
    <Group title={settings.look}>
      <Row name="language" label={settings.language}>
        {(parts) => (
          <Segments
            {...parts}
            value={language}
            options={languages}
            onChange={(chosen) => set({ language: chosen })}
          />
        )}
      </Row>
      <Row name="theme" label={settings.theme}>
        {(parts) => (
          <Segments
            {...parts}
            value={theme}
            options={THEMES.map((value) => ({ value, label: settings.themes[value] }))}
            onChange={(chosen) => set({ theme: chosen })}
          />
        )}
      </Row>
    </Group>
  );
}

/** A language in its own words: who looks for theirs may not read the others. */
function ownName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}
