import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import type { CallKey, Instant, WebhookId } from '../../src-shared/brand.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import { DEFAULT_CONFIG } from '../../src-relay/config/schema.ts';
import type { ConnectedCrm } from '../../src-relay/crm/asking/connected.ts';
import { disownFlights } from '../../src-relay/crm/cache/forgetting.ts';
import { readPrints } from '../../src-relay/crm/cache/prints.ts';
import { foundReading } from '../../src-relay/crm/cache/reading.ts';
import { foundWriting } from '../../src-relay/crm/cache/writing.ts';
import type { CrmConnection } from '../../src-relay/crm/contract.ts';
import { knownBook } from '../../src-relay/crm/resolving/book.ts';
import { callReading } from '../../src-relay/crm/resolving/calls.ts';
import { startResolver } from '../../src-relay/crm/resolving/resolver.ts';
import type { RecordsFrame } from '../../src-shared/wire/protocol.ts';
import type { AgentId } from '../../src-relay/sql/ids.ts';
import type { Database, Sql } from '../../src-relay/sql/sql.ts';
import { ring } from '../fixtures/allo.ts';
import { nobody } from '../fixtures/relay/forgotten.ts';
import { openDatabase, relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const ACCOUNT = 'hubspot:8812734';
const NORA = 1 as AgentId;
const numberOf = (who: number): string => `+3319902300${who}`;
const idOf = (who: number): string => `51${who}`;

/** Whatever waits, waits as many turns as the stream says. */
type Turns = () => Promise<void>;

function slowly(sql: Sql, turns: Turns): Sql {
  const late = async <T>(work: () => Promise<T>): Promise<T> => {
    await turns();
    const value = await work();
    await turns();
    return value;
  };
  return {
    ...sql,
    get: (text, ...values) => late(() => sql.get(text, ...values)),
    all: (text, ...values) => late(() => sql.all(text, ...values)),
    run: (text, ...values) => late(() => sql.run(text, ...values)),
  };
}

/** A CRM that has one contact for each number. */
function crmOf(turns: Turns): ConnectedCrm {
  const nothing = { items: [], isComplete: true };
  const connection = {
    peopleBy: async ({ numbers }) => {
      await turns();
      const items = Array.from({ length: 5 }, (_, who) => who)
        .filter((who) => numbers.includes(numberOf(who)))
        .map((who) => personOf(who));
      return { items, isComplete: true };
    },
    person: async ({ id }) => {
      await turns();
      return personOf(Number(id.slice(2)));
    },
    openDealsOf: () => Promise.resolve(nothing),
  } as Pick<CrmConnection, 'peopleBy' | 'person' | 'openDealsOf'> as CrmConnection;
  return { crm: 'hubspot', title: 'HubSpot', account: ACCOUNT, connection };
}

function personOf(who: number) {
  return {
    id: idOf(who),
    kind: 'contact' as const,
    name: `Caller Number${who}`,
    emails: [],
    numbers: [numberOf(who)],
    company: null,
    dealIds: null,
    owner: null,
    properties: {},
  };
}

/** What a device shows: the last that it was told of each call. */
type Shown = Map<CallKey, string | undefined>;

async function startOn(db: Database, turns: Turns) {
  const devices = new Set<Shown>();
  const troubles: unknown[] = [];
  const sql = slowly(db.read, turns);
  const crm = crmOf(turns);
  const config = { ...DEFAULT_CONFIG };
  const resolver = startResolver({
    crm: {
      current: () => crm,
      state: () => {
        throw new Error('it is in use');
      },
      onChange: () => () => undefined,
    },
    config: () => config,
    calls: callReading(sql),
    book: knownBook({
      reading: foundReading(sql),
      sharing: null,
      write: (changes) => db.transaction((own) => foundWriting(own).change(changes)),
      now: Date.now,
    }),
    sharing: null,
    prints: await readPrints(db.read),
    isOwnLine: () => false,
    send: async (frame) => {
      await turns();
      for (const shown of devices) show(shown, frame);
    },
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
  async function connect(): Promise<void> {
    const shown: Shown = new Map();
    devices.add(shown);
    for await (const frame of resolver.again(NORA)) show(shown, frame);
  }

  return { resolver, devices, connect, troubles };
}

function show(shown: Shown, { call, contact }: RecordsFrame): void {
  shown.set(call, contact?.record?.id);
}

/** Who is at the other end of each call, and which step said so last. */
type Journal = Map<CallKey, { readonly who: number; readonly step: number }>;

type Step =
  | { readonly kind: 'event'; readonly call: number; readonly who: number }
  | { readonly kind: 'forget'; readonly who: number }
  | { readonly kind: 'connect' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      call: fc.nat({ max: 1 }),
      who: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('forget' as const), who: fc.nat({ max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'connect' as const }) },
);

/** Mostly short, and now and then long enough for everything else to go by. */
const waits = fc.infiniteStream(fc.constantFrom(0, 0, 1, 1, 2, 3, 5, 40));

/** A call's only event is now of somebody: it has moved, when it was of another. */
async function put(db: Database, call: CallKey, who: number, seq: number) {
  const record = {
    call,
    topic: 'call.received',
    webhookId: `msg_${seq}` as WebhookId,
    occurredAt: new Date().toISOString() as Instant,
    receivedAt: Date.now(),
    data: JSON.stringify(ring({ ...nobody, from_number: numberOf(who) }).data),
    reduced: null,
    memory: null,
  };
  await db.transaction(async (sql) => {
    await sql.run('DELETE FROM delivery WHERE event IN (SELECT id FROM event WHERE call = ?)', call);
    await sql.run('DELETE FROM event WHERE call = ?', call);
    await sql.run(
      'INSERT INTO event (webhook_id, topic, call, occurred_at, received_at, data) VALUES (?, ?, ?, ?, ?, ?)',
      record.webhookId,
      record.topic,
      call,
      record.occurredAt,
      record.receivedAt,
      record.data,
    );
    await sql.run(
      'INSERT INTO delivery (agent, seq, event, at) SELECT ?, ?, id, ? FROM event WHERE call = ?',
      NORA,
      seq,
      record.receivedAt,
      call,
    );
  });
  return [{ agent: NORA, seq, record, isNews: true }];
}

async function forget(db: Database, calls: readonly CallKey[], party: string): Promise<void> {
  await db.transaction(disownFlights);
  await db.transaction(async (sql) => {
    for (const call of calls) {
      await sql.run('DELETE FROM delivery WHERE event IN (SELECT id FROM event WHERE call = ?)', call);
      await sql.run('DELETE FROM event WHERE call = ?', call);
    }
    await sql.run('DELETE FROM crm_found WHERE party = ?', party);
  });
  await db.transaction(disownFlights);
}

it('however reads, answers, calls that move and people who are forgotten fall together, every device shows what is true', async () => {
  const db = openDatabase(await lab.folder());
  lab.onCleanUp(() => db.close());
  const prints = await readPrints(db.read);
  await db.transaction((sql) =>
    sql.run("INSERT INTO agent (id, email, floor, added_at) VALUES (1, 'nora@initech.example', 0, 0)"),
  );
  let seq = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      waits,
      waits,
      async (steps, delays, pauses) => {
        for (const table of ['delivery', 'event', 'crm_found'])
          await db.transaction((sql) => sql.run(`DELETE FROM ${table}`));
        const turns = async (stream = delays): Promise<void> => {
          for (let left = stream.next().value ?? 0; left > 0; left -= 1) await new Promise(setImmediate);
        };
        const { resolver, devices, connect, troubles } = await startOn(db, turns);
        const journal: Journal = new Map();
        // A call that was forgotten never comes back: the next one has another key.
        const keys = [0, 1].map((call) => `call-${call}` as CallKey);
        const connecting = [connect()];
        for (const [step, one] of steps.entries()) {
          if (one.kind === 'event') {
            const call = keys[one.call] as CallKey;
            seq += 1;
            journal.set(call, { who: one.who, step });
            resolver.heard(await put(db, call, one.who, seq));
          } else if (one.kind === 'forget') {
            const theirs = [...journal].filter(([, { who }]) => who === one.who).map(([call]) => call);
            for (const call of theirs) {
              journal.delete(call);
              keys[keys.indexOf(call)] = `${call} anew` as CallKey;
            }
            await forget(db, theirs, prints.number(readNumber(numberOf(one.who))));
            resolver.lookAgain();
          } else connecting.push(connect());
          await turns(pauses);
        }
        const alive = [...journal];
        await Promise.all(connecting);
        // A flight that was under way when somebody was forgotten is used for nothing: the call's next event asks again.
        const lastForget = steps.findLastIndex(({ kind }) => kind === 'forget');
        for (const [call, { who, step }] of alive) {
          if (step > lastForget) continue;
          seq += 1;
          resolver.heard(await put(db, call, who, seq));
        }
        await connect();
        const areAllTrue = (): boolean =>
          [...devices].every((shown) => alive.every(([call, { who }]) => shown.get(call) === idOf(who)));
        await until('every device to show what is true', areAllTrue);
        await until('everything to settle', () => resolver.underWay() === 0);
        await connect();
        for (let i = 0; i < 100; i += 1) await new Promise(setImmediate);
        await resolver.close();
        // Nor does anything that comes late change it.
        expect(areAllTrue()).toBe(true);
        const kept = await db.read.all<{ contact: string }>('SELECT DISTINCT contact FROM crm_found');
        for (const { contact } of kept) expect(isLastWord(steps, contact)).toBe(false);
        expect(troubles).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

/** Whether nobody of that id was heard of again once they were forgotten. */
function isLastWord(steps: readonly Step[], id: string): boolean {
  const last = steps.findLast((one) => one.kind !== 'connect' && idOf(one.who) === id);
  return last?.kind === 'forget';
}
