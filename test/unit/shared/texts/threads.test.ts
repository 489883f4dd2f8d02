import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { E164 } from '../../../../src-shared/brand.ts';
import { readSearch } from '../../../../src-shared/history/search.ts';
import { findThreads } from '../../../../src-shared/texts/find.ts';
import { mergeTexts } from '../../../../src-shared/texts/merge.ts';
import type { Party, TextRow } from '../../../../src-shared/texts/rows.ts';
import { threadsOf } from '../../../../src-shared/texts/threads.ts';
import { manyTexts, party, textRow } from '../../../fixtures/texts.ts';
import { cpuMsOf } from '../../../fixtures/cpu-time.ts';

const ANA = party('+33199001234', { name: 'Ana Lopez', company: 'Globex' });
/** As it is written in the country. */
const ANA_AT_HOME: Party = { ...ANA, e164: null, display: '01 99 00 12 34', name: null, company: null };
/** With the same last digits. */
const ABROAD = party('+44199001234');
const WITHHELD: Party = { ...ANA_AT_HOME, kind: 'withheld', tail: null, display: null, callable: false };
const DHL: Party = { ...WITHHELD, kind: 'sender', tail: '~dhl express', display: 'DHL Express' };

const idsIn = (rows: readonly TextRow[]) =>
  threadsOf(rows).map(({ texts }) => texts.map(({ id }) => id as string));

describe('threads', () => {
  test('are by number in every spelling, the one with the newest text first', () => {
    const rows = [
      textRow('4', { at: 4, party: ANA_AT_HOME }),
      textRow('3', { at: 3, party: DHL }),
      textRow('2', { at: 2, party: ANA, direction: 'outbound' }),
      textRow('1', { at: 1, party: DHL }),
    ];
    expect(idsIn(rows)).toEqual([
      ['4', '2'],
      ['3', '1'],
    ]);
    expect(threadsOf(rows)[0]?.party).toMatchObject({ name: 'Ana Lopez', company: 'Globex' });
  });

  test('two countries that share the last digits are two, and who wrote without one is a third', () => {
    const rows = [
      textRow('3', { at: 3, party: ANA_AT_HOME }),
      textRow('2', { at: 2, party: ABROAD }),
      textRow('1', { at: 1, party: ANA }),
    ];
    expect(idsIn(rows)).toEqual([['3'], ['2'], ['1']]);
  });

  test('a withheld number is nobody: each of its texts stands alone', () => {
    expect(idsIn([textRow('2', { party: WITHHELD }), textRow('1', { party: WITHHELD })])).toEqual([
      ['2'],
      ['1'],
    ]);
  });

  test('count what is unread, and are called as the newest text that has a name', () => {
    const rows = [
      textRow('3', { at: 3, unread: true, party: { ...ANA, name: null } }),
      textRow('2', { at: 2, unread: true, party: { ...ANA, name: 'Ana L.' } }),
      textRow('1', { at: 1, party: ANA }),
    ];
    expect(threadsOf(rows)).toMatchObject([{ unread: 2, party: { name: 'Ana L.' }, newest: { id: '3' } }]);
  });

  test('hold every text once, newest first, whatever numbers they are with', () => {
    const anyParty = fc.constantFrom(ANA, ANA_AT_HOME, ABROAD, WITHHELD, DHL);
    const rows = fc.array(fc.record({ at: fc.nat(20), party: anyParty }), { maxLength: 30 }).map((all) =>
      mergeTexts(
        [],
        all.map((one, n) => textRow(`t${n}`, one)),
      ),
    );
    fc.assert(
      fc.property(rows, (all) => {
        const threads = threadsOf(all);
        expect(
          threads
            .flatMap(({ texts }) => texts)
            .map(({ id }) => id)
            .toSorted(),
        ).toEqual(all.map(({ id }) => id).toSorted());
        for (const { texts } of threads)
          expect(texts).toEqual(texts.toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)));
        const newest = threads.map((thread) => thread.newest.at);
        expect(newest).toEqual(newest.toSorted((a, b) => b - a));
        expect(new Set(threads.map(({ key }) => key)).size).toBe(threads.length);
        const numbers = (e164: E164 | null) =>
          threads.filter(({ texts }) => texts.some((t) => t.party.e164 === e164));
        for (const { e164 } of [ANA, ABROAD]) expect(numbers(e164).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('changes', () => {
  test('the newer row of a text stays, what is gone goes, all else stays the same', () => {
    const [a, b, c] = [textRow('a', { at: 3 }), textRow('b', { at: 2 }), textRow('c', { at: 1 })];
    const read = { ...b, unread: true };
    const merged = mergeTexts([a, b, c], [read, textRow('d', { at: 4 })], [c.id]);
    expect(merged.map(({ id }) => id)).toEqual(['d', 'a', 'b']);
    expect(merged[1]).toBe(a);
    expect(merged[2]).toBe(read);
    expect(mergeTexts([a], [], [])).toEqual([a]);
  });

  test('what comes and goes at once is gone', () => {
    const row = textRow('a');
    expect(mergeTexts([], [row], [row.id])).toEqual([]);
  });
});

describe('a search', () => {
  const rows = [
    textRow('3', { at: 3, party: DHL, text: 'Your parcel arrives' }),
    textRow('2', { at: 2, party: ANA, text: 'Is the Zoë quote ready?' }),
    textRow('1', { at: 1, party: ANA, text: 'Hello' }),
  ];
  const find = (typed: string) =>
    findThreads(threadsOf(rows), readSearch(typed)).map(({ hits }) => hits.map(({ id }) => id as string));

  test('finds texts by their words, names, companies and numbers, and shows the newest of each thread', () => {
    expect(find('zoe')).toEqual([['2']]);
    expect(find('globex')).toEqual([['2', '1']]);
    expect(find('dhl parcel')).toEqual([['3']]);
    expect(find('+33 1 99 00')).toEqual([['2', '1']]);
    expect(find('hippopotamus')).toEqual([]);
    expect(find('')).toEqual([['3'], ['2', '1']]);
  });

  test('finds only what one text has, not what two have together', () => {
    expect(find('hello quote')).toEqual([]);
  });

  test('through 10,000 texts is over before the next letter', () => {
    const many = threadsOf(manyTexts(10_000, 800, 1_700_000_000_000));
    const took = (['quote', 'person 17', 'nothing like it'] as const).map((typed) => {
      const search = readSearch(typed);
      return cpuMsOf(() => findThreads(many, search));
    });
    expect(Math.max(...took)).toBeLessThan(100);
  });
});
