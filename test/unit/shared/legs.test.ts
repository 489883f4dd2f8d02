import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import type { Call } from '../../../src-shared/calls/call.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { legsOf } from '../../../src-shared/calls/legs.ts';
import { cardLegs } from '../../../src-shared/card/legs.ts';
import { agentBehind, DEFAULT_POLICY, type Policy } from '../../../src-shared/wire/policy.ts';
import { ANA, answer, completed, LINE, NORA, ring, SAM, type AlloBody } from '../../fixtures/allo.ts';
import { receivedOf, isoAt, NOON } from '../main/heard.ts';

const SAMS_LINE = '+33199007700';
const EVE = 'eve@ringside.example';
const MINUTE = 60_000;
const policy: Policy = {
  ...DEFAULT_POLICY,
  agents: [
    { email: NORA, name: 'Nora Berg', aliases: [] },
    { email: SAM, name: 'Sam Okoro', aliases: ['s.okoro@old.example'] },
  ],
  lines: [{ number: SAMS_LINE, name: 'Support' }],
};
const who = (address: string): string => agentBehind(address.toLowerCase(), policy);
const end = (data: Record<string, unknown>) => ({ number: null, user_email: null, user_name: null, ...data });

function callOf(key: string, ...bodies: AlloBody[]): Call {
  const heard = bodies.map((body, n) => receivedOf(body, `${key}-${n}`, Date.parse(body.timestamp)));
  const call = foldCall(key as CallKey, heard);
  if (call === null) throw new Error('no call');
  return call;
}

/** Nora's part: 5 min 30 s from `NOON`. */
const noras = (data: Record<string, unknown> = {}): Call =>
  callOf('noras', completed({ id: 'cll_1', start_date: isoAt(NOON), user_email: NORA, ...data }));
const sams = (data: Record<string, unknown> = {}, at = 5 * MINUTE): Call =>
  callOf(
    'sams',
    completed({ id: 'cll_2', start_date: isoAt(NOON + at), to: SAMS_LINE, user_email: SAM, ...data }),
  );
const samsRing = (at = 5 * MINUTE): Call =>
  callOf('sams', ring({ started_at: isoAt(NOON + at), to_number: SAMS_LINE, user_email: SAM }));
const keysOf = (calls: readonly Call[]): string[] => calls.map(({ key }) => key);
const tied = (one: Call, other: Call): boolean => legsOf(one, [other], who).length === 2;

describe('two parts of a call are tied', () => {
  it('by Allo’s id of the first, whatever their numbers', () => {
    expect(tied(noras(), sams({ transfer_original_call_id: 'cll_1', from_number: LINE }))).toBe(true);
    expect(tied(noras(), sams({ transfer_original_call_id: 'cll_9' }))).toBe(false);
    const both = { transfer_original_call_id: 'cll_0' };
    expect(tied(noras(both), sams(both))).toBe(true);
  });

  it('at ring time, once the first says to whom or to which line it went', () => {
    expect(tied(samsRing(), noras({ transfer_to: end({ user_email: SAM }) }))).toBe(true);
    expect(tied(samsRing(), noras({ transfer_to: end({ user_email: 'S.Okoro@old.example' }) }))).toBe(true);
    expect(tied(samsRing(), noras({ transfer_to: end({ number: '01 99 00 77 00' }) }))).toBe(true);
    expect(tied(samsRing(), noras({ transfer_to: end({ user_email: EVE }) }))).toBe(false);
    expect(tied(samsRing(), noras())).toBe(false);
  });

  it('when the second says from whom it came, also while the first has not been told to be over', () => {
    const open = callOf('noras', ring({ started_at: isoAt(NOON) }), answer({ started_at: isoAt(NOON) }));
    expect(tied(open, sams({ transfer_from: end({ user_email: NORA }) }))).toBe(true);
    expect(tied(open, sams({ transfer_from: end({ user_email: EVE }) }))).toBe(false);
  });

  it('by the number that was first called, where a transfer names nobody that is known here', () => {
    const to = { transfer_to: end({ user_name: 'Sam' }) };
    const routed = { original_to_number: LINE };
    expect(tied(noras(to), sams(routed))).toBe(true);
    expect(tied(noras(), sams(routed))).toBe(false);
    expect(tied(noras(to), sams({}))).toBe(false);
    // The caller rang again.
    expect(tied(noras(to), sams(routed, 10 * MINUTE))).toBe(false);
  });

  it('by no name when the times or the numbers are not those of one call', () => {
    const to = { transfer_to: end({ user_email: SAM }) };
    expect(tied(noras(to), sams({}, 20 * MINUTE))).toBe(false);
    expect(tied(noras(to), sams({}, -MINUTE))).toBe(false);
    expect(tied(noras(to), sams({ from_number: '+33199004321' }))).toBe(false);
    const hidden = { from_number: 'anonymous' };
    expect(tied(noras({ ...to, ...hidden }), sams(hidden))).toBe(false);
  });

  it('and a second call of the same caller a moment later is not one of them', () => {
    const to = noras({ transfer_to: end({ user_email: SAM }) });
    const again = { ...samsRing(6 * MINUTE), key: 'again' as CallKey };
    expect(keysOf(legsOf(to, [again, samsRing()], who))).toEqual(['noras', 'sams']);
    expect(keysOf(legsOf(again, [to, samsRing()], who))).toEqual(['again']);
  });

  it('whatever order they are given in, and seen from each alike', () => {
    const eves = callOf(
      'eves',
      completed({
        id: 'cll_3',
        start_date: isoAt(NOON + 9 * MINUTE),
        user_email: EVE,
        transfer_original_call_id: 'cll_2',
      }),
    );
    const all = [
      noras({ transfer_to: end({ user_email: SAM }) }),
      sams({}, 5 * MINUTE),
      eves,
      callOf('other', ring({ started_at: isoAt(NOON + MINUTE), from_number: '+33199004321' })),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        for (const call of shuffled)
          expect(keysOf(legsOf(call, shuffled, who))).toEqual(
            call.key === 'other' ? ['other'] : ['noras', 'sams', 'eves'],
          );
      }),
    );
  });
});

describe('the other parts on a card', () => {
  const first = noras({ transfer_to: end({ user_email: SAM }) });
  const second = sams({ transfer_original_call_id: 'cll_1' });

  it('say who had the call before and what was said, with the way there', () => {
    expect(cardLegs(samsRing(), [first, samsRing()], SAM, policy)).toEqual([
      {
        key: 'noras',
        side: 'before',
        who: 'Nora Berg',
        mine: false,
        number: null,
        isOutside: false,
        durationS: 330,
        summary: 'Ana asked to move the pilot to May.',
      },
    ]);
    expect(cardLegs(first, [first, second], NORA, policy)).toMatchObject([
      { key: 'sams', side: 'after', who: 'Sam Okoro', mine: false },
    ]);
    expect(cardLegs(second, [first, second], NORA, policy)).toMatchObject([{ key: 'noras', mine: true }]);
  });

  it('say that a part is not here, without a way to it', () => {
    const from = { transfer_from: end({ user_email: NORA }) };
    expect(cardLegs(sams(from), [sams(from)], SAM, policy)).toMatchObject([
      { key: null, side: 'before', who: 'Nora Berg', isOutside: false },
    ]);
    const only = { transfer_original_call_id: 'cll_gone' };
    expect(cardLegs(sams(only), [sams(only)], SAM, policy)).toMatchObject([{ key: null, who: null }]);
    expect(cardLegs(first, [first], NORA, policy)).toMatchObject([
      { key: null, side: 'after', who: 'Sam Okoro', isOutside: false },
    ]);
    expect(cardLegs(first, [first], SAM, policy)).toMatchObject([{ key: null, mine: true }]);
  });

  it('miss nothing of a call that went to a phone outside', () => {
    const away = noras({ transfer_to: end({ number: '+442079460018' }) });
    expect(cardLegs(away, [away], NORA, policy)).toMatchObject([
      { who: '+44 20 7946 0018', isOutside: true },
    ]);
    const line = noras({ transfer_to: end({ number: SAMS_LINE }) });
    expect(cardLegs(line, [line], NORA, policy)).toMatchObject([{ who: 'Support', isOutside: false }]);
  });

  it('are none of a call that was never transferred, nor of one that names itself', () => {
    for (const call of [noras(), samsRing(), noras({ transfer_original_call_id: 'cll_1' })])
      expect(cardLegs(call, [call], NORA, policy)).toEqual([]);
    expect(
      cardLegs(noras({ from_number: ANA, transfer_from: null, transfer_to: null }), [], NORA, policy),
    ).toEqual([]);
  });
});
