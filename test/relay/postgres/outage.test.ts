import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LINE, NORA, SAM, sms } from '../../fixtures/allo.ts';
import { connectAgent, refusedUpgrade } from '../../fixtures/relay/agent-socket.ts';
import { relayLab, type Lab, type LabRelay } from '../../fixtures/relay/lab.ts';
import { openPostgres } from '../../../src-relay/postgres/opened.ts';
import { settingsOf, startPostgres, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { until } from '../../fixtures/until.ts';

let server: PostgresServer;
let lab: Lab;
beforeAll(async () => {
  server = await startPostgres();
  lab = relayLab(server);
});
afterEach(() => lab.cleanUp());
afterAll(() => server.close());

const config = { lines: { [LINE]: { agents: [NORA, SAM] } } };
const all = { user_email: null };

interface Readiness {
  readonly status: number;
  readonly reasons: string;
}

async function readiness(relay: LabRelay): Promise<Readiness> {
  const response = await fetch(new URL('/readyz', relay.url));
  const { reasons } = (await response.json()) as { reasons?: readonly string[] };
  return { status: response.status, reasons: reasons?.join('; ') ?? '' };
}

async function statusOfPairing(relay: LabRelay): Promise<number> {
  const body = JSON.stringify({ code: 'a-code' });
  const headers = { 'Content-Type': 'application/json' };
  return (await fetch(new URL('/pair', relay.url), { method: 'POST', headers, body })).status;
}

describe('while PostgreSQL is not there', () => {
  it('sockets stay, everything else is refused with a reason, and devices are caught up with when it is back', async () => {
    const one = await lab.start({ agents: [NORA, SAM], config });
    const other = await lab.start({ beside: one });
    const { token } = await one.device(NORA);
    const [noras, sams] = [await one.live(NORA), await other.live(SAM)];
    await one.post(sms({ ...all, id: 'sms_1' }));
    await Promise.all([noras.eventCount(1), sams.eventCount(1)]);
    await server.stop('immediate');
    const down = await until('it says so', async () => {
      const found = await readiness(one);
      return found.status === 503 && found;
    });
    expect(down.reasons).toMatch(/the journal cannot be read: PostgreSQL at /);
    expect((await one.post(sms({ ...all, id: 'sms_2' }))).status).toBe(503);
    expect((await other.post(sms({ ...all, id: 'sms_2' }))).status).toBe(503);
    expect(await statusOfPairing(one)).toBe(503);
    expect(await refusedUpgrade(one.url, { token })).toBe(503);
    expect((await fetch(new URL('/healthz', one.url))).status).toBe(200);
    expect(await one.metric('ringside_journal_readable')).toBe(0);
    const back = performance.now();
    await server.start();
    await until('both take webhooks again', async () => {
      const taken = await Promise.all(
        [one, other].map((relay, i) => relay.post(sms({ ...all, id: `b_${i}` }))),
      );
      return taken.every(({ status }) => status === 200);
    });
    for (const socket of [noras, sams]) {
      await until('all that was answered is there', () => {
        const heard = new Set(socket.events.map(({ data }) => (data as { id: string }).id));
        return heard.has('b_0') && heard.has('b_1');
      });
      expect(socket.events.map(({ seq }) => seq)).toEqual(socket.events.map((_, i) => i + 1));
      expect(socket.frames.filter(({ type }) => type === 'live')).toHaveLength(1);
    }
    expect(performance.now() - back).toBeLessThan(10_000);
    await until('it is ready again', async () => (await readiness(one)).status === 200);
    expect(await one.metric('ringside_listening')).toBe(1);
  });

  it('a device that is in the middle of its replay waits for the rest of it', async () => {
    const relay = await lab.start({ agents: [NORA], config });
    const { token } = await relay.device(NORA);
    const nora = await connectAgent(relay.url, token);
    lab.onCleanUp(() => nora.drop());
    await relay.post(sms({ ...all, id: 'sms_1' }));
    const goOn = await server.freeze();
    try {
      nora.resume();
      // A server that takes everything and answers nothing is found out, too.
      await until('it says so', async () => /does not answer/.test((await readiness(relay)).reasons));
      expect(await refusedUpgrade(relay.url, { token })).toBe(503);
    } finally {
      goOn();
    }
    await nora.frame('live');
    expect(nora.events).toHaveLength(1);
  });
});

describe('a relay that is cut off from what others say', () => {
  it('hears of it again, and its devices miss nothing', async () => {
    const one = await lab.start({ agents: [NORA], config });
    const other = await lab.start({ beside: one });
    const nora = await one.live(NORA);
    const admin = new pg.Client({ connectionString: one.store ?? '' });
    await admin.connect();
    for (let round = 1; round <= 3; round += 1) {
      await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
      );
      const sent = performance.now();
      expect((await other.post(sms({ ...all, id: `sms_${round}` }))).status).toBe(200);
      await nora.eventCount(round);
      expect(performance.now() - sent).toBeLessThan(2500);
    }
    await admin.end();
  });
});

describe('a database that is dropped and made anew', () => {
  it('is another journal: a relay that runs takes nothing into it, and one that is started then does', async () => {
    const one = await lab.start({ agents: [NORA], config });
    const store = one.store ?? '';
    const name = new URL(store).pathname.slice(1);
    await one.post(sms({ ...all, id: 'sms_1' }));
    await server.databases.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.databases.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    expect((await one.post(sms({ ...all, id: 'sms_2' }))).status).toBe(503);
    // Without tables a probe is refused, which is no sign of health.
    const refused = () => server.log().split('STATEMENT:  UPDATE journal SET probed_at').length - 1;
    await until('it was probed twice', () => refused() >= 2);
    expect(one.log()).not.toContain('the journal writes again');
    await (await openPostgres(settingsOf(store))).close();
    const { reasons } = await until('it says so', async () => {
      const found = await readiness(one);
      return /removed or replaced/.test(found.reasons) && found;
    });
    expect(reasons).toMatch(/restart the relay/);
    expect((await one.post(sms({ ...all, id: 'sms_2' }))).status).toBe(503);
    const next = await lab.start({ beside: one });
    expect((await next.post(sms({ ...all, id: 'sms_2' }))).status).toBe(200);
  });
});
