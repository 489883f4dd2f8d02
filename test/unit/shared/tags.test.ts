import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent, type AlloEvent } from '../../../src-shared/allo/events.ts';
import { sameTag, tagsAfter } from '../../../src-shared/calls/tags.ts';

function event(topic: string, data: object): AlloEvent {
  const read = readEvent({ topic, version: '2.0', timestamp: '2026-02-03T09:15:00.000Z', data });
  if (!read.ok) throw new Error(read.reason);
  return read.event;
}

const listed = (...tags: string[]) =>
  event('call.completed', { id: 'cll_1', start_date: '2026-02-03T09:15:00.000Z', tags });
const added = (tag_key: string | null, tag_name: string | null = null) =>
  event('tag.added', { call_id: 'cll_1', tag_key, tag_name });
const removed = (tag_key: string | null, tag_name: string | null = null) =>
  event('tag.removed', { call_id: 'cll_1', tag_key, tag_name });

describe('tags that are one', () => {
  it.each([
    ['VIP', 'vip'],
    ['VIP', ' VIP '],
    ['Follow up', 'follow  up'],
    ['Follow up', 'Follow\u00A0up'],
    ['Follow up', 'Follow\u200B up'],
    ['Réclamation', 'Re\u0301clamation'],
    ['ＶＩＰ', 'VIP'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['R&amp;D', 'R&D'],
    ['⭐️ VIP', '⭐ VIP'],
  ])('%j and %j are shown once, as the first was written', (first, second) => {
    const [shown] = tagsAfter([listed(first)]);
    expect(tagsAfter([listed(first, second)])).toEqual([shown]);
    expect(tagsAfter([listed(first), added('k1', second)])).toEqual([shown]);
    expect(tagsAfter([listed(first), added('k1', second), removed('k1')])).toEqual([]);
    expect(tagsAfter([listed(first), removed(null, second)])).toEqual([]);
  });

  it.each([
    ['VIP', 'VIP 2'],
    ['Réclamation', 'Reclamation'],
    ['no show', 'nos how'],
  ])('%j and %j are two', (first, second) => {
    expect(tagsAfter([listed(first, second)])).toEqual([first, second]);
  });

  it('is the same whichever of them is asked, however they are written', () => {
    const as = fc.constantFrom(
      (s: string) => s.toUpperCase(),
      (s: string) => s.toLowerCase(),
      (s: string) => s.normalize('NFD'),
      (s: string) => ` ${s}\u00A0`,
      (s: string) => s.replaceAll(' ', ' \u2009 '),
    );
    const word = fc.constantFrom('Follow up', 'Réclamation', 'VIP', 'À rappeler', 'Größe');
    fc.assert(
      fc.property(word, as, as, (tag, one, other) => {
        expect(sameTag(one(tag))).toBe(sameTag(other(tag)));
        expect(sameTag(sameTag(tag))).toBe(sameTag(tag));
        expect(tagsAfter([listed(one(tag)), listed(other(tag))])).toHaveLength(1);
        expect(tagsAfter([listed(one(tag)), removed(null, other(tag))])).toEqual([]);
      }),
    );
  });
});

describe('a removal', () => {
  it.each([
    ['by its key', [added('k1', 'VIP')], removed('k1')],
    ['by its name', [added('k1', 'VIP')], removed(null, 'VIP')],
    ['by both', [added('k1', 'VIP')], removed('k1', 'VIP')],
    ['by its key, with another name by now', [added('k1', 'VIP')], removed('k1', 'Gold')],
    ['by its name, with another key', [added('k1', 'VIP')], removed('k2', 'VIP')],
    ['by its key in another case', [added('vip', 'Very important')], removed('VIP')],
    ['of a completed call, by its name', [listed('VIP')], removed('k1', 'vip')],
    ['of a completed call that lists keys', [listed('k1')], removed('k1', 'VIP')],
    [
      'of a completed call, by a key that was told with its name',
      [added('k1', 'VIP'), listed('VIP')],
      removed('k1'),
    ],
    ['of one that was listed before it was added', [listed('VIP'), added('k1', 'vip')], removed('k1')],
    [
      'of one that was listed again after it was added',
      [added('k1', 'VIP'), removed('k1', 'VIP'), listed('VIP')],
      removed('k1'),
    ],
  ] as const)('finds its tag %s', (_, before, removal) => {
    expect(tagsAfter([listed('Other'), ...before, removal])).toEqual(['Other']);
  });

  it('takes no other tag along', () => {
    expect(tagsAfter([added('k1', 'Gold'), added('k2', 'VIP'), removed('k1', 'VIP')])).toEqual(['VIP']);
    expect(tagsAfter([added('k1', 'VIP'), removed('k2')])).toEqual(['VIP']);
    expect(tagsAfter([added('k1'), removed(null, 'VIP')])).toEqual(['k1']);
  });

  it('of nothing changes nothing, and what is added again is there again', () => {
    expect(tagsAfter([removed('k1', 'VIP')])).toEqual([]);
    expect(tagsAfter([added('k1', 'VIP'), removed('k1'), added('k1', 'VIP')])).toEqual(['VIP']);
  });
});

it('a tag that was renamed is shown by its newest name', () => {
  expect(tagsAfter([added('k1', 'VIP'), added('k2', 'New'), added('k1', 'Gold')])).toEqual(['Gold', 'New']);
});
