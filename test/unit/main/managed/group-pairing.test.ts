import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createGroupPairing } from '../../../../src-main/managed/group-pairing.ts';
import type { GroupOutcome, GroupRequest } from '../../../../src-main/managed/join-group.ts';
import { UNMANAGED, type ManagedPolicy } from '../../../../src-main/managed/managed-policy.ts';
import type { GroupFailure } from '../../../../src-shared/managed/managed-view.ts';
import { notedLog } from '../heard.ts';

const TOKEN = 'rgt_0123456789abcdef0123456789abcdef';
const RELAY = new URL('https://relay.example.com');
const MINUTE = 60_000;
const PAIRED: GroupOutcome = {
  is: 'paired',
  paired: { token: 'token-of-this-computer', agent: 'nora@example.com', journal: 'j' },
};
const failed = (problem: Exclude<GroupFailure['problem'], 'unreachable'>): GroupOutcome => ({
  is: 'failed',
  failure: { problem },
});
const OFFLINE: GroupOutcome = { is: 'failed', failure: { problem: 'unreachable', why: 'offline' } };
const WAITING: GroupOutcome = { is: 'waiting' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start({
  agent = '{user}@example.com' as string | null,
  user = 'Nora',
  remembered = null as string | null,
} = {}) {
  let policy: ManagedPolicy = { ...UNMANAGED, relay: RELAY, pairing: { by: 'group', token: TOKEN, agent } };
  const asked: GroupRequest[] = [];
  const answers: GroupOutcome[] = [];
  const paired: string[] = [];
  let shown = 0;
  let kept = remembered;
  const log = notedLog();
  const group = createGroupPairing({
    policy: () => policy,
    join: (_, request) => {
      asked.push(request);
      const [answer = PAIRED] = answers.length > 1 ? answers.splice(0, 1) : answers;
      return Promise.resolve(answer);
    },
    store: { save: (pairing) => Promise.resolve({ ...pairing, kept: 'memory' }) },
    computer: {
      secret: () => 'secret-of-this-computer',
      agent: () => kept,
      keepAgent: (said) => (kept = said),
    },
    user,
    onPaired: ({ token }) => paired.push(token),
    onStep: (needsSomebody) => (shown += Number(needsSomebody)),
    log,
    random: () => 0.5,
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    group,
    asked,
    answers,
    paired,
    log,
    settle,
    shown: () => shown,
    kept: () => kept,
    decide: (now: ManagedPolicy) => (policy = now),
  };
}

test('a computer whose agent the policy names is paired without a person', async () => {
  const { group, asked, paired, shown, settle, log } = start();
  expect(group.begin()).toBe(true);
  expect(group.step()).toEqual({ kind: 'trying', agent: 'nora@example.com' });
  await settle();
  expect(asked).toEqual([{ token: TOKEN, agent: 'nora@example.com', computer: 'secret-of-this-computer' }]);
  expect([paired, group.step(), shown(), group.hasAsked()]).toEqual([
    ['token-of-this-computer'],
    null,
    0,
    false,
  ]);
  expect(log.lines.join()).not.toMatch(/rgt_|token-of|secret-of|nora/);
});

test('the agent is asked where the policy names nobody, and remembered', async () => {
  const { group, asked, shown, settle, kept } = start({ agent: null });
  group.begin();
  expect([group.step(), shown(), asked.length]).toEqual([{ kind: 'asking', agent: '', failure: null }, 1, 0]);
  group.answer('nobody');
  expect(group.step()?.kind).toBe('asking');
  group.answer(' Nora@Example.com ');
  await settle();
  expect([asked[0]?.agent, kept(), group.hasAsked()]).toEqual(['nora@example.com', 'nora@example.com', true]);

  const again = start({ agent: null, remembered: kept() });
  again.group.begin();
  await again.settle();
  expect([again.asked[0]?.agent, again.shown()]).toEqual(['nora@example.com', 0]);
});

test('a system’s user whom no address can have is asked too', () => {
  const { group } = start({ user: 'Nora Berg' });
  group.begin();
  expect(group.step()).toEqual({ kind: 'asking', agent: '', failure: null });
});

test('nobody says another address than the policy does', async () => {
  const { group, answers, asked, settle } = start();
  answers.push(failed('not-in-group'));
  group.begin();
  await settle();
  expect(group.step()).toMatchObject({ kind: 'failed', agent: 'nora@example.com' });
  group.answer('sam@example.com');
  await settle();
  expect(asked.map(({ agent }) => agent)).toEqual(['nora@example.com']);
});

test('an address that is not of the group is asked for again, with the reason', async () => {
  const { group, answers, settle } = start({ agent: null });
  answers.push(failed('not-in-group'), PAIRED);
  group.begin();
  group.answer('nora@exmaple.com');
  await settle();
  expect(group.step()).toEqual({
    kind: 'asking',
    agent: 'nora@exmaple.com',
    failure: { problem: 'not-in-group' },
  });
  group.answer('nora@example.com');
  await settle();
  expect(group.step()).toBeNull();
});

describe('what comes to nothing is tried again by itself', () => {
  test('an unreachable relay soon, then more rarely, and at once when the network is back; nobody is disturbed', async () => {
    const { group, answers, asked, settle, shown } = start();
    answers.push(OFFLINE);
    group.begin();
    await settle();
    expect(group.step()).toMatchObject({ kind: 'failed', failure: { why: 'offline' } });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.length).toBeLessThan(25);
    expect(shown()).toBe(0);
    answers.splice(0, 1, PAIRED);
    group.wake();
    await settle();
    expect(group.step()).toBeNull();
  });

  test.each([
    'expired',
    'revoked',
    'unknown-token',
    'too-many-computers',
    'not-a-relay',
    'not-in-group',
  ] as const)('%s every quarter of an hour, said once', async (problem) => {
    const { group, answers, asked, settle, shown } = start();
    answers.push(failed(problem));
    group.begin();
    await settle();
    expect([group.step()?.kind, shown()]).toEqual(['failed', 1]);
    await vi.advanceTimersByTimeAsync(14 * MINUTE);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect([asked.length, shown()]).toEqual([2, 1]);
    answers.splice(0, 1, PAIRED);
    group.answer(null);
    await settle();
    expect(group.step()).toBeNull();
  });

  test('an admin who has not said yes is asked once a minute, quietly, and the card comes when they do', async () => {
    const { group, answers, asked, settle, shown, paired } = start();
    answers.push(WAITING);
    group.begin();
    await settle();
    expect(group.step()).toEqual({ kind: 'waiting', agent: 'nora@example.com' });
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    expect([asked.length, shown(), group.step()?.kind]).toEqual([4, 1, 'waiting']);
    answers.splice(0, 1, PAIRED);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect([paired, group.step()]).toEqual([['token-of-this-computer'], null]);
  });
});

test('a computer that was paired by a link meanwhile is not paired once more', async () => {
  const { group, answers, paired, settle } = start();
  answers.push(OFFLINE);
  group.begin();
  await settle();
  answers.splice(0, 1, PAIRED);
  group.stop();
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect([paired, group.step()]).toEqual([[], null]);
});

test('a policy that is taken away ends it', async () => {
  const { group, answers, asked, settle, decide } = start();
  answers.push(OFFLINE);
  group.begin();
  await settle();
  decide(UNMANAGED);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect([asked.length, group.step(), group.begin()]).toEqual([1, null, false]);
});
