import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agentOf } from '../../../../src-main/managed/group-rules.ts';
import { isAgentAddress } from '../../../../src-shared/managed/agent-address.ts';

const PATTERN = '{user}@example.com';

test.each([
  ['nora', 'nora@example.com'],
  ['Nora.Berg', 'nora.berg@example.com'],
  // sssd's and winbind's names for users of a domain.
  ['nora@corp.example', 'nora@example.com'],
  ['CORP\\nora', 'nora@example.com'],
  ['nora$&', 'nora$&@example.com'],
  ['Nora Berg', null],
  ['CORP\\sub\\nora', null],
  ['a@b@c', null],
  ['@', null],
  ['', null],
])('the system’s user %j is %j', (user, agent) => {
  expect(agentOf(PATTERN, user)).toBe(agent);
});

test('an address without the placeholder is the same for whoever is signed in', () => {
  expect(agentOf('Desk@example.com', 'Nora Berg')).toBe('desk@example.com');
  expect(agentOf(null, 'nora')).toBeNull();
});

test('whatever the system’s user is called, their name never changes the domain that the admin wrote', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z@\\$&{}]{0,12}$/)), (user) => {
      const agent = agentOf(PATTERN, user);
      if (agent === null) return;
      expect(agent.endsWith('@example.com') && agent.split('@').length === 2).toBe(true);
      expect(isAgentAddress(agent)).toBe(true);
    }),
  );
});
