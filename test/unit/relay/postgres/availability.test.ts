import { afterEach, expect, it, vi } from 'vitest';
import { watchAvailability } from '../../../../src-relay/postgres/availability.ts';
import { LockTimeout, StatementTimeout } from '../../../../src-relay/postgres/faults.ts';
import { StoreFault, type Sql } from '../../../../src-relay/sql/sql.ts';

afterEach(() => void vi.useRealTimers());

type Server = 'there' | 'gone' | 'silent' | 'refuses' | StoreFault;

function watched() {
  vi.useFakeTimers();
  const is = { now: 'there' as Server };
  const silent: (() => void)[] = [];
  const answer = async <T>(value: T): Promise<T> => {
    if (is.now instanceof StoreFault) throw is.now;
    if (is.now === 'gone') throw new StoreFault('unavailable', 'nothing listens there');
    if (is.now === 'refuses') throw new StoreFault('refused', 'no such table');
    if (is.now === 'silent') await new Promise<void>((resolve) => silent.push(resolve));
    return value;
  };
  const sql: Sql = {
    get: <Row>() => answer<Row | undefined>(undefined),
    all: <Row>() => answer<Row[]>([]),
    among: <Row>() => answer<Row[]>([]),
    run: () => answer(7),
    lock: () => answer(undefined),
  };
  const troubles: string[] = [];
  let backs = 0;
  const availability = watchAvailability({ sql, onTrouble: (reason) => troubles.push(reason) });
  availability.onBack(() => (backs += 1));
  return { ...availability, is, silent, troubles, backs: () => backs };
}

it('a read that can wait is answered when the server is back, and one that cannot is refused at once', async () => {
  const at = watched();
  at.is.now = 'gone';
  const retrying = at.retrying.run('UPDATE');
  await expect(at.failFast.run('UPDATE')).rejects.toThrow('nothing listens there');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(at.trouble()).toBe('nothing listens there');
  expect(at.troubles).toHaveLength(1);
  at.is.now = 'there';
  await vi.advanceTimersByTimeAsync(500);
  expect(await retrying).toBe(7);
  expect(await at.failFast.run('UPDATE')).toBe(7);
  expect([at.trouble(), at.backs()]).toEqual([null, 1]);
  at.close();
});

it('a server that takes what is asked and does not answer is found out within four seconds', async () => {
  const at = watched();
  at.is.now = 'silent';
  await vi.advanceTimersByTimeAsync(4000);
  await expect(at.failFast.get('SELECT')).rejects.toThrow('does not answer');
  at.is.now = 'there';
  for (const goOn of at.silent) goOn();
  await vi.advanceTimersByTimeAsync(0);
  expect(await at.failFast.run('UPDATE')).toBe(7);
  at.close();
});

it('a statement that is refused says nothing of the server', async () => {
  const at = watched();
  at.is.now = 'refuses';
  await expect(at.retrying.all('SELECT')).rejects.toThrow('no such table');
  expect(at.trouble()).toBeNull();
  at.close();
});

it.each([StatementTimeout, LockTimeout])('one that takes too long says nothing of it: %o', async (Fault) => {
  const at = watched();
  at.is.now = new Fault('unavailable', 'too long');
  await expect(at.failFast.all('SELECT')).rejects.toThrow('too long');
  at.is.now = 'there';
  expect(await at.failFast.run('UPDATE')).toBe(7);
  expect([at.trouble(), at.troubles, at.backs()]).toEqual([null, [], 0]);
  at.close();
});

it('a server for which nothing at all is quick enough is away', async () => {
  const at = watched();
  at.is.now = new StatementTimeout('unavailable', 'too long');
  await vi.advanceTimersByTimeAsync(500);
  expect(at.trouble()).toBe('too long');
  at.close();
});

it('what waits when it is closed is given up', async () => {
  const at = watched();
  at.is.now = 'gone';
  await expect(at.failFast.run('UPDATE')).rejects.toThrow(StoreFault);
  const waiting = expect(at.retrying.run('UPDATE')).rejects.toThrow('closed');
  at.close();
  await waiting;
});
