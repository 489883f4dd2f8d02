import type { AgentId } from '../sql/ids.ts';

export type GroupId = number & { readonly __brand: 'GroupId' };

/** A token that many computers share, as it stands. Times are ms since 1970. */
export interface Group {
  readonly id: GroupId;
  readonly most: number;
  readonly approves: boolean;
  readonly expiresAt: number;
  readonly isRevoked: boolean;
}

/** What is known when a computer asks to be paired by a group's token. */
export interface Asked {
  /** Null: nobody's token. */
  readonly group: Group | null;
  /** Null: no agent of this relay has such an address. */
  readonly agent: AgentId | null;
  readonly isMember: boolean;
  /** In Allo. */
  readonly isBlocked: boolean;
  /** What this computer got before. */
  readonly device: { readonly group: GroupId; readonly agent: AgentId } | null;
  /** The admin has revoked what this computer got before. */
  readonly isEnded: boolean;
  /** What this computer asked for last, where it had to wait. */
  readonly waiting: {
    readonly group: GroupId;
    readonly agent: AgentId;
    readonly isApproved: boolean;
  } | null;
  /** Of this group. */
  readonly devices: number;
  readonly computersWaiting: number;
  readonly now: number;
}

/** Why a computer is not paired, towards a program. */
export const REFUSED = ['unknown-token', 'revoked', 'expired', 'not-in-group', 'too-many-computers'] as const;
export type Refused = (typeof REFUSED)[number];

/** Decides whether a computer is paired now, once the admin has said so, or not at all. */
export function decide(asked: Asked): 'pair' | 'wait' | Refused {
  const { group, agent, device, waiting } = asked;
  if (group === null) return 'unknown-token';
  if (group.isRevoked) return 'revoked';
  const isOfGroup = device?.group === group.id;
  const isSame = isOfGroup && device.agent === agent;
  // What is paired stays so: a computer without a keychain has its token in memory only, and comes back at each start.
  if (group.expiresAt <= asked.now && (!isSame || asked.isEnded)) return 'expired';
  if (agent === null || !asked.isMember || asked.isBlocked) return 'not-in-group';
  if (!isOfGroup && asked.devices >= group.most) return 'too-many-computers';
  const isSameQuestion = waiting?.group === group.id && waiting.agent === agent;
  const needsWord = asked.isEnded || (group.approves && !isSame);
  if (!needsWord || (isSameQuestion && waiting.isApproved)) return 'pair';
  // Nobody fills the admin's list.
  return waiting?.group !== group.id && asked.computersWaiting >= group.most ? 'too-many-computers' : 'wait';
}
