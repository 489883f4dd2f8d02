import { expect, test } from 'vitest';
import { UNMANAGED, type ManagedPolicy } from '../../../../src-main/managed/managed-policy.ts';
import { givenUnder, mayGoOn, refusedLink } from '../../../../src-main/managed/precedence.ts';

const OURS = new URL('https://relay.example.com');
const THEIRS = new URL('https://relay.other.example');
const token = 'token-0123456789abcdef';
const env = (relay: URL) => ({ relay: relay.href, token: 'token-of-the-environment' });
const none = { relay: undefined, token: undefined };

const free = UNMANAGED;
const only: ManagedPolicy = { ...free, relay: OURS };
const device: ManagedPolicy = { ...only, pairing: { by: 'device', token } };
const group: ManagedPolicy = { ...only, pairing: { by: 'group', token, agent: null } };
const unread: ManagedPolicy = { ...free, pairing: { by: 'nothing' } };
const unreadPairing: ManagedPolicy = { ...only, pairing: { by: 'nothing' } };

// The table of docs/rollout.md.
test.each([
  ['nobody manages it', free, env(THEIRS), env(THEIRS), false],
  ['only our relay, and the environment names it', only, env(OURS), env(OURS), false],
  ['only our relay, and the environment names another', only, env(THEIRS), none, true],
  ['a device token, nothing in the environment', device, none, { relay: OURS.href, token }, false],
  ['a device token, and the environment names our relay', device, env(OURS), env(OURS), false],
  [
    'a device token, and the environment names another',
    device,
    env(THEIRS),
    { relay: OURS.href, token },
    true,
  ],
  [
    'a device token, and half of an environment',
    device,
    { relay: OURS.href, token: undefined },
    { relay: OURS.href, token },
    false,
  ],
  [
    'a device token, and an address that is none',
    device,
    { relay: 'relay', token: 'x'.repeat(20) },
    { relay: OURS.href, token },
    false,
  ],
  ['a group token, and the environment names our relay', group, env(OURS), env(OURS), false],
  ['a group token, and the environment names another', group, env(THEIRS), none, true],
  ['a policy that cannot be read', unread, env(OURS), none, true],
  ['a pairing that cannot be read', unreadPairing, env(OURS), none, true],
])('from outside: %s', (_, policy, given, used, isRefused) => {
  expect(givenUnder(policy, given)).toEqual({ given: used, isRefused });
});

test.each([
  ['nobody manages it', free, null, null],
  ['only our relay', only, null, 'other-relay'],
  ['a device token', device, 'managed', 'other-relay'],
  ['a group token', group, null, 'other-relay'],
  ['a policy that cannot be read', unread, 'policy-unread', 'policy-unread'],
  ['a pairing that cannot be read', unreadPairing, 'policy-unread', 'policy-unread'],
])('a link to our relay, and to another: %s', (_, policy, ours, theirs) => {
  expect(refusedLink(policy, OURS)?.problem ?? null).toBe(ours);
  expect(refusedLink(policy, THEIRS)?.problem ?? null).toBe(theirs);
});

test.each([
  ['nobody manages it', free, true, true],
  ['only our relay', only, true, false],
  ['a group token', group, true, false],
  ['a policy that cannot be read: what was paired before goes on', unread, true, true],
  ['a pairing that cannot be read', unreadPairing, true, false],
])('a kept pairing with our relay, and with another: %s', (_, policy, ours, theirs) => {
  expect([mayGoOn(policy, OURS), mayGoOn(policy, THEIRS)]).toEqual([ours, theirs]);
});

test('a relay is the same with a slash at the end and without, but not under another path, port or scheme', () => {
  const under: ManagedPolicy = { ...free, relay: new URL('https://example.com/ringside') };
  expect(mayGoOn(under, new URL('https://example.com/ringside/'))).toBe(true);
  for (const other of [
    'https://example.com/',
    'https://example.com:444/ringside',
    'http://example.com/ringside',
    'https://example.com/ringside2',
  ])
    expect(mayGoOn(under, new URL(other))).toBe(false);
});
