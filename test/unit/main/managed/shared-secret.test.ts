import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createGroupPairing } from '../../../../src-main/managed/group-pairing.ts';
import { UNMANAGED } from '../../../../src-main/managed/managed-policy.ts';
import { notedLog } from '../heard.ts';
import { MINUTE, PAIRED, RELAY, start, TOKEN, WAITING } from './group-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Desks with one secret, and a relay as it is: whoever comes with the secret of another has their device ended. */
function office(desks: number) {
  const devices = new Map<string, number>();
  const secrets = Array.from({ length: desks }, () => 'secret of the image');
  const turnedOut: number[] = [];
  let pairings = 0;
  const groups = secrets.map((_, desk) =>
    createGroupPairing({
      policy: () => ({
        ...UNMANAGED,
        relay: RELAY,
        pairing: {
          by: 'group',
          token: TOKEN,
          agent: `desk${desk}@example.com`,
        },
      }),
      join: (__, { computer }) => {
        pairings += 1;
        const before = devices.get(computer);
        if (before !== undefined && before !== desk) turnedOut.push(before);
        devices.set(computer, desk);
        return Promise.resolve(PAIRED);
      },
      store: { save: (pairing) => Promise.resolve({ ...pairing, kept: 'memory' }) },
      computer: {
        secret: () => secrets[desk] ?? '',
        agent: () => null,
        keepAgent: () => {},
        renew: () => (secrets[desk] = `secret of desk ${desk}`),
      },
      user: 'desk',
      onPaired: () => {},
      onStep: () => {},
      log: notedLog(),
    }),
  );
  return { groups, devices, turnedOut, pairings: () => pairings };
}

test.each([2, 3, 50])(
  '%i desks from one image soon are as many computers, and none ends another’s device',
  async (desks) => {
    const { groups, devices, turnedOut, pairings } = office(desks);
    for (const group of groups) group.begin();
    for (let round = 0; round < 20; round += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      for (const desk of new Set(turnedOut.splice(0))) groups[desk]?.begin();
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(turnedOut).toEqual([]);
    expect(new Set(devices.values()).size).toBe(desks);
    expect(pairings()).toBeLessThan(desks * 8);
  },
);

test('a computer that its admin revokes, however often, stays the one that it was', async () => {
  const { group, answers, renewed, settle } = start();
  for (let i = 0; i < 6; i += 1) {
    group.begin();
    await settle();
    answers.splice(0, 9, WAITING, PAIRED);
    group.begin();
    await settle();
    expect(group.step()?.kind).toBe('waiting');
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(group.step()).toBeNull();
  }
  expect(renewed()).toBe(0);
});

test('one that is turned out now and then stays it too', async () => {
  const { group, renewed, settle } = start();
  for (let i = 0; i < 6; i += 1) {
    group.begin();
    await settle();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
  }
  expect(renewed()).toBe(0);
});
