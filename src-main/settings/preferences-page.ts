import type { Display } from 'electron';
import type { PreferencesState } from '../../src-shared/ipc/settings.ts';
import type { LinkState } from '../../src-shared/link/link-state.ts';
import type { PreferenceName, Preferences } from '../../src-shared/preferences/preferences.ts';
import { namesOf } from './field-names.ts';
import type { Words } from '../../src-shared/words/en.ts';
import type { Policy } from '../../src-shared/wire/policy.ts';

/** What the settings' page depends on. */
export interface PageFacts {
  readonly values: Preferences;
  readonly fixed: readonly PreferenceName[];
  readonly displays: readonly Pick<Display, 'id' | 'label' | 'size'>[];
  readonly primary: number;
  readonly policy: Policy;
  readonly link: LinkState;
  readonly computer: string;
  readonly unavailable: readonly PreferenceName[];
  readonly shortcutRefused: boolean;
  /** Fields of the policy. */
  readonly unread: readonly string[];
  readonly words: Words;
}

/** What the settings' page shows. */
export function preferencesPage(facts: PageFacts): PreferencesState {
  const { values, fixed, displays, policy, link, unavailable, shortcutRefused } = facts;
  return {
    values,
    fixed,
    displays: displays.map(({ id, label, size }, at) => ({
      id,
      label: `${label === '' ? facts.words.settings.displayNumber(at + 1) : label}, ${size.width} × ${size.height}`,
      primary: id === facts.primary,
    })),
    lines: policy.lines,
    device: link.kind === 'unpaired' || link.kind === 'revoked' ? null : facts.computer,
    unavailable,
    shortcutRefused,
    unread: namesOf(facts.unread, facts.words),
  };
}
