import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPolicyText } from '../../../../src-main/managed/linux.ts';
import { NOT_MANAGED, UNMANAGED } from '../../../../src-main/managed/managed-policy.ts';
import { readPolicyValues } from '../../../../src-main/managed/reading-policy.ts';

const TOKEN = 'rgt_0123456789abcdef0123456789abcdef';
const WHOLE = {
  relay: 'https://relay.example.com',
  pairing: { by: 'group', token: TOKEN, agent: '{user}@example.com' },
  locked: { historyDays: 14, hideFromCapture: true },
  updates: false,
};
const RELAY = new URL(WHOLE.relay);
const group = WHOLE.pairing;

test('what an administrator wrote holds, each value as it stands', () => {
  expect(readPolicyValues(WHOLE)).toEqual({
    isManaged: true,
    policy: { relay: RELAY, pairing: group, locked: WHOLE.locked, lockedAsTheyAre: [], updates: false },
    problems: [],
  });
  expect(readPolicyValues({})).toEqual({ isManaged: true, policy: UNMANAGED, problems: [] });
  expect(readPolicyValues({ ...WHOLE, pairing: { by: 'group', token: TOKEN } }).policy.pairing).toEqual({
    by: 'group',
    token: TOKEN,
    agent: null,
  });
});

// The law of docs/rollout.md: what is wrong, and what then holds.
test.each([
  ['no object at all', ['a'], { pairing: { by: 'nothing' }, updates: false }, ['not-readable']],
  [
    'a relay without encryption',
    { ...WHOLE, relay: 'http://relay.example.com' },
    { relay: null, pairing: { by: 'nothing' }, locked: WHOLE.locked },
    ['relay'],
  ],
  ['a relay that is no text', { ...WHOLE, relay: 7 }, { relay: null, pairing: { by: 'nothing' } }, ['relay']],
  [
    'an unreadable relay, paired by link',
    { relay: 'relay' },
    { relay: null, pairing: { by: 'nothing' }, updates: true },
    ['relay'],
  ],
  [
    'a pairing of a kind to come',
    { ...WHOLE, pairing: { by: 'sso' } },
    { relay: RELAY, pairing: { by: 'nothing' }, updates: false },
    ['pairing.by'],
  ],
  [
    'a token that is none',
    { ...WHOLE, pairing: { ...group, token: 'short' } },
    { relay: RELAY, pairing: { by: 'nothing' } },
    ['pairing.token'],
  ],
  [
    'a group’s token in the place of a device’s',
    { ...WHOLE, pairing: { by: 'device', token: TOKEN } },
    { relay: RELAY, pairing: { by: 'nothing' } },
    ['pairing.token'],
  ],
  [
    'an agent that is no address',
    { ...WHOLE, pairing: { ...group, agent: '{user}' } },
    { pairing: { by: 'nothing' } },
    ['pairing.agent'],
  ],
  [
    'an agent with a placeholder to come',
    { ...WHOLE, pairing: { ...group, agent: '{mail}@example.com' } },
    { pairing: { by: 'nothing' } },
    ['pairing.agent'],
  ],
  ['a group without a relay', { pairing: group }, { relay: null, pairing: { by: 'nothing' } }, ['no-relay']],
  [
    'a device without a relay',
    { pairing: { by: 'device', token: TOKEN.replace('rgt_', '') } },
    { pairing: { by: 'nothing' } },
    ['no-relay'],
  ],
  [
    'a locked value that cannot be read',
    { ...WHOLE, locked: { historyDays: 'few', corner: 'top-left' } },
    { relay: RELAY, pairing: group, locked: { corner: 'top-left' }, lockedAsTheyAre: ['historyDays'] },
    ['locked.historyDays'],
  ],
  [
    'a list of which some cannot be read',
    { locked: { mutedLines: ['+33199003300', 7] } },
    { locked: {}, lockedAsTheyAre: ['mutedLines'] },
    ['locked.mutedLines'],
  ],
  [
    'locks that are no object',
    { ...WHOLE, locked: true },
    { relay: RELAY, pairing: group, locked: {} },
    ['locked'],
  ],
  [
    'updates that are neither yes nor no',
    { ...WHOLE, updates: 'no' },
    { relay: RELAY, pairing: group, updates: false },
    ['updates'],
  ],
  [
    'a name that nobody knows',
    { ...WHOLE, rely: 'x', pairing: { ...group, agnet: 'x' }, locked: { colour: 'red' } },
    { relay: RELAY, pairing: group },
    ['rely', 'pairing.agnet', 'locked.colour'],
  ],
])('%s', (_, values, holds, told) => {
  const { policy, problems, isManaged } = readPolicyValues(values);
  expect(isManaged).toBe(true);
  expect(policy).toMatchObject(holds);
  expect(problems.map((problem) => ('name' in problem ? problem.name : problem.kind))).toEqual(told);
});

describe('whatever stands there', () => {
  const json = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        relay: fc.oneof(fc.jsonValue(), fc.constant(WHOLE.relay)),
        pairing: fc.oneof(fc.jsonValue(), fc.constant(group), fc.constant({ by: 'link' })),
        locked: fc.oneof(fc.jsonValue(), fc.constant(WHOLE.locked)),
        updates: fc.oneof(fc.jsonValue(), fc.boolean()),
      },
      { requiredKeys: [] },
    ),
  );

  test('never throws, and never leads to a pairing that nobody wrote', () => {
    fc.assert(
      fc.property(json, (value) => {
        const { policy } = readPolicyText(new TextEncoder().encode(JSON.stringify(value)));
        const wrote = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
        const [relay, pairing] =
          wrote === null ? [null, null] : [Reflect.get(wrote, 'relay'), Reflect.get(wrote, 'pairing')];
        if (policy.pairing.by === 'link')
          return relay === undefined
            ? policy.relay === null &&
                (pairing === undefined || Reflect.get(Object(pairing), 'by') === 'link')
            : policy.relay?.href === new URL(String(relay)).href;
        return policy.pairing.by === 'nothing' || policy.relay?.href === RELAY.href;
      }),
    );
  });

  test('one value that cannot be read leaves the other kinds as they are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (odd) => {
        const { policy } = readPolicyValues({ ...WHOLE, updates: odd });
        expect(policy).toMatchObject({ relay: RELAY, pairing: group, locked: WHOLE.locked });
        expect(readPolicyValues({ ...WHOLE, locked: odd }).policy).toMatchObject({
          relay: RELAY,
          pairing: group,
          updates: false,
        });
      }),
    );
  });

  test('no problem says a value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const { problems } = readPolicyValues(value);
        expect(JSON.stringify(problems)).not.toContain(TOKEN);
      }),
    );
  });

  test('bytes that are no text, half a file and two files are not taken', () => {
    for (const text of ['', '{', '{}{}', '\u0000', '// nothing\n{}'])
      expect(readPolicyText(new TextEncoder().encode(text)).policy.pairing).toEqual({ by: 'nothing' });
    expect(readPolicyText(new Uint8Array([0x7b, 0xff, 0x7d])).policy.pairing).toEqual({ by: 'nothing' });
    expect(readPolicyText(new TextEncoder().encode('\u{feff}{}')).problems).toEqual([]);
    expect(NOT_MANAGED.policy).toEqual(UNMANAGED);
  });
});
