/** What is kept of the start before. `started`: the app is not long up, or died; `stable`: it had been for a while. */
export interface StartRecord {
  readonly state: 'started' | 'stable' | 'ended';
  /** How many starts in a row, before this one, died before they were stable. */
  readonly diedEarly: number;
  /** Calls that began earlier are not drawn by themselves, ms by this machine's clock; null: every call is. */
  readonly heldBefore: number | null;
  /** When the app last started itself again because it could show nothing any more, ms by this machine's clock; null: never. */
  readonly againAt: number | null;
}

/** So many starts in a row that died early are no chance: one is a switched-off machine or a hand on the process. */
const CAREFUL_AFTER = 2;

/**
 * What a start makes of the one before. After two that died early it holds back what they may have died of: no call that
 * began before it is named in the tray, notified or given a card, in later starts too, or those would die of it again.
 * The agent can open all of them, and one start that becomes stable, or is ended by hand, counts the deaths from 0.
 */
export function beginStart(last: StartRecord | null, now: number): StartRecord {
  const diedEarly = last?.state === 'started' ? last.diedEarly + 1 : 0;
  const held = last?.heldBefore ?? null;
  return {
    state: 'started',
    diedEarly,
    // A clock that was ahead then must not hold back what comes now.
    heldBefore: diedEarly >= CAREFUL_AFTER ? now : held === null ? null : Math.min(held, now),
    againAt: last?.againAt ?? null,
  };
}

/** An app that starts itself again more often than this is of no help, and a machine that is kept busy by it is none. */
const AGAIN_EVERY_MS = 10 * 60_000;

/** Whether the app may start itself again now; a clock that was ahead then must not forbid it. */
export function mayStartAgain({ againAt }: Pick<StartRecord, 'againAt'>, now: number): boolean {
  return againAt === null || now < againAt || now - againAt >= AGAIN_EVERY_MS;
}

/** Whether this start is one of those that say that they hold something back. */
export function isCareful({ diedEarly }: StartRecord): boolean {
  return diedEarly >= CAREFUL_AFTER;
}
