import { createGroupPairing } from '../../../../src-main/managed/group-pairing.ts';
import type { GroupOutcome, GroupRequest } from '../../../../src-main/managed/join-group.ts';
import { UNMANAGED, type ManagedPolicy } from '../../../../src-main/managed/managed-policy.ts';
import type { GroupFailure } from '../../../../src-shared/managed/managed-view.ts';
import { vi } from 'vitest';
import { notedLog } from '../heard.ts';

export const TOKEN = 'rgt_0123456789abcdef0123456789abcdef';
export const RELAY = new URL('https://relay.example.com');
export const MINUTE = 60_000;
export const PAIRED: GroupOutcome = {
  is: 'paired',
  paired: { token: 'token-of-this-computer', agent: 'nora@example.com', journal: 'j' },
};
export const failed = (problem: Exclude<GroupFailure['problem'], 'unreachable'>): GroupOutcome => ({
  is: 'failed',
  failure: { problem },
});
export const OFFLINE: GroupOutcome = { is: 'failed', failure: { problem: 'unreachable', why: 'offline' } };
export const WAITING: GroupOutcome = { is: 'waiting' };

/** A computer that is paired by its group's token, and a relay that answers as it is told. */
export function start({
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
  let renewed = 0;
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
      secret: () => (renewed === 0 ? 'secret-of-this-computer' : `its own secret ${renewed}`),
      agent: () => kept,
      keepAgent: (said) => (kept = said),
      renew: () => (renewed += 1),
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
    renewed: () => renewed,
    decide: (now: ManagedPolicy) => (policy = now),
  };
}
