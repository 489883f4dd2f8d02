import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UNMANAGED } from '../../../../src-main/managed/managed-policy.ts';
import { failed, MINUTE, OFFLINE, PAIRED, start, TOKEN, WAITING } from './group-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

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

test.each([
  ['the admin has not said yes', WAITING],
  ['the relay refuses it', failed('too-many-computers')],
  ['the relay is not reached', OFFLINE],
])('whoever said another’s address can still say their own: %s', async (_, outcome) => {
  const { group, answers, asked, settle, kept } = start({ agent: null, remembered: 'sam@example.com' });
  answers.push(outcome);
  group.begin();
  await settle();
  expect(group.step()).toMatchObject({ agent: 'sam@example.com', mayChange: true });
  await vi.advanceTimersByTimeAsync(20 * MINUTE);
  expect(group.step()).toMatchObject({ agent: 'sam@example.com', mayChange: true });
  answers.splice(0, 1, PAIRED);
  group.answer('nora@example.com');
  await settle();
  expect([asked.at(-1)?.agent, kept(), group.step()]).toEqual(['nora@example.com', 'nora@example.com', null]);
});

test('whom the policy names cannot be changed on the computer', async () => {
  for (const outcome of [WAITING, failed('expired')]) {
    const { group, answers, settle } = start();
    answers.push(outcome);
    group.begin();
    await settle();
    expect(group.step()).not.toHaveProperty('mayChange');
  }
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

  test('what somebody has to mend is shown once, also when the network came up later or comes and goes', async () => {
    const { group, answers, settle, shown } = start();
    answers.push(OFFLINE, failed('expired'), OFFLINE, failed('expired'), OFFLINE, failed('revoked'));
    group.begin();
    await settle();
    expect(shown()).toBe(0);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect([group.step(), shown()]).toEqual([
      expect.objectContaining({ failure: { problem: 'expired' } }),
      1,
    ]);
    await vi.advanceTimersByTimeAsync(16 * MINUTE);
    expect(shown()).toBe(1);
    await vi.advanceTimersByTimeAsync(16 * MINUTE);
    expect([group.step(), shown()]).toEqual([
      expect.objectContaining({ failure: { problem: 'revoked' } }),
      2,
    ]);
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

describe('a computer that its relay does not know any more, without proof', () => {
  test('is paired anew where the group’s token does that', async () => {
    const { group, asked, paired, settle, shown } = start();
    group.tryAnew();
    await settle();
    expect([asked.length, paired, group.step(), shown()]).toEqual([1, ['token-of-this-computer'], null, 0]);
  });

  test.each([failed('unknown-token'), failed('not-in-group'), failed('not-a-relay'), OFFLINE])(
    'stays as it is where it does not: %j',
    async (outcome) => {
      const { group, answers, asked, settle, shown } = start({ agent: null, remembered: 'nora@example.com' });
      answers.push(outcome);
      group.tryAnew();
      await settle();
      await vi.advanceTimersByTimeAsync(60 * MINUTE);
      expect([asked.length, group.step(), shown()]).toEqual([1, null, 0]);
    },
  );

  test('says that it waits for the admin, and asks them again', async () => {
    const { group, answers, paired, settle } = start();
    answers.push(WAITING);
    group.tryAnew();
    await settle();
    expect(group.step()).toMatchObject({ kind: 'waiting' });
    answers.splice(0, 1, PAIRED);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect([paired, group.step()]).toEqual([['token-of-this-computer'], null]);
  });

  test('is nobody’s to pair where nobody has said whose it is, or the policy pairs by a link', async () => {
    const nobodys = start({ agent: null });
    nobodys.group.tryAnew();
    const byLink = start();
    byLink.decide(UNMANAGED);
    byLink.group.tryAnew();
    await nobodys.settle();
    expect([nobodys.asked, byLink.asked, nobodys.group.step()]).toEqual([[], [], null]);
  });
});
