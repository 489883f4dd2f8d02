import { CrmFailure, type CrmAccount, type CrmAdapter, type CrmRight, type Flight } from '../contract.ts';
import type { AskWatch } from './asker.ts';
import type { Fault } from './breaker.ts';
import type { ConnectedCrm, CrmStateTrouble } from './connected.ts';
import { DAY_POT, type Turns } from './turns.ts';
import { connectionOf, isAccountOf, type ConnectionParts } from './connection.ts';

export interface SessionParts extends Omit<ConnectionParts, 'watch'> {
  readonly watch: Pick<AskWatch, 'answered' | 'failed'>;
  /** Whose the secret is, where that is known; null, or left out: it is asked. */
  readonly accountBefore?: CrmAccount | null;
  /** How long to wait after it could not be asked who it is, for the first time. */
  readonly askAgainMs: number;
  /** It is another way now. */
  readonly changed: () => void;
}

/** One connection, for as long as config and secret lead to it. */
export interface Session {
  /** Null: whose it is is not known, or it is another's. */
  connected(): ConnectedCrm | null;
  view(): SessionView;
  /** What was asked, for the next session with the same secret. */
  turns(): Turns;
  close(): void;
}

export interface SessionView {
  readonly account: CrmAccount | null;
  readonly isOther: boolean;
  readonly missing: readonly CrmRight[];
  readonly trouble: CrmStateTrouble | null;
  /** ms since 1970. */
  readonly lastAnswerAt: number | null;
  readonly breaker: { readonly isOpen: boolean; readonly opensInMs: number | null };
  readonly budget: readonly { readonly pot: string; readonly left: number; readonly of: number }[];
}

const WITHIN_MS = 10_000;
const ASK_AGAIN_MOST_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
/** A refused secret is tried again after five minutes, then each time four times as long. */
const REFUSED_TIMES = 60;
const ENOUGH_AGAIN = 0.25;
/** Rights are looked at again after so long: sooner where the admin may be adding one. */
const RIGHTS_AGAIN_MS = { none: 5 * MINUTE_MS, some: 30 * MINUTE_MS, all: 6 * 60 * MINUTE_MS };

/**
 * Opens a connection and finds out whose it is, again and again until the CRM says so; then what it may read.
 * @throws CrmFailure when with these it cannot be asked
 */
export function openSession(parts: SessionParts): Session {
  const { adapter, block, elapsed, now, changed } = parts;
  let account: CrmAccount | null = null;
  let missing: readonly CrmRight[] = [];
  let connected: ConnectedCrm | null = null;
  let trouble: CrmStateTrouble | null = null;
  let lastAnswerAt: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let rightsLookedAt = -Infinity;
  /** The trouble is that our own budget is used up. */
  let isOutOfBudget = false;
  let isOver = false;
  /** In a row. */
  let refusals = 0;
  const { connection, asker } = connectionOf({
    ...parts,
    watch: {
      answered(read, ms) {
        lastAnswerAt = now();
        parts.watch.answered(read, ms);
        if (isOutOfBudget && hasBudgetAgain()) becomes(null, false);
      },
      failed(read, fault, ms) {
        parts.watch.failed(read, fault, ms);
        const isLong = fault.retryAfterMs === null || fault.retryAfterMs > MINUTE_MS;
        if (fault.trouble === 'limited' && ms === null && isLong && asker.breaker().kind === 'closed') {
          if (!isOutOfBudget) becomes(fault, true);
        }
        // Rights may be taken away while it is used.
        if (fault.trouble === 'missing-right' && elapsed() - rightsLookedAt > RIGHTS_AGAIN_MS.none) {
          rightsLookedAt = elapsed();
          clearTimeout(timer);
          later(0, lookAtRights);
        }
      },
      breakerIs(breaker) {
        if (account === null) return;
        becomes(breaker.kind === 'closed' ? null : breaker.why, false);
        if (breaker.kind === 'open' && breaker.why.trouble === 'refused') later(afterRefusal(), tryAgain);
      },
    },
  });

  /** What is cheap may still be asked when what is dear may not: that is no news. */
  function hasBudgetAgain(): boolean {
    return asker.budget().every(({ pot, left, of }) => pot !== DAY_POT || left >= of * ENOUGH_AGAIN);
  }

  function becomes(fault: Fault | null, isBudget: boolean): void {
    isOutOfBudget = isBudget;
    trouble = fault === null ? null : troubleOf(fault, trouble);
    changed();
  }

  function troubleOf(error: unknown, before: CrmStateTrouble | null): CrmStateTrouble {
    const { trouble: kind, message } = isFault(error) ? error : new CrmFailure('unreadable', UNKNOWN_SHAPE);
    return { trouble: kind, message, since: before?.trouble === kind ? before.since : now() };
  }

  function later(ms: number, work: () => Promise<void>): void {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(() => void work(), ms).unref();
  }

  function afterRefusal(): number {
    refusals += 1;
    return Math.min(parts.askAgainMs * REFUSED_TIMES * 4 ** (refusals - 1), RIGHTS_AGAIN_MS.all);
  }

  async function tryAgain(): Promise<void> {
    asker.tryAgain();
    await lookAtRights();
  }

  async function findOut(waitMs: number): Promise<void> {
    let said: CrmAccount;
    try {
      said = await connection.whoAmI(flight());
    } catch (error) {
      if (isOver) return;
      trouble = troubleOf(error, trouble);
      changed();
      if (trouble.trouble === 'refused') later(afterRefusal(), () => findOutAgain(waitMs));
      else later(waitMs, () => findOut(Math.min(waitMs * 2, ASK_AGAIN_MOST_MS)));
      return;
    }
    if (isOver) return;
    isOf(said);
    changed();
    if (connected !== null) await lookAtRights();
  }

  /** Adapters read names and labels along with the account, so that the first ring has them. */
  async function warmUp(): Promise<void> {
    await connection.whoAmI(flight()).catch(() => undefined);
    if (!isOver) await lookAtRights();
  }

  function findOutAgain(waitMs: number): Promise<void> {
    asker.tryAgain();
    return findOut(waitMs);
  }

  function isOf(said: CrmAccount): void {
    account = said;
    if (isAccountOf(block, account)) {
      const { crm, title } = adapter;
      const breaker = asker.breaker();
      trouble = breaker.kind === 'closed' ? null : troubleOf(breaker.why, trouble);
      connected = { crm, title, account: `${crm}:${account.id}`, connection };
    } else {
      trouble = troubleOf(new CrmFailure('other-account', otherAccount(adapter, account)), null);
    }
  }

  async function lookAtRights(): Promise<void> {
    let again = RIGHTS_AGAIN_MS.none;
    rightsLookedAt = elapsed();
    try {
      missing = await connection.missingRights(flight());
      again = missing.length > 0 ? RIGHTS_AGAIN_MS.some : RIGHTS_AGAIN_MS.all;
      if (!isRefused()) refusals = 0;
      if (!isOver) changed();
    } catch {
      // Why it does not answer is told of as such; what was known of its rights stays.
    }
    if (isRefused()) return;
    later(again, lookAtRights);
  }

  /** Then it is tried again in its own time. */
  function isRefused(): boolean {
    const breaker = asker.breaker();
    return breaker.kind !== 'closed' && breaker.why.trouble === 'refused';
  }

  function flight(): Flight {
    return { urgency: 'refresh', until: elapsed() + WITHIN_MS };
  }

  const known = parts.accountBefore ?? null;
  // One that was another's may have got another name since.
  if (known === null || !isAccountOf(block, known)) void findOut(parts.askAgainMs);
  else {
    isOf(known);
    later(0, warmUp);
  }
  return {
    connected: () => connected,
    view: () => ({
      account,
      isOther: account !== null && connected === null,
      missing,
      trouble,
      lastAnswerAt,
      breaker: { isOpen: asker.breaker().kind !== 'closed', opensInMs: opensIn() },
      budget: asker.budget(),
    }),
    turns: asker.turns,
    close: () => {
      isOver = true;
      connected = null;
      clearTimeout(timer);
      asker.close();
    },
  };

  function opensIn(): number | null {
    const breaker = asker.breaker();
    if (breaker.kind !== 'open' || !Number.isFinite(breaker.until)) return null;
    return Math.max(0, Math.round(breaker.until - elapsed()));
  }
}

const UNKNOWN_SHAPE = 'it answered in a shape that is not known';

function isFault(error: unknown): error is Pick<CrmFailure, 'trouble' | 'message'> {
  return typeof error === 'object' && error !== null && 'trouble' in error;
}

function otherAccount({ title }: CrmAdapter, { name, config }: CrmAccount): string {
  return `the secret is of another account of ${title}'s (${name}) than the config's: nothing is asked. Write "crm": ${JSON.stringify(config)} into the config, or make a secret in the right account`;
}
