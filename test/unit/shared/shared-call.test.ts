import { expect, it } from 'vitest';
import { isShared } from '../../../src-shared/card/shared-call.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src-shared/wire/policy.ts';
import { LINE, NORA, SAM } from '../../fixtures/allo.ts';

const on = (ownLines: Policy['ownLines'], agents: Policy['agents'] = []): Policy => ({
  ...DEFAULT_POLICY,
  ownLines,
  agents,
});
const mine = { users: [NORA], line: LINE };

it('a call is shared when somebody else’s phone rings or somebody else is on its line', () => {
  expect(isShared({ ...mine, users: [NORA, SAM] }, NORA, on([]), true)).toBe(true);
  expect(isShared(mine, NORA, on([{ number: LINE, agents: [NORA, SAM] }]), true)).toBe(true);
  expect(isShared(mine, NORA, on([{ number: '01 99 00 33 00', agents: [SAM] }]), true)).toBe(true);
});

it('a call is nobody else’s on a line of one, another line or none, whatever address Allo uses', () => {
  expect(isShared(mine, NORA, on([]), true)).toBe(false);
  expect(isShared(mine, NORA, on([{ number: LINE, agents: [NORA] }]), true)).toBe(false);
  expect(isShared(mine, NORA, on([{ number: '+33199007700', agents: [SAM] }]), true)).toBe(false);
  expect(isShared({ users: [], line: null }, NORA, on([{ number: LINE, agents: [SAM] }]), true)).toBe(false);
  const agents = [{ email: NORA, name: null, aliases: ['n.berg@old.example'] }];
  expect(isShared({ ...mine, users: ['n.berg@old.example'] }, NORA, on([], agents), true)).toBe(false);
});

it('a relay that does not say who is on a line keeps nobody from telling the others', () => {
  expect(isShared(mine, NORA, on([]), false)).toBe(true);
  expect(isShared(mine, NORA, on([{ number: LINE, agents: [NORA] }]), false)).toBe(false);
});
