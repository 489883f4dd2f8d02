import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printsBy } from '../../../../../src-relay/crm/cache/prints.ts';
import { sentRecords } from '../../../../../src-relay/crm/resolving/sent-records.ts';
import type { CallKey } from '../../../../../src-shared/brand.ts';
import type { RecordsFrame } from '../../../../../src-shared/wire/protocol.ts';

const CALL = 'call-1' as CallKey;
const prints = printsBy(new Uint8Array(32));

/** @param who null: it says nothing */
function frame(who: string | null, call = CALL): RecordsFrame {
  const record = { kind: 'contact' as const, id: who ?? '', name: 'Marie Dupont' };
  return {
    type: 'records',
    call,
    crm: 'hubspot',
    deals: undefined,
    ...(who === null ? {} : { contact: { is: 'certain', record } }),
  } as unknown as RecordsFrame;
}

function factsOf(who: string) {
  return prints.facts(frame(who));
}

describe('what was told of a call', () => {
  test('is news once, and again when it is told again', () => {
    const told = sentRecords(prints);
    expect(told.isNews(frame('51'), false)).toBe(true);
    expect(told.isNews(frame('51'), false)).toBe(false);
    expect(told.isNews(frame('51'), true)).toBe(true);
  });

  test('that there is nothing is news only to who was told something', () => {
    const told = sentRecords(prints);
    expect(told.isNews(frame(null), false)).toBe(false);
    told.sentToOne(CALL, factsOf('51'));
    expect(told.wasSent(CALL)).toBe(true);
    expect(told.isNews(frame(null), false)).toBe(true);
  });

  test('is forgotten of the oldest calls only', () => {
    const told = sentRecords(prints);
    for (let i = 0; i < 2001; i += 1) told.isNews(frame('51', `call-${i}` as CallKey), false);
    expect(told.isNews(frame('51', 'call-0' as CallKey), false)).toBe(true);
    expect(told.isNews(frame('51', 'call-2000' as CallKey), false)).toBe(false);
  });

  test('has another state whenever it was looked at or told of', () => {
    const told = sentRecords(prints);
    const states = [
      told.stateOf(CALL),
      (told.note(CALL, prints.person('ct_1'), null), told.stateOf(CALL)),
      (told.isNews(frame('51'), false), told.stateOf(CALL)),
      (told.isNews(frame('51'), false), told.stateOf(CALL)),
      (told.note(CALL, prints.person('ct_1'), null), told.stateOf(CALL)),
    ];
    expect(states[2]).toBe(states[3]);
    expect(new Set(states).size).toBe(4);
  });
});

type Step =
  | { readonly kind: 'look'; readonly who: string }
  | { readonly kind: 'connect'; readonly who: string | null };
const who = fc.constantFrom('51', '52', '53');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('look' as const), who }),
  fc.record({ kind: fc.constant('connect' as const), who: fc.option(who) }),
);

test('whatever devices were told when they connected, all show what the last look found', () => {
  fc.assert(
    fc.property(fc.array(step), who, (steps, last) => {
      const told = sentRecords(prints);
      const devices: (string | null)[] = [null];
      for (const one of [...steps, { kind: 'look' as const, who: last }]) {
        if (one.kind === 'look') {
          if (told.isNews(frame(one.who), false)) devices.fill(one.who);
        } else {
          devices.push(one.who);
          told.sentToOne(CALL, one.who === null ? null : factsOf(one.who));
        }
      }
      expect(new Set(devices)).toEqual(new Set([last]));
    }),
  );
});
