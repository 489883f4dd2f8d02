import { describe, expect, it } from 'vitest';
import type { CallKey, Instant } from '../../../src-shared/brand.ts';
import type { Call } from '../../../src-shared/calls/call.ts';
import { endingOf } from '../../../src-shared/calls/ending.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { callsBefore, lastTimeOf } from '../../../src-shared/card/last-time.ts';
import { transferName } from '../../../src-shared/card/names.ts';
import { repeatsOf } from '../../../src-shared/card/repeats.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src-shared/wire/policy.ts';
import type { Memory } from '../../../src-shared/calls/memory.ts';
import { completed, NORA, ring } from '../../fixtures/allo.ts';
import { receivedOf, isoAt, NOON } from '../main/heard.ts';

const policy: Policy = {
  ...DEFAULT_POLICY,
  agents: [{ email: 'ben@example.com', name: 'Ben', aliases: ['b.adeyemi@example.com'] }],
};
const MINUTE = 60_000;
const WINDOW_S = 45;

describe('last time', () => {
  const at = '2026-11-21T12:00:00.000Z' as Instant;

  it('names the agent behind an alias, and says when it was this agent', () => {
    const memory = (handledBy: string): Memory => ({ lastCall: { at, direction: 'inbound', handledBy } });
    expect(lastTimeOf(memory('b.adeyemi@example.com'), NORA, policy)).toMatchObject({
      by: 'Ben',
      byMe: false,
    });
    expect(lastTimeOf(memory(NORA), NORA, policy)).toMatchObject({ by: null, byMe: true });
    expect(lastTimeOf({ lastCall: { at, direction: 'inbound' } }, null, policy)).toMatchObject({
      by: null,
      byMe: false,
      phase: null,
    });
  });

  it('blames nobody for a call that was missed, whoever Allo names with it', () => {
    const lastCall = { at, direction: 'inbound', handledBy: NORA } as const;
    for (const result of ['MISSED', 'VOICEMAIL', 'BLOCKED', 'FAILED'])
      expect(lastTimeOf({ lastCall: { ...lastCall, result } }, NORA, policy)).toMatchObject({
        by: null,
        byMe: false,
      });
    const broken = { ...lastCall, result: 'FAILED', answered: true };
    expect(lastTimeOf({ lastCall: broken }, NORA, policy)).toMatchObject({ phase: 'failed' });
    const dialled = { ...lastCall, direction: 'outbound', result: 'MISSED' } as const;
    expect(lastTimeOf({ lastCall: dialled }, NORA, policy)).toMatchObject({ phase: 'noAnswer', byMe: true });
  });

  it('says who of the team wrote the last text, and nobody of one that came in', () => {
    const lastSms = { at, direction: 'outbound', by: 'b.adeyemi@example.com' } as const;
    expect(lastTimeOf({ lastSms }, NORA, policy)).toMatchObject({
      by: 'Ben',
      sms: { by: 'Ben', byMe: false },
    });
    expect(lastTimeOf({ lastSms: { ...lastSms, by: NORA } }, NORA, policy)).toMatchObject({
      by: null,
      byMe: true,
      sms: { by: null, byMe: true },
    });
    const came = { ...lastSms, direction: 'inbound', by: NORA } as const;
    expect(lastTimeOf({ lastSms: came }, NORA, policy)?.sms).toMatchObject({ by: null, byMe: false });
  });

  it('names nobody for a call that an assistant took', () => {
    const lastCall = { at, direction: 'inbound', handledBy: NORA, result: 'TRANSFERRED_AI' } as const;
    expect(lastTimeOf({ lastCall }, NORA, policy)).toMatchObject({
      by: null,
      byMe: false,
      phase: 'transferred',
      result: 'TRANSFERRED_AI',
    });
  });

  it('is the last text message when there was no call', () => {
    const lastSms = { at, direction: 'outbound', text: 'On my way.' } as const;
    expect(lastTimeOf({ lastSms }, NORA, policy)).toEqual({
      at: Date.parse(at),
      direction: 'outbound',
      by: null,
      byMe: false,
      phase: null,
      result: null,
      summary: null,
      tags: [],
      sms: { ...lastSms, at: Date.parse(at), by: null, byMe: false },
    });
    expect(lastTimeOf(null, NORA, policy)).toBeNull();
  });

  it('counts no calls for a number nobody remembers, and does not guess for a withheld one', () => {
    expect(callsBefore(callAt(0))).toBe(0);
    expect(callsBefore({ ...callAt(0), memory: { callsIn30Days: 3 } })).toBe(3);
    expect(callsBefore(callAt(0, { from_number: 'anonymous' }))).toBeNull();
  });
});

describe('tries of the same caller', () => {
  const later = NOON + 3 * MINUTE;

  it('are counted with this one until somebody answers', () => {
    const [first, second, third] = [callAt(-20), callAt(-10), callAt(0)];
    expect(repeatsOf(third, [third, first, second], NOON, WINDOW_S)).toEqual({
      count: 3,
      firstAt: first.startedAt,
    });
    const answered = { ...second, answeredAt: second.startedAt };
    expect(repeatsOf(third, [first, answered], NOON, WINDOW_S)).toBeNull();
    expect(repeatsOf(third, [], NOON, WINDOW_S)).toBeNull();
    expect(repeatsOf({ ...third, answeredAt: NOON }, [first], later, WINDOW_S)).toBeNull();
  });

  it('of another number, another day, a withheld number or an outgoing call are not', () => {
    const call = callAt(0);
    const other = callAt(-10, { from_number: '+33199000000' });
    const yesterday = callAt(-24 * 60);
    const outgoing: Call = { ...callAt(-5), direction: 'outbound' };
    expect(repeatsOf(call, [other, yesterday, outgoing], NOON, WINDOW_S)).toBeNull();
    const [hidden, before] = [
      callAt(0, { from_number: 'anonymous' }),
      callAt(-9, { from_number: 'anonymous' }),
    ];
    expect(repeatsOf(hidden, [before], NOON, WINDOW_S)).toBeNull();
  });
});

describe('a completed call', () => {
  const ending = (data: Record<string, unknown>) => {
    const { event } = receivedOf(completed(data), 'done', NOON);
    if (event.topic !== 'call.completed') throw new Error('not a completion');
    return endingOf(event.data);
  };

  it('tells who handed it over and to whom, but not this agent', () => {
    const { transferFrom, transferTo } = ending({
      transfer_from: { number: null, user_email: 'B.Adeyemi@example.com', user_name: 'Ben A.' },
      transfer_to: { number: null, user_email: NORA, user_name: 'Nora' },
    });
    expect(transferName(transferFrom, NORA, policy)).toBe('Ben');
    expect(transferName(transferTo, NORA, policy)).toBeNull();
    const outside = ending({ transfer_to: { number: '+442079460018', user_email: null, user_name: null } });
    expect(transferName(outside.transferTo, NORA, policy)).toBe('+44 20 7946 0018');
    expect(ending({}).transferTo).toBeNull();
  });

  it('tells what the caller chose and what was asked for, flat and bounded', () => {
    const { menu, collected } = ending({
      ivr_result: [{ dtmf_key: '1', text_key: 'sales_team' }, { dtmf_key: '3' }, {}],
      data_collected: {
        order_number: 4711,
        urgent: true,
        address: { city: 'Lyon', lines: ['a', 'b'] },
        none: null,
        deep: { a: { b: { c: { d: { e: { f: { g: { h: 'too deep' } } } } } } } },
        ...Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`field ${n}`, 'x'.repeat(9_999)])),
      },
    });
    expect(menu).toEqual(['1 Sales team', '3']);
    expect(collected.slice(0, 4)).toEqual([
      { name: 'Order number', value: 4711 },
      { name: 'Urgent', value: true },
      { name: 'Address › City', value: 'Lyon' },
      { name: 'Address › Lines', value: 'a, b' },
    ]);
    expect(collected.length).toBeLessThanOrEqual(60);
    expect(Math.max(...collected.map(({ value }) => String(value).length))).toBe(1_000);
    expect(JSON.stringify(collected)).not.toContain('too deep');
  });

  it('reads what a model wrote as a program would, and leaves out what it did not find', () => {
    const { collected } = ending({
      data_collected: {
        callback: 'True',
        customer: ' false ',
        company: 'null',
        order: '{"number": 4711, "paid": true, "note": null}',
        colours: '["red", null, "blue"]',
        sizes: [null, 'M', ''],
        items: [{ what: 'pump', count: 2 }, null, { what: 'hose' }],
        nothing: [null, '', []],
        said: '[laughs] true',
      },
    });
    expect(collected).toEqual([
      { name: 'Callback', value: true },
      { name: 'Customer', value: false },
      { name: 'Order › Number', value: 4711 },
      { name: 'Order › Paid', value: true },
      { name: 'Colours', value: 'red, blue' },
      { name: 'Sizes', value: 'M' },
      { name: 'Items › 1 › What', value: 'pump' },
      { name: 'Items › 1 › Count', value: 2 },
      { name: 'Items › 2 › What', value: 'hose' },
      { name: 'Said', value: '[laughs] true' },
    ]);
  });
});

/** A ring, minutes away from noon. */
function callAt(minutes: number, data: Record<string, unknown> = {}): Call {
  const started_at = isoAt(NOON + minutes * MINUTE);
  const key = `call ${minutes} ${JSON.stringify(data)}` as CallKey;
  const call = foldCall(key, [receivedOf(ring({ started_at, ...data }), key, NOON + minutes * MINUTE)]);
  if (call === null) throw new Error('not a call');
  return call;
}
