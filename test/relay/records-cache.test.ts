import { afterEach, describe, expect, it } from 'vitest';
import { foundReading } from '../../src-relay/crm/cache/reading.ts';
import { readPrints, type Prints } from '../../src-relay/crm/cache/prints.ts';
import type { FoundChange, FoundRow } from '../../src-relay/crm/cache/rows.ts';
import { foundExpiring, foundRoom, foundWriting } from '../../src-relay/crm/cache/writing.ts';
import type { Database } from '../../src-relay/sql/sql.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import { ANA, completed, contact, GLOBEX, LINE, NORA, ring } from '../fixtures/allo.ts';
import { bytesOf, BEN, nobody } from '../fixtures/relay/forgotten.ts';
import { startHub } from '../fixtures/relay/hub.ts';
import { openDatabase, relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const ACCOUNT = 'hubspot:8812734';
const DAY = 24 * 3_600_000;
const PERSON = 'con_5MiGKEm9sF8xK3pQr1Zt';

/** A row as the resolver would make it of Ana's call. */
function rowOf(prints: Prints, changes: Partial<FoundRow> = {}): FoundRow {
  return {
    account: ACCOUNT,
    party: prints.person(PERSON),
    tail: prints.tail(readNumber(ANA).tail ?? ''),
    facts: prints.facts(GLOBEX),
    contact: { id: '771234567801', kind: 'contact' },
    company: { id: '771234567802', of: prints.company('com-1a2b3c') },
    deals: { [prints.deal('dea-9z8y7x')]: '771234567803' },
    seenAt: Date.now(),
    checkedAt: Date.now(),
    ...changes,
  };
}

async function database(folder?: string): Promise<Database> {
  const db = openDatabase(folder ?? (await lab.folder()));
  lab.onCleanUp(() => db.close());
  return db;
}

/** A journal's cache, to read and to write. */
async function cache(db: Database, most?: number) {
  const [prints, reading, room] = [await readPrints(db.read), foundReading(db.read), foundRoom(most)];
  return {
    prints,
    reading,
    write: (changes: readonly FoundChange[]) =>
      db.transaction((sql) => foundWriting(sql, room).change(changes)),
    keep: (...rows: readonly FoundRow[]) =>
      db.transaction((sql) =>
        foundWriting(sql, room).change(rows.map((row) => ({ kind: 'keep', row, asOf: 0 }))),
      ),
    get: (...rows: readonly FoundRow[]) => Promise.all(rows.map((row) => reading.get(row))),
  };
}

describe('what was found in the CRM', () => {
  it('is read as it was kept, under its own account and party alone', async () => {
    const { prints, reading, write, keep } = await cache(await database());
    const row = rowOf(prints);
    const bare = rowOf(prints, {
      party: prints.number(readNumber(BEN)),
      tail: null,
      company: null,
      deals: {},
      contact: { id: '00Q5g00000Abcde', kind: 'lead' },
    });
    for (const one of [row, bare]) await keep(one);
    expect(await reading.get(row)).toEqual(row);
    expect(await reading.get(bare)).toEqual(bare);
    expect(await reading.get({ ...row, account: 'hubspot:1' })).toBeNull();
    expect(await reading.get({ ...row, party: prints.person('con_other') })).toBeNull();
    const later = { ...row, contact: { id: '9', kind: 'contact' as const }, company: null };
    await write([
      { kind: 'keep', row: later, asOf: 0 },
      { kind: 'drop', key: bare },
    ]);
    expect(await reading.get(row)).toEqual(later);
    expect(await reading.get(bare)).toBeNull();
  });

  it('is other prints in another journal', async () => {
    const one = await readPrints((await database()).read);
    const other = await readPrints((await database()).read);
    expect(one.person(PERSON)).not.toBe(other.person(PERSON));
    expect(one.person(PERSON)).toBe(one.person(PERSON));
    expect(one.person('a')).not.toBe(one.company('a'));
  });

  it('goes when the account is another one, a little at a time', async () => {
    const db = await database();
    const { prints, reading, keep, get } = await cache(db);
    const rows = Array.from({ length: 1200 }, (_, i) => rowOf(prints, { party: prints.person(`con_${i}`) }));
    const kept = rowOf(prints, { account: 'hubspot:7' });
    await keep(...rows, kept);
    const steps: boolean[] = [];
    for (let i = 0; i < 3; i += 1)
      steps.push((await db.transaction((sql) => foundWriting(sql).keepOnly('hubspot:7'))).more);
    expect(steps).toEqual([true, true, false]);
    expect((await get(...rows)).filter((row) => row !== null)).toEqual([]);
    expect(await reading.get(kept)).toEqual(kept);
  });

  it('is never more than there may be: who was not heard of for longest goes', async () => {
    const db = await database();
    const most = 1500;
    const { prints, reading, keep } = await cache(db, most);
    for (let i = 0; i < 2400; i += 100)
      await keep(
        ...Array.from({ length: 100 }, (_, n) =>
          rowOf(prints, { party: prints.person(`con_${i + n}`), seenAt: i + n }),
        ),
      );
    const count = (await db.read.get<{ n: number }>('SELECT count(*) AS n FROM crm_found'))?.n ?? 0;
    expect(count).toBeLessThanOrEqual(most);
    expect(count).toBeGreaterThan(most - 1000);
    expect(await reading.get(rowOf(prints, { party: prints.person('con_2399') }))).not.toBeNull();
    expect(await reading.get(rowOf(prints, { party: prints.person('con_0') }))).toBeNull();
  });

  it('is erased once it was not heard of for the retention', async () => {
    const db = await database();
    const { prints, keep, get } = await cache(db);
    const now = Date.now();
    const old = rowOf(prints, { seenAt: now - 31 * DAY });
    const young = rowOf(prints, { party: prints.person('con_young'), seenAt: now - 29 * DAY });
    await keep(old, young);
    expect(await db.transaction((sql) => foundExpiring(sql, now - 30 * DAY))).toBe(1);
    expect(await get(old, young)).toEqual([null, young]);
  });
});

describe('the sweep', () => {
  it('takes it along once it was not heard of for the retention', async () => {
    const at = await startHub(lab, { agents: [NORA] });
    const { prints, get } = await cache(await database(at.folder));
    const old = rowOf(prints, { seenAt: Date.now() - 8 * DAY });
    const young = rowOf(prints, { party: prints.person('con_young'), seenAt: Date.now() - 6 * DAY });
    await at.journal.write({
      kind: 'found',
      changes: [old, young].map((row) => ({ kind: 'keep', row, asOf: 0 }) as const),
    });
    await at.journal.write({ kind: 'sweep', retentionDays: 7 });
    expect(await get(old, young)).toEqual([null, young]);
  });
});

describe('forgetting somebody', () => {
  it.each([
    ['by number', ANA],
    ['by number in another spelling', '01 99 00 12 34'],
    ['by e-mail address', 'ana.lopez@globex.example'],
  ])('%s: nothing that was found of them is left, and nothing named them before', async (_, who) => {
    const at = await startHub(lab, { agents: [NORA], lines: { [LINE]: { agents: [NORA] } } });
    await at.take(contact());
    await at.take(ring());
    await at.take(completed({ integration_id: null }));
    await at.take(ring({ ...nobody, from_number: BEN }));
    const db = await database(at.folder);
    const { prints, reading, get } = await cache(db);
    const hers = [
      rowOf(prints),
      rowOf(prints, { account: 'pipedrive:acme' }),
      // Under her number, from before Allo knew who she is.
      rowOf(prints, { party: prints.number(readNumber(ANA)) }),
    ];
    const bens = rowOf(prints, {
      party: prints.number(readNumber(BEN)),
      tail: prints.tail(readNumber(BEN).tail ?? ''),
    });
    await at.journal.write({
      kind: 'found',
      changes: [...hers, bens].map((row) => ({ kind: 'keep', row, asOf: 0 }) as const),
    });
    const stored = JSON.stringify(await db.read.all('SELECT * FROM crm_found')).toLowerCase();
    for (const trace of ['ana', 'lopez', 'globex', 'pilot', '199001234', '199007777', '25000', 'con_5mig'])
      expect(stored).not.toContain(trace);
    expect(await bytesOf(at.folder)).toContain('771234567801');
    await at.cli('forget', who);
    expect(await get(...hers)).toEqual([null, null, null]);
    expect(await reading.get(bens)).toEqual(bens);
    await at.journal.write({ kind: 'found', changes: [{ kind: 'drop', key: bens }] });
    await at.cli('forget', BEN);
    expect(await bytesOf(at.folder)).not.toContain('771234567801');
  });

  it('what was asked before is not written any more, and what is asked after it is', async () => {
    const at = await startHub(lab, { agents: [NORA] });
    await at.take(ring());
    const db = await database(at.folder);
    const { prints, reading } = await cache(db);
    const row = rowOf(prints);
    const write = async (asOf: number): Promise<unknown> => {
      await at.journal.write({ kind: 'found', changes: [{ kind: 'keep', row, asOf }] });
      return reading.get(row);
    };
    const before = await reading.forgettings();
    await at.cli('forget', ANA);
    const after = await reading.forgettings();
    expect(after).toBeGreaterThan(before);
    for (let asOf = before; asOf < after; asOf += 1) expect(await write(asOf)).toBeNull();
    // While it is going on, or was broken off, nobody's is.
    await db.transaction((sql) =>
      sql.run('INSERT INTO forgetting (sought, done, upto) VALUES (?, 0, 0)', Buffer.of(0)),
    );
    expect(await write(after)).toBeNull();
    await db.transaction((sql) => sql.run('DELETE FROM forgetting'));
    expect(await write(after)).toEqual(row);
  });
});
