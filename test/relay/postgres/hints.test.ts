import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../../src-relay/postgres/listening.ts';
import { trySessionLock, type SessionLock } from '../../../src-relay/postgres/session-lock.ts';
import { startPostgres, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { until } from '../../fixtures/until.ts';

let server: PostgresServer;
const undos: (() => unknown)[] = [];

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

const notify = (payload: string) => server.databases.query(`SELECT pg_notify('ringside', '${payload}')`);
const elapsed = () => performance.now();

function ear(timing = {}) {
  const heard: string[] = [];
  const listening = listen(
    server.settings(),
    'ringside',
    {
      onNotification: (payload) => void heard.push(payload),
      onMayHaveMissed: () => void heard.push('may have missed'),
      onLost: () => void heard.push('lost'),
    },
    timing,
  );
  undos.push(listening.close);
  return { heard, listening };
}

describe('whoever listens', () => {
  test('hears what others notify of, from the moment on that it says so', async () => {
    const { heard, listening } = ear();
    await until('it listens', () => listening.isListening());
    await notify('news');
    await until('the news', () => heard.includes('news'));
    expect(heard).toEqual(['may have missed', 'news']);
  });

  test('hears on after its connection was ended, and says that it may have missed something', async () => {
    const { heard, listening } = ear();
    await until('it listens', () => listening.isListening());
    await server.databases.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`,
    );
    await until('it listens again', () => heard.length === 3);
    await notify('more');
    await until('the news', () => heard.includes('more'));
    expect(heard).toEqual(['may have missed', 'lost', 'may have missed', 'more']);
  });

  test('hears on after the server was down, and says once that it was', async () => {
    const { heard, listening } = ear();
    await until('it listens', () => listening.isListening());
    await server.kill();
    await until('it is lost', () => heard.includes('lost'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await server.start();
    await until('it listens again', () => heard.length === 3);
    expect(heard).toEqual(['may have missed', 'lost', 'may have missed']);
  });

  test('notices a server that says nothing any more', async () => {
    const { heard, listening } = ear({ checkEveryMs: 100, answerWithinMs: 200 });
    await until('it listens', () => listening.isListening());
    const thaw = await server.freeze();
    try {
      await until('it is lost', () => heard.includes('lost'));
    } finally {
      thaw();
    }
    await until('it listens again', () => heard.at(-1) === 'may have missed');
  });
});

describe('the lock of one session', () => {
  const candidate = (timing = {}): SessionLock => {
    const lock = trySessionLock(server.settings(), 'duty', elapsed, { everyMs: 50, ...timing });
    undos.push(lock.close);
    return lock;
  };
  const holders = (locks: readonly SessionLock[]) => locks.filter((lock) => lock.isMine());

  test("is one candidate's at a time, and another's when that one goes", async () => {
    const all = [candidate(), candidate(), candidate()];
    for (let left = 3; left > 0; left -= 1) {
      const [holder] = await until('somebody has it', () => holders(all).length > 0 && holders(all));
      expect(holders(all)).toHaveLength(1);
      holder?.close();
      expect(holder?.isMine()).toBe(false);
    }
  });

  test('is lost at once with the connection, and taken again', async () => {
    const lock = candidate();
    let taken = 0;
    undos.push(lock.onTaken(() => void (taken += 1)));
    await until('it is taken', () => lock.isMine());
    let late = 0;
    lock.onTaken(() => void (late += 1))();
    expect(late).toBe(1);
    await server.databases.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ringside-relay'`,
    );
    await until('it is lost', () => !lock.isMine() || taken > 1);
    await until('it is taken again', () => lock.isMine() && taken > 1);
  });

  test('is no longer counted on by a holder that hears nothing, before the server gives it away', async () => {
    const lock = candidate({ silentMs: 3000 });
    await until('it is taken', () => lock.isMine());
    const thaw = await server.freeze();
    try {
      const frozenAt = elapsed();
      await until('it is not counted on', () => !lock.isMine());
      expect(elapsed() - frozenAt).toBeLessThan(3000);
    } finally {
      thaw();
    }
    await until('it is taken again', () => lock.isMine());
  });
});
