import pg from 'pg';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallKey, Instant, WebhookId } from '../../../src-shared/brand.ts';
import { readNumber } from '../../../src-shared/format/phone.ts';
import { configSchema } from '../../../src-relay/config/schema.ts';
import type { ConnectedCrm } from '../../../src-relay/crm/asking/connected.ts';
import { disownFlights } from '../../../src-relay/crm/cache/forgetting.ts';
import { readPrints } from '../../../src-relay/crm/cache/prints.ts';
import { foundReading } from '../../../src-relay/crm/cache/reading.ts';
import { foundWriting } from '../../../src-relay/crm/cache/writing.ts';
import type { CrmSecret } from '../../../src-relay/crm/contract.ts';
import { hubspot as adapter } from '../../../src-relay/crm/hubspot/hubspot.ts';
import { knownBook } from '../../../src-relay/crm/resolving/book.ts';
import { callReading } from '../../../src-relay/crm/resolving/calls.ts';
import { startResolver } from '../../../src-relay/crm/resolving/resolver.ts';
import { sealingWith } from '../../../src-relay/crm/resolving/sealing.ts';
import type { RecordsFrame } from '../../../src-shared/wire/protocol.ts';
import type { Delivery } from '../../../src-relay/journal/commands.ts';
import { openPostgres, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { recordsSharing } from '../../../src-relay/postgres/records-sharing.ts';
import type { AgentId } from '../../../src-relay/sql/ids.ts';
import { ANA, answer, ring, type AlloBody } from '../../fixtures/allo.ts';
import { askedCrm } from '../../fixtures/crm/asked.ts';
import { HUBSPOT_KEY } from '../../fixtures/crm/hubspot.ts';
import {
  addAna,
  CRM_CONFIG,
  PORTAL,
  startHubspotFor,
  WITHOUT_CRM_ID,
} from '../../fixtures/crm/relay-with-crm.ts';
import { startPostgres, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { relayLab } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';

const lab = relayLab('embedded');
afterEach(lab.cleanUp);

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

const ACCOUNT = `hubspot:${PORTAL}`;
const SECRET: CrmSecret = { kind: 'token', token: HUBSPOT_KEY };
const config = v.parse(configSchema, { crm: CRM_CONFIG.crm });

/** The part of a relay that finds records, on a database that others use, too. */
async function startSide(name: string, database: PostgresDatabase, url: string, crm: ConnectedCrm) {
  const told: RecordsFrame[] = [];
  const troubles: unknown[] = [];
  const sharing = recordsSharing({
    database,
    relay: name,
    sealing: () => sealingWith(SECRET),
    now: Date.now,
  });
  const resolver = startResolver({
    crm: {
      current: () => crm,
      state: () => {
        throw new Error('it is in use');
      },
      onChange: () => () => undefined,
    },
    config: () => config,
    calls: callReading(database.read),
    book: knownBook({
      reading: foundReading(database.read),
      sharing,
      write: (changes) => database.transaction((sql) => foundWriting(sql).change(changes)),
      now: Date.now,
    }),
    sharing,
    prints: await readPrints(database.read),
    isOwnLine: () => false,
    send: (frame) => void told.push(frame),
    keepOnly: () => undefined,
    watch: {
      looked: () => undefined,
      resolved: () => undefined,
      sent: () => undefined,
      dropped: () => undefined,
    },
    now: Date.now,
    sendersNow: Date.now,
    elapsed: () => performance.now(),
    trouble: (error) => void troubles.push(error),
  });
  lab.onCleanUp(resolver.close);
  const listening = new pg.Client(url);
  await listening.connect();
  lab.onCleanUp(() => listening.end());
  listening.on('notification', ({ payload }) => {
    const { from, records } = JSON.parse(payload ?? '{}') as { from?: string; records?: CallKey };
    if (from !== name && records !== undefined) resolver.foundElsewhere(records);
  });
  await listening.query('LISTEN ringside');
  return { resolver, sharing, told, troubles };
}

async function start() {
  const hubspot = await startHubspotFor(lab);
  const ana = addAna(hubspot);
  const name = await server.databases.makeBare();
  const database = await openPostgres(server.settings(name));
  lab.onCleanUp(() => database.close());
  const crm = (): ConnectedCrm => ({
    crm: 'hubspot',
    title: 'HubSpot',
    account: ACCOUNT,
    connection: askedCrm(adapter, hubspot, SECRET),
  });
  const one = await startSide('one', database, server.url(name), crm());
  const other = await startSide('other', database, server.url(name), crm());
  let taken = 0;
  /** An event of a call, as one of the relays has committed it. */
  async function committed({ topic, data }: AlloBody, call: string): Promise<Delivery[]> {
    taken += 1;
    const record = {
      call: call as CallKey,
      topic,
      webhookId: `msg_${taken}` as WebhookId,
      occurredAt: new Date().toISOString() as Instant,
      receivedAt: Date.now(),
      data: JSON.stringify(data),
      reduced: null,
      memory: null,
    };
    await database.transaction((sql) =>
      sql.run(
        'INSERT INTO event (webhook_id, topic, call, occurred_at, received_at, data) VALUES (?, ?, ?, ?, ?, ?)',
        record.webhookId,
        topic,
        call,
        record.occurredAt,
        record.receivedAt,
        record.data,
      ),
    );
    return [{ agent: 1 as AgentId, seq: taken, record, isNews: true }];
  }
  return { hubspot, ana, database, one, other, committed };
}

const lastOf = (told: readonly RecordsFrame[], call: string) => told.findLast((frame) => frame.call === call);

describe('records that one relay finds', () => {
  it('are told by all of them, with everything that is not on any disk, and the CRM is asked by one', async () => {
    const { hubspot, ana, one, other, committed } = await start();
    one.resolver.heard(await committed(ring(WITHOUT_CRM_ID), 'call-1'));
    await until('both to tell', () => [one, other].every(({ told }) => lastOf(told, 'call-1') !== undefined));
    expect(lastOf(one.told, 'call-1')).toMatchObject({ contact: { record: { id: ana.contact } } });
    expect(lastOf(one.told, 'call-1')?.extras).toBeDefined();
    expect(lastOf(other.told, 'call-1')).toEqual(lastOf(one.told, 'call-1'));
    const asked = hubspot.requests.length;
    // What is known of them now is told at once by whichever relay takes their next call, and by the others.
    other.resolver.heard(await committed(ring(WITHOUT_CRM_ID), 'call-2'));
    await until('both to tell', () => [one, other].every(({ told }) => lastOf(told, 'call-2') !== undefined));
    expect(lastOf(one.told, 'call-2')).toEqual(lastOf(other.told, 'call-2'));
    expect(hubspot.requests.length).toBe(asked);
    expect([...one.troubles, ...other.troubles]).toEqual([]);
  });

  it('are asked for once, however many of them take events of their calls at once', async () => {
    const alone = await start();
    alone.one.resolver.heard(await alone.committed(ring(WITHOUT_CRM_ID), 'call-1'));
    await until('one to tell', () => alone.one.told.length > 0);
    const { hubspot, one, other, committed } = await start();
    hubspot.latency = 150;
    const events = [
      await committed(ring(WITHOUT_CRM_ID), 'call-1'),
      await committed(answer(WITHOUT_CRM_ID), 'call-1'),
      await committed(ring(WITHOUT_CRM_ID), 'call-2'),
    ];
    for (const [at, event] of events.entries()) (at % 2 === 0 ? other : one).resolver.heard(event);
    await until('both to tell of both', () =>
      [one, other].every(({ told }) =>
        ['call-1', 'call-2'].every((call) => lastOf(told, call) !== undefined),
      ),
    );
    expect(hubspot.requests.length).toBe(alone.hubspot.requests.length);
  });

  it('are asked for by another one when the one whose turn it is is gone', async () => {
    const { database, one, other, committed } = await start();
    const prints = await readPrints(database.read);
    const key = { account: ACCOUNT, party: prints.person('con_5MiGKEm9sF8xK3pQr1Zt') };
    const gone = recordsSharing({
      database,
      relay: 'gone',
      sealing: () => sealingWith(SECRET),
      now: Date.now,
    });
    expect(await gone.takeTurn(key, 'ring')).toBeNull();
    expect(await gone.takeTurn(key, 'ring')).toBeNull();
    expect(await one.sharing.takeTurn(key, 'ring')).toBeGreaterThan(0);
    await database.read.run('UPDATE crm_shared SET turn_until = turn_until - 4500');
    one.resolver.heard(await committed(ring(WITHOUT_CRM_ID), 'call-1'));
    await until('both to tell', () => [one, other].every(({ told }) => lastOf(told, 'call-1') !== undefined));
  });

  it('wait for nobody who asks without anybody waiting for it', async () => {
    const { database, one, other } = await start();
    const key = { account: ACCOUNT, party: (await readPrints(database.read)).number(readNumber(ANA)) };
    expect(await one.sharing.takeTurn(key, 'warm-up')).toBeNull();
    expect(await other.sharing.takeTurn(key, 'warm-up')).toBeGreaterThan(5000);
    expect(await other.sharing.takeTurn(key, 'ring')).toBeNull();
    // A turn that was taken away is not this one's to end.
    await one.sharing.done(key);
    expect(await one.sharing.takeTurn(key, 'ring')).toBeGreaterThan(0);
    await other.sharing.done(key);
    expect(await one.sharing.takeTurn(key, 'refresh')).toBeNull();
  });

  it('are sealed, and gone with whoever is forgotten: what was asked before is shared no more', async () => {
    const { database, one, other, committed } = await start();
    one.resolver.heard(await committed(ring(WITHOUT_CRM_ID), 'call-1'));
    await until('the other one to tell', () => other.told.length > 0);
    const [row] = await database.read.all<{ sealed: Uint8Array; party: string; account: string }>(
      'SELECT party, account, sealed FROM crm_shared',
    );
    if (row === undefined) throw new Error('nothing is shared');
    expect(Buffer.from(row.sealed).toString('latin1')).not.toMatch(/lopez|globex|pilot/i);
    const key = { account: row.account, party: row.party as Parameters<typeof one.sharing.read>[0]['party'] };
    const shared = await other.sharing.read(key);
    if (shared === null) throw new Error('it cannot be read');
    await database.transaction(disownFlights);
    expect(await other.sharing.read(key)).toBeNull();
    await one.sharing.share(key, shared, 0, []);
    expect(await other.sharing.read(key)).toBeNull();
    await one.sharing.share(key, shared, 1, []);
    expect(await other.sharing.read(key)).toEqual(shared);
  });
});
