import { expect, test } from 'vitest';
import type {
  NoUpdates,
  UpdateStatus,
  UpdateTrouble,
} from '../../../../../src-shared/updates/updates-state.ts';
import { languageFrom } from '../../../../../src-shared/words/language.ts';
import { updateLines } from '../../../../../src-renderer/home/settings/update-words.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const DAY = 86_400_000;
const LANGUAGES = [languageFrom('en', 'en-GB'), languageFrom('fr', 'fr-FR')];

const troubles = Object.keys(LANGUAGES[0]?.words.updates.failed ?? {}) as UpdateTrouble[];
const reasons = Object.keys(LANGUAGES[0]?.words.updates.off ?? {}) as NoUpdates[];
const failed = (
  why: UpdateTrouble,
  place: string | null = null,
  version: string | null = null,
): UpdateStatus => ({
  kind: 'failed',
  why,
  version,
  place,
  at: NOW,
});

test('every state has words of its own, in every language', () => {
  const states: readonly UpdateStatus[] = [
    ...reasons.map((why): UpdateStatus => ({ kind: 'off', why })),
    ...troubles.map((why) => failed(why)),
    { kind: 'unchecked' },
    { kind: 'checking' },
    { kind: 'up-to-date', checkedAt: NOW, asOf: NOW },
    { kind: 'available', version: '0.2.0' },
    { kind: 'downloading', version: '0.2.0', percent: 1 },
    { kind: 'ready', version: '0.2.0', notes: null },
    { kind: 'restarting', version: '0.2.0' },
  ];
  for (const language of LANGUAGES) {
    const said = states.map((status) => updateLines(status, language, NOW).said);
    expect(new Set(said).size).toBe(states.length);
    for (const text of said) expect(text).toMatch(/\S{3}/);
  }
});

test('a trouble with a folder names it, and one with an update says which', () => {
  for (const language of LANGUAGES) {
    for (const why of ['no-room', 'not-writable', 'moved'] as const)
      expect(updateLines(failed(why, '/srv/apps'), language, NOW).said).toContain('/srv/apps');
    const lines = updateLines(failed('altered', null, '0.2.0'), language, NOW);
    expect(lines).toMatchObject({ said: expect.stringContaining('0.2.0'), isBad: true });
    expect(lines.more).toBe(language.words.updates.failed.altered(null));
  }
});

test('a list of releases says its day, and that it is old when it is', () => {
  const more = (days: number) =>
    LANGUAGES.map(
      (language) =>
        updateLines({ kind: 'up-to-date', checkedAt: NOW, asOf: NOW - days * DAY }, language, NOW).more,
    );
  expect(more(0)).toEqual([
    'By the list of releases from 29 November 2026',
    'D’après la liste des versions du 29 novembre 2026',
  ]);
  expect(more(181)[0]).toContain('something may be holding it back');
});
