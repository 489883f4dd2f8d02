import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withShortLines } from '../../../src-shared/card/short-lines.ts';
import { historyRow } from '../../fixtures/history.ts';
import { card, PHILIPPA } from '../../gallery/people.ts';
import { hostileText } from './markdown/hostile.ts';

const LONG = 'Ünïcode 漢字 ༺꧂ '.repeat(800);

test('every line of a card is short enough to be laid out at once, and says that it goes on', () => {
  const { caller, tags, deals } = withShortLines(
    card('long', {
      caller: { ...PHILIPPA, name: LONG, jobTitle: LONG, company: LONG },
      tags: [LONG],
      deals: [
        {
          id: LONG,
          name: LONG,
          stage: LONG,
          value: null,
          closeDate: null,
          overdue: false,
          link: null,
          offer: null,
          inCrm: null,
        },
      ],
    }),
  );
  const lines = [caller.name, caller.jobTitle, caller.company, ...tags, deals[0]?.name, deals[0]?.stage];
  for (const line of lines) {
    expect(line).toHaveLength(300);
    expect(line?.endsWith('…')).toBe(true);
  }
});

test('what names a record, is read as a text or is searched stays whole', () => {
  const full = card('long', { summary: LONG, note: LONG, deals: [] });
  expect(withShortLines(full)).toEqual(full);
  const row = historyRow({ haystack: LONG, name: LONG });
  expect(withShortLines(row).haystack === row.haystack).toBe(true);
  expect(withShortLines(row).name).toHaveLength(300);
});

test('a line is never cut through a character, and a short one is never touched', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const once = withShortLines(text);
      expect(once.length).toBeLessThanOrEqual(300);
      if (text.length <= 300) expect(once).toBe(text);
      if (text.isWellFormed()) expect(once.isWellFormed()).toBe(true);
      expect(withShortLines(once)).toBe(once);
    }),
  );
});
