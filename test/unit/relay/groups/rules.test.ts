import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, type Asked, type GroupId } from '../../../../src-relay/groups/rules.ts';
import type { AgentId } from '../../../../src-relay/sql/ids.ts';

const NOW = 1_000_000;
const group = { id: 1 as GroupId, most: 2, approves: false, expiresAt: NOW + 1, isRevoked: false };
const nora = 7 as AgentId;
const asked: Asked = {
  group,
  agent: nora,
  isMember: true,
  isBlocked: false,
  device: null,
  isEnded: false,
  waiting: null,
  devices: 0,
  computersWaiting: 0,
  now: NOW,
};
const approving = { ...group, approves: true };
const own = { group: group.id, agent: nora };

test.each<[string, Partial<Asked>, ReturnType<typeof decide>]>([
  ['a computer of an agent of the group', {}, 'pair'],
  ['nobody’s token', { group: null }, 'unknown-token'],
  ['a token that was withdrawn', { group: { ...group, isRevoked: true } }, 'revoked'],
  ['a token that ends this very moment', { group: { ...group, expiresAt: NOW } }, 'expired'],
  [
    'a computer that is paired and comes again, when the token has ended',
    { group: { ...group, expiresAt: NOW }, device: own },
    'pair',
  ],
  [
    'a computer that is paired for somebody else, when the token has ended',
    { group: { ...group, expiresAt: NOW }, device: { ...own, agent: 8 as AgentId } },
    'expired',
  ],
  [
    'a computer that is paired by another group, when the token has ended',
    { group: { ...group, expiresAt: NOW }, device: { ...own, group: 2 as GroupId } },
    'expired',
  ],
  [
    'a computer whose device the admin revoked, when the token has ended',
    {
      group: { ...group, expiresAt: NOW },
      device: own,
      isEnded: true,
      waiting: { ...own, isApproved: true },
    },
    'expired',
  ],
  [
    'a computer that is paired and comes again, when the token was withdrawn',
    { group: { ...group, isRevoked: true }, device: own },
    'revoked',
  ],
  [
    'a computer that is paired for an agent who was blocked since, when the token has ended',
    { group: { ...group, expiresAt: NOW }, device: own, isBlocked: true },
    'not-in-group',
  ],
  ['an address that is nobody’s', { agent: null }, 'not-in-group'],
  ['an agent of the relay who is not in the group', { isMember: false }, 'not-in-group'],
  ['an agent who is blocked in Allo', { isBlocked: true }, 'not-in-group'],
  ['one computer too many', { devices: 2 }, 'too-many-computers'],
  ['a computer that comes again, in a group that is full', { devices: 2, device: own }, 'pair'],
  [
    'a computer of another group, in a group that is full',
    { devices: 2, device: { ...own, group: 2 as GroupId } },
    'too-many-computers',
  ],
  ['where the admin approves', { group: approving }, 'wait'],
  ['where the admin has approved', { group: approving, waiting: { ...own, isApproved: true } }, 'pair'],
  [
    'where the admin has approved it for somebody else',
    { group: approving, waiting: { ...own, agent: 8 as AgentId, isApproved: true } },
    'wait',
  ],
  [
    'where the admin has approved it in another group',
    { group: approving, waiting: { ...own, group: 2 as GroupId, isApproved: true } },
    'wait',
  ],
  ['where the admin approves, and it is there already', { group: approving, device: own }, 'pair'],
  [
    'where the admin approves, and it was there for somebody else',
    { group: approving, device: { ...own, agent: 8 as AgentId } },
    'wait',
  ],
  ['a computer whose device the admin revoked', { isEnded: true }, 'wait'],
  [
    'a computer whose device the admin revoked, once it is approved',
    { isEnded: true, waiting: { ...own, isApproved: true } },
    'pair',
  ],
  ['when as many wait as may be there', { group: approving, computersWaiting: 2 }, 'too-many-computers'],
  [
    'when as many wait, and it is one of them',
    { group: approving, computersWaiting: 2, waiting: { ...own, isApproved: false } },
    'wait',
  ],
])('%s', (_, change, decided) => {
  expect(decide({ ...asked, ...change })).toBe(decided);
});

describe('whatever is asked', () => {
  const id = <T>() => fc.integer({ min: 1, max: 3 }) as unknown as fc.Arbitrary<T>;
  const any: fc.Arbitrary<Asked> = fc.record({
    group: fc.option(
      fc.record({
        id: id<GroupId>(),
        most: fc.integer({ min: 1, max: 3 }),
        approves: fc.boolean(),
        expiresAt: fc.integer({ min: NOW - 1, max: NOW + 2 }),
        isRevoked: fc.boolean(),
      }),
    ),
    agent: fc.option(id<AgentId>()),
    isMember: fc.boolean(),
    isBlocked: fc.boolean(),
    device: fc.option(fc.record({ group: id<GroupId>(), agent: id<AgentId>() })),
    isEnded: fc.boolean(),
    waiting: fc.option(fc.record({ group: id<GroupId>(), agent: id<AgentId>(), isApproved: fc.boolean() })),
    devices: fc.integer({ min: 0, max: 4 }),
    computersWaiting: fc.integer({ min: 0, max: 4 }),
    now: fc.constant(NOW),
  });

  test('nobody is paired without a token in force, or anew for what it is paired for, an agent of the group, and room', () => {
    fc.assert(
      fc.property(any, (one) => {
        if (decide(one) !== 'pair') return;
        expect(one).toMatchObject({ isMember: true, isBlocked: false });
        expect(one.group?.isRevoked).toBe(false);
        const isThere =
          one.device?.group === one.group?.id && one.device?.agent === one.agent && !one.isEnded;
        expect((one.group?.expiresAt ?? 0) > NOW || isThere).toBe(true);
        expect(one.agent).not.toBeNull();
        expect(one.device?.group === one.group?.id || one.devices < (one.group?.most ?? 0)).toBe(true);
      }),
    );
  });

  test('where the admin approves, nobody new is paired without their word for this agent and group', () => {
    fc.assert(
      fc.property(any, (one) => {
        if (one.group?.approves !== true || decide(one) !== 'pair') return;
        const isThere = one.device?.group === one.group.id && one.device.agent === one.agent && !one.isEnded;
        const isApproved =
          one.waiting?.isApproved === true &&
          one.waiting.group === one.group.id &&
          one.waiting.agent === one.agent;
        expect(isThere || isApproved).toBe(true);
      }),
    );
  });
});
