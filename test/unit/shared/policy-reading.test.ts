import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PREFERENCES, type PreferenceName } from '../../../src-shared/preferences/preferences.ts';
import { DEFAULT_POLICY, readPolicy, type Policy } from '../../../src-shared/wire/policy.ts';
import { hearRelayFrame } from '../../../src-shared/wire/protocol.ts';

const before: Policy = {
  ringWindow: 30,
  closedStages: ['won'],
  lines: ['Sales', 'Support'].map((name, n) => ({ number: `+3319900330${n}`, name })),
  ownLines: [{ number: '+33199003300', agents: ['sam@ringside.example'] }],
  agents: [{ email: 'sam@ringside.example', name: 'Sam', aliases: ['s@old.example'] }],
  crm: { preset: 'pipedrive', company: 'before', ids: {} },
  app: { fixed: { language: 'fr', historyDays: 90 }, defaults: { theme: 'dark' } },
};
const now: Policy = {
  ringWindow: 60,
  closedStages: ['won', 'lost'],
  lines: ['Sales Paris', 'Help', 'New'].map((name, n) => ({ number: `+3319900330${n}`, name })),
  ownLines: [
    { number: '+33199003300', agents: ['sam@ringside.example', 'nora@ringside.example'] },
    { number: '+33199003302', agents: [] },
  ],
  agents: [
    { email: 'sam@ringside.example', name: 'Sam B.', aliases: ['s@new.example', 'sb@new.example'] },
    { email: 'nora@ringside.example', name: 'Nora', aliases: [] },
  ],
  crm: {
    preset: 'hubspot',
    portal: '42',
    host: 'app.hubspot.com',
    ids: { deal: ['deal.hubspot_id', 'deal.id'] },
  },
  app: {
    fixed: {
      language: 'en',
      historyDays: 60,
      corner: 'top-left',
      quietHours: { from: '19:00', to: '08:00', days: [1, 2] },
      mutedLines: ['+33199003300', '+33199003301'],
    },
    defaults: { theme: 'light', sound: 'chime' },
  },
};
const values = { ...DEFAULT_PREFERENCES, language: 'fr', historyDays: 90, volume: 0.2 } as const;
const holding = { policy: before, values };
const read = (json: unknown) => readPolicy(json, holding);
type Path = readonly (string | number)[];

/** The policy with something else at the end of a path. */
function corrupted(path: Path, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(now)) as Record<string | number, never>;
  const parent = path.slice(0, -1).reduce((at, key) => at[key] as never, copy);
  Object.defineProperty(parent, path.at(-1) ?? '', { value, enumerable: true });
  return copy;
}

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, one]) =>
      pathsIn(one, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

describe('a policy of which something cannot be read', () => {
  it('locks what it locks however much else of it cannot be read', () => {
    const nameless = Array.from({ length: 200 }, (_, at) => ({
      number: `+33199${at}`,
      email: `${at}@x.example`,
    }));
    const odd = { lines: [now.lines[0], ...nameless], agents: [now.agents[0], { email: 5 }, ...nameless] };
    const many = { ...odd, agents: odd.agents.map((one) => ({ ...one, name: 5, aliases: 5 })) };
    for (const rest of [odd, many]) {
      const told = { ...rest, app: { fixed: { language: 'de', historyDays: '90' } } };
      const { value, unread } = readPolicy(told, { policy: DEFAULT_POLICY, values: DEFAULT_PREFERENCES });
      expect(value.app.fixed).toEqual({ language: 'system', historyDays: 30 });
      expect(unread).toEqual(expect.arrayContaining(['app.fixed.language', 'app.fixed.historyDays']));
    }
  });

  it.each([
    ['an unknown CRM', ['crm'], { preset: 'moon', base: 'x' }, { crm: before.crm }, ['crm']],
    ['a ring window of 900 s', ['ringWindow'], 900, { ringWindow: 30 }, ['ringWindow']],
    [
      'a line without a name keeps the one it had',
      ['lines', 0],
      { number: '+33199003300' },
      { lines: [before.lines[0], now.lines[1], now.lines[2]] },
      ['lines[0].name'],
    ],
    [
      'a new line without a name',
      ['lines', 2],
      { number: '+33' },
      { lines: now.lines.slice(0, 2) },
      ['lines[2]'],
    ],
    [
      'a language among the fixed that there are no words for',
      ['app', 'fixed', 'language'],
      'de',
      { app: { ...now.app, fixed: { ...now.app.fixed, language: 'fr' } } },
      ['app.fixed.language'],
    ],
    [
      'no list of the fixed',
      ['app', 'fixed'],
      'all',
      { app: { ...now.app, fixed: before.app.fixed } },
      ['app.fixed'],
    ],
    [
      'a list in place of the fixed',
      ['app', 'fixed'],
      [],
      { app: { ...now.app, fixed: before.app.fixed } },
      ['app.fixed'],
    ],
    ['a list in place of all about the app', ['app'], [], { app: before.app }, ['app']],
    ['nothing about the app', ['app'], null, { app: before.app }, ['app']],
    [
      'an id source of tomorrow',
      ['crm', 'ids', 'deal', 0],
      'deal/custom id',
      { crm: { ...now.crm, ids: { deal: ['deal.id'] } } },
      ['crm.ids.deal[0]'],
    ],
  ] as const)('costs only that: %s', (_, path, value, change, unread) => {
    expect(read(corrupted(path, value))).toEqual({ value: { ...now, ...change }, unread });
  });

  it.each([[null], [5], ['policy'], [[]], [undefined]])(
    'stays the old one as a whole when it is %j',
    (json) => {
      expect(read(json)).toEqual({ value: before, unread: ['policy'] });
    },
  );

  it('locks a choice at what holds, when a lock of before is none and the new value cannot be read', () => {
    const { value } = read(corrupted(['app', 'fixed', 'volume'], 'loud'));
    expect(value.app.fixed).toEqual({ ...now.app.fixed, volume: 0.2 });
  });

  it('whatever stands in whatever place: nothing throws, no lock opens, and every other part is as it was said', () => {
    const junk = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        -1,
        1e20,
        '',
        'de',
        [],
        {},
        [[]],
        { preset: 'x' },
        JSON.parse('{"__proto__":{"a":1}}'),
      ),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...pathsIn(now).filter((path) => path.length > 0)), junk, (path, value) => {
        const got = read(corrupted(path, value));
        for (const part of Object.keys(now) as (keyof Policy)[])
          if (part !== path[0]) expect(got.value[part]).toEqual(now[part]);
        const wasRead = got.unread.length === 0;
        if (wasRead) return;
        // Locks of before hold when the list of them is what cannot be read.
        const isList = path[0] === 'app' && (path.length === 1 || (path.length === 2 && path[1] === 'fixed'));
        const locked = Object.keys(isList ? before.app.fixed : now.app.fixed) as PreferenceName[];
        for (const name of locked) expect(Object.hasOwn(got.value.app.fixed, name), name).toBe(true);
        for (const name of locked)
          if (!isList && path[2] !== name) expect(got.value.app.fixed[name]).toEqual(now.app.fixed[name]);
        // A link never mixes two CRMs.
        if (got.value.crm?.preset === 'pipedrive') expect(got.value.crm).toEqual(before.crm);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a frame of which something cannot be read', () => {
  const hear = (frame: object) => hearRelayFrame(JSON.stringify(frame), () => holding);
  const welcome = {
    type: 'welcome',
    agent: 'a@b.example',
    epoch: 'e',
    from: 3,
    head: 9,
    now: '2026-02-03T09:15:00.000Z',
  };
  const event = {
    type: 'event',
    seq: 4,
    call: 'c',
    topic: 'call.received',
    webhookId: 'm',
    occurredAt: '2026-02-03T09:15:00.000Z',
    receivedAt: '2026-02-03T09:15:00.000Z',
    ageMs: 10,
    data: { a: 1 },
  };

  it('is a welcome all the same, with the policy that held', () => {
    const { value, unread } = hear({ ...welcome, now: 'noon', can: ['records', 7], policy: 5 }) ?? {};
    expect(value).toMatchObject({ type: 'welcome', epoch: 'e', from: 3, head: 9, policy: before });
    expect(unread).toEqual(['now', 'policy']);
    expect(hear(welcome)?.value).toMatchObject({ policy: before });
  });

  it.each(
    [['from', 0] as const, ['head', 0] as const, ['now', '1970-01-01T00:00:00.000Z'] as const].flatMap(
      ([field, instead]) => [null, '3', -1, 1.5, 1e20, [], {}].map((odd) => [field, odd, instead] as const),
    ),
  )('is a welcome all the same when its %s is %j', (field, odd, instead) => {
    expect(hear({ ...welcome, policy: now, [field]: odd })).toEqual({
      value: { ...welcome, policy: now, [field]: instead },
      unread: [field],
    });
  });

  it.each([
    [{ can: ['later', 'release'] }, ['release']],
    [{ can: ['later'] }, []],
    [{ can: 5 }, undefined],
    [{ can: null, more: {} }, undefined],
  ])('may carry %j: what is not understood of it is not said', (more, can) => {
    expect(hear({ ...welcome, policy: now, ...more })).toEqual({
      value: { ...welcome, policy: now, can },
      unread: [],
    });
  });

  it.each([
    ['ageMs', 1e20],
    ['ageMs', null],
    ['call', 7],
    ['occurredAt', 'yesterday'],
    ['receivedAt', 5],
    ['data', 'much'],
    ['topic', {}],
    ['memory', 'much'],
  ])(
    'is an event all the same when its %s is %j, and never pops by an age that cannot be read',
    (field, value) => {
      const heard = hear({ ...event, [field]: value });
      expect(heard).toMatchObject({ value: { type: 'event', seq: 4, webhookId: 'm' }, unread: [field] });
      if (field === 'ageMs')
        expect(heard).toMatchObject({
          value: { ageMs: expect.toSatisfy((ms: number) => ms > 600_000) as number },
        });
    },
  );

  it('tells the parts of a memory that can be read', () => {
    const memory = {
      lastCall: { at: 'then', direction: 'inbound' },
      callsIn30Days: 4,
      contact: { emails: [5, 'a'], company: 'G' },
    };
    expect(hear({ ...event, memory })).toMatchObject({
      value: { memory: { callsIn30Days: 4, contact: { emails: ['a'], company: 'G' } } },
      unread: ['memory.lastCall', 'memory.contact.emails[0]'],
    });
  });

  it.each([
    [
      { type: 'reset', reason: 'tomorrow’s' },
      { type: 'reset', reason: 'epoch' },
    ],
    [
      { type: 'claimed', call: 'c', agent: 'a', name: 5 },
      { type: 'claimed', call: 'c', agent: 'a' },
    ],
    [{ type: 'live', can: [] }, { type: 'live' }],
  ])('%j is heard', (frame, value) => {
    expect(hear(frame)?.value).toEqual(value);
  });

  it.each([
    [{ ...event, seq: 'x' }],
    [{ ...event, webhookId: null }],
    [{ ...welcome, epoch: 5 }],
    [{ type: 'records', call: 'c' }],
    [{ type: 'constructor' }],
    [{ type: '__proto__' }],
  ])('%j is of no use, and is none', (frame) => {
    expect(hear(frame)).toBeNull();
  });

  it('without anything from before reads with the defaults', () => {
    const text = JSON.stringify({ type: 'policy', policy: { ringWindow: 900 } });
    const heard = hearRelayFrame(text, () => ({ policy: DEFAULT_POLICY, values }));
    expect(heard).toEqual({ value: { type: 'policy', policy: DEFAULT_POLICY }, unread: ['ringWindow'] });
  });
});
