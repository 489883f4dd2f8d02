import { setTimeout as wait } from 'node:timers/promises';
import { StoreFault } from '../sql/sql.ts';
import type { PreparedConnection } from './connection.ts';

/** How long a COMMIT is waited for, and what its connection is checked with meanwhile. */
export interface CommitWait {
  /** How long whoever asked for it waits. */
  readonly withinMs: number;
  /** Whether the server still waits for its standbys there; throws while it cannot be asked. */
  readonly isWaiting: (backend: number) => Promise<boolean>;
}

const NO_LIMIT_MS = 2 ** 31 - 1;
const LOOK_EVERY_MS = 1000;

/**
 * Asks for the transaction to be kept. A server whose synchronous standby is away keeps everybody waiting, and no time-out
 * of its own ends that. Whoever asked is told so in time; the connection goes on waiting, since a further one would wait
 * just the same, and to break the wait off would show others what only one server has.
 * @throws StoreFault `unavailable` also when it is not known whether it is kept
 */
export async function commit(connection: PreparedConnection, commitWait: CommitWait): Promise<void> {
  const answer = connection.sendPlain('COMMIT', { withinMs: NO_LIMIT_MS });
  const late = new AbortController();
  const outcome = await Promise.race([
    answer.catch((error: unknown) => unknownEnd(connection, error)),
    wait(commitWait.withinMs, 'late' as const, { signal: late.signal }).catch(() => 'late' as const),
  ]);
  late.abort();
  if (outcome === 'late') {
    answer.catch(() => undefined);
    connection.hold(watchUntilDone(connection, answer, commitWait));
    throw unsure(
      connection,
      'it does not confirm the transaction in time; a synchronous standby may be away',
    );
  }
  // A transaction in which a statement failed, and nobody said so, ends like this.
  if (outcome.command !== 'COMMIT')
    throw new StoreFault('refused', 'a statement of the transaction had failed');
  // The wait was broken off by an admin, or by the server as it stopped.
  const warning = connection.takeWarnings().find((text) => /replicat/i.test(text));
  if (warning !== undefined)
    throw unsure(connection, `its synchronous standby may not have it yet (${warning})`);
}

/** Settles when the connection can be used again, or is lost. */
async function watchUntilDone(
  connection: PreparedConnection,
  answer: Promise<unknown>,
  { isWaiting }: CommitWait,
): Promise<void> {
  const over = answer.then(
    () => 'over' as const,
    () => 'over' as const,
  );
  for (;;) {
    const first = await Promise.race([over, wait(LOOK_EVERY_MS, 'look' as const, { ref: false })]);
    if (first === 'over' || connection.isLost()) return;
    // Where nobody can be asked there is no other connection to be had either.
    if (await isWaiting(connection.backend).catch(() => true)) continue;
    // It may have answered while it was asked about: an answer that is on its way is here by the next look.
    if ((await Promise.race([over, wait(LOOK_EVERY_MS, 'look' as const, { ref: false })])) === 'over') return;
    connection.lose();
    return;
  }
}

function unknownEnd(connection: PreparedConnection, error: unknown): never {
  if (!(error instanceof StoreFault) || !connection.isLost()) throw error;
  throw unsure(connection, `the connection was lost while it kept the transaction (${error.message})`);
}

function unsure({ where }: PreparedConnection, why: string): StoreFault {
  return new StoreFault('unavailable', `PostgreSQL at ${where}: ${why}: it may be kept, or not`);
}
