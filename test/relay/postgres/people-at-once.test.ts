import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgentEmail, WebhookId } from '../../../src-shared/brand.ts';
import { adminOf, type Admin } from '../../../src-relay/admin/admin.ts';
import { AddressTaken, NotTheirs, UnknownAgent } from '../../../src-relay/agents/agents.ts';
import { deviceWriting, newDeviceId } from '../../../src-relay/agents/devices.ts';
import { hashOf } from '../../../src-relay/agents/secrets.ts';
import { readSyncState } from '../../../src-relay/allo-sync/state.ts';
import { syncDirectory } from '../../../src-relay/allo-sync/sync.ts';
import { DEFAULT_CONFIG } from '../../../src-relay/config/schema.ts';
import { GroupExists } from '../../../src-relay/groups/groups.ts';
import { groupJoining, type Joined, type Joining } from '../../../src-relay/groups/joining.ts';
import { newCallKey } from '../../../src-relay/journal/call-key.ts';
import type { Command } from '../../../src-relay/journal/commands.ts';
import { postgresWriter } from '../../../src-relay/writing/postgres-writer.ts';
import { openMigrated, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { ring } from '../../fixtures/allo.ts';
import { takeDatabase } from '../../fixtures/postgres/shared.ts';
import { wholeResult } from '../../fixtures/postgres/whole-result.ts';

const NOW = Date.parse('2026-11-23T09:00:00.000Z');
const DAY_MS = 86_400_000;
const at = (name: string): AgentEmail => `${name}@ringside.example` as AgentEmail;

/** Two relays on one database, each with connections of its own, and what an admin does beside them. */
let both: readonly [Relay, Relay];
let giveBack: () => Promise<void>;
beforeAll(async () => {
  const { settings, ...taken } = await takeDatabase();
  both = [relayOn(openMigrated(settings)), relayOn(openMigrated(settings))];
  ({ giveBack } = taken);
});
beforeEach(empty);
afterAll(async () => {
  for (const { database } of both) await database.close();
  await giveBack();
});

interface Relay {
  readonly database: PostgresDatabase;
  readonly admin: Admin;
  pair(code: string): Promise<{ agent: AgentEmail } | null>;
  join(token: string, email: string, computer: string): Promise<Joined>;
  blockInAllo(email: AgentEmail, askedAt: number): Promise<void>;
}

async function empty(): Promise<void> {
  const tables = [
    'agent',
    'webhook',
    'kept_off',
    'ended_computer',
    'waiting_computer',
    'computer_group',
    'allo_sync',
  ];
  await both[0].database.transaction(async (sql) => {
    for (const table of tables) await sql.run(`DELETE FROM ${table}`);
    await sql.run('UPDATE journal SET first_seq = 0');
  });
}

let devices = 0;
const newDevice = () => ({ id: newDeviceId(), tokenHash: `token ${(devices += 1)}`, name: null });

const notHere = (): Promise<never> => Promise.reject(new Error('not here'));

function relayOn(database: PostgresDatabase): Relay {
  return {
    database,
    admin: adminOf(database, { retryQuarantine: notHere, offline: notHere }),
    pair: (code) => database.transaction((sql) => deviceWriting(sql).pair(hashOf(code), newDevice(), NOW)),
    join: (token, email, computer) => {
      const asked = joining(token, email, computer);
      return database.transaction((sql) => groupJoining(sql)(asked, DEFAULT_CONFIG, NOW));
    },
    blockInAllo: async (email, askedAt) => {
      const user = { id: `usr-${email}`, email, name: null, isBlocked: true };
      const allo = { users: { list: [user], isWhole: false }, numbers: null, troubles: [] };
      const request = { allo, askedAt, config: DEFAULT_CONFIG, remove: true };
      await database.transaction((sql) => syncDirectory(sql, request, NOW));
    },
  };
}

function joining(token: string, address: string, computerHash: string): Joining {
  return { tokenHash: hashOf(token), address, computerHash, device: newDevice() };
}

const writerOf = ({ database }: Relay) =>
  postgresWriter(database, DEFAULT_CONFIG, { relay: 'other', now: () => NOW, newCallKey });

const agent = (name: string, aliases: readonly AgentEmail[] = []) => ({
  email: at(name),
  name: null,
  lines: [],
  aliases,
});
const group = (most: number) => ({
  name: 'desks',
  tokenHash: hashOf('token'),
  agents: null,
  most,
  approves: false,
  expiresAt: NOW + DAY_MS,
});
/** So many at once, by turns on either relay. */
const atOnce = <T>(count: number, work: (relay: Relay, i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => work(both[i % 2] as Relay, i)));

describe('two relays and the command line at once', () => {
  it('a pairing code opens one device, however many come with it', async () => {
    const [{ admin }] = both;
    await admin.agents.add(agent('ana'), NOW);
    const [offer] = await admin.devices.offer('all', NOW + DAY_MS);
    const paired = await atOnce(8, ({ pair }) => pair(offer?.code ?? ''));
    expect(paired.filter((one) => one !== null)).toEqual([{ agent: at('ana') }]);
    expect(await admin.devices.list()).toHaveLength(1);
  });

  it('a group pairs as many computers as it may have, and each computer once', async () => {
    const [{ admin }] = both;
    await admin.agents.add(agent('ana'), NOW);
    await admin.groups.add(group(3), NOW);
    const joined = await atOnce(16, ({ join }, i) => join('token', at('ana'), `computer ${i % 8}`));
    for (const one of joined) if (one.is === 'refused') expect(one.why).toBe('too-many-computers');
    const list = await admin.devices.list();
    expect(list).toHaveLength(3);
    const last = new Set(joined.flatMap((one) => (one.is === 'paired' ? [one.device] : [])));
    expect(list.every(({ device }) => last.has(device))).toBe(true);
    expect((await admin.groups.list(NOW))[0]?.devices).toBe(3);
  });

  it('calls are filed while whom they are for is removed: none fails, and no number is given out again', async () => {
    const [{ admin, database }, other] = both;
    const writer = await writerOf(other);
    await admin.agents.add(agent('ben'), NOW);
    const bens: number[] = [];
    let highest = 0;
    for (let round = 0; round < 6; round += 1) {
      await admin.agents.add(agent('ana'), NOW);
      const { idOf } = await admin.agents.directory(DEFAULT_CONFIG);
      const rings = Array.from({ length: 12 }, (_, i) =>
        ringFor(i % 2 === 0 ? 'ana' : 'ben', 100 * round + i),
      );
      const [results] = await Promise.all([
        Promise.all(rings.map((webhook) => wholeResult(writer, [webhook]))),
        admin.agents.remove(at('ana')),
      ]);
      for (const result of results) {
        if (result.kind !== 'committed') throw new Error(result.reason);
        expect(result.answers).toMatchObject([{ ok: true, value: { status: 'accepted' } }]);
        for (const { agent: whose, seq } of result.deliveries) {
          if (whose === idOf.get(at('ben'))) bens.push(seq);
          else highest = Math.max(highest, seq);
        }
      }
      await admin.agents.add(agent('ana'), NOW);
      const row = await database.read.get<{ floor: number }>(
        'SELECT floor FROM agent WHERE email = ?',
        at('ana'),
      );
      expect(row?.floor).toBeGreaterThanOrEqual(highest);
      await admin.agents.remove(at('ana'));
    }
    expect(highest).toBeGreaterThan(0);
    expect(bens.toSorted((x, y) => x - y)).toEqual(Array.from({ length: 36 }, (_, i) => i + 1));
  });

  it('devices are revoked while they ack and others pair, and nobody waits for somebody who waits for them', async () => {
    const [{ admin, database }, other] = both;
    const writer = await writerOf(other);
    const deadlocks = () =>
      database.read.get<{ n: number }>(
        'SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()',
      );
    const before = await deadlocks();
    await admin.agents.add(agent('ana'), NOW);
    for (let round = 0; round < 4; round += 1) {
      await admin.groups.add({ ...group(20), name: `desks ${round}`, tokenHash: hashOf(`${round}`) }, NOW);
      const paired = Array.from({ length: 6 }, newDevice);
      for (const device of paired) await admin.devices.add(at('ana'), device, NOW);
      const acks = paired.map(({ id }) => ({ device: id, seq: 1 }));
      const batches = Array.from({ length: 6 }, (_, i) =>
        wholeResult(writer, [
          { kind: 'acks', acks },
          { kind: 'join', joining: joining(`${round}`, at('ana'), `computer ${round} ${i}`) },
        ]),
      );
      const revoked = paired.map(({ id }) => admin.devices.revoke(id, NOW));
      expect((await Promise.all(batches)).every(({ kind }) => kind === 'committed')).toBe(true);
      expect(await Promise.all(revoked)).toEqual(paired.map(() => true));
    }
    expect(await admin.devices.list()).toHaveLength(24);
    expect(await deadlocks()).toEqual(before);
  });

  it('whatever is done at once, an address leads to one agent, and whoever is blocked has no device', async () => {
    const names = ['ana', 'ben', 'cho'].map((name) => fc.constant(at(name)));
    const email = fc.oneof(...names);
    const step = fc.record({
      does: fc.constantFrom('add', 'alias', 'take off', 'remove', 'block', 'offer', 'join', 'regroup'),
      email,
      other: email,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        await empty();
        const [{ admin, database }] = both;
        await admin.groups.add(group(1), NOW);
        await Promise.all(steps.map((one, i) => allowed(done(both[i % 2] as Relay, one, i))));
        const agents = await admin.agents.list();
        const addresses = agents.flatMap(({ email: own, aliases }) => [own as string, ...aliases]);
        expect(addresses).toHaveLength(new Set(addresses).size);
        const blocked = new Set(agents.filter(({ blockedAt }) => blockedAt !== null).map((a) => a.email));
        expect((await admin.devices.list()).filter(({ agent: whose }) => blocked.has(whose))).toEqual([]);
        const groups = await database.read.all<{ open: number }>(
          'SELECT count(*) AS open FROM computer_group WHERE revoked_at IS NULL',
        );
        expect(groups[0]?.open).toBeLessThanOrEqual(1);
        for (const { devices: count } of await admin.groups.list(NOW)) expect(count).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });

  it('of two syncs with one answer each, the later answer counts', async () => {
    const [one, other] = both;
    await one.admin.agents.add(agent('ana'), NOW);
    await Promise.all([one.blockInAllo(at('ana'), NOW - 1), other.blockInAllo(at('ben'), NOW)]);
    expect((await readSyncState(one.database.read))?.askedAt).toBe(NOW);
  });
});

/** A call of its own. */
function ringFor(name: string, i: number): Command<'webhook'> {
  const from_number = `+3319900${1000 + i}`;
  const started_at = new Date(NOW).toISOString();
  const body = JSON.stringify(ring({ from_number, started_at, user_email: at(name) }));
  return {
    kind: 'webhook',
    id: `msg_${i}` as WebhookId,
    receivedAt: NOW,
    body: new TextEncoder().encode(body),
  };
}

async function done(
  { admin, pair, join, blockInAllo }: Relay,
  step: { readonly does: string; readonly email: AgentEmail; readonly other: AgentEmail },
  i: number,
): Promise<unknown> {
  const { does, email, other } = step;
  const change = { email, name: null, lines: [], aliases: [] };
  switch (does) {
    case 'add':
      return admin.agents.add(change, NOW);
    case 'alias':
      return admin.agents.add({ ...change, aliases: other === email ? [] : [other] }, NOW);
    case 'take off':
      return admin.agents.update({ ...change, gone: { lines: [], aliases: [other] } }, NOW);
    case 'remove':
      return admin.agents.remove(email);
    case 'block':
      return blockInAllo(email, NOW - 100 + i);
    case 'offer':
      // Whoever is blocked gets a device by name only.
      return Promise.all((await admin.devices.offer('all', NOW + DAY_MS)).map(({ code }) => pair(code)));
    case 'join':
      return join('token', email, `computer ${i}`);
    default:
      await admin.groups.revoke('desks', true, NOW);
      return admin.groups.add({ ...group(1), tokenHash: hashOf(`token ${i}`) }, NOW);
  }
}

/** What may be refused, of what may be refused; nothing else may go wrong. */
async function allowed(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const isRefusal = [AddressTaken, NotTheirs, UnknownAgent, GroupExists].some(
      (kind) => error instanceof kind,
    );
    if (!isRefusal) throw error;
  }
}
