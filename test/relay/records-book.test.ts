import { afterEach, expect, it } from 'vitest';
import { readPrints } from '../../src-relay/crm/cache/prints.ts';
import { foundReading } from '../../src-relay/crm/cache/reading.ts';
import type { FoundChange } from '../../src-relay/crm/cache/rows.ts';
import { disownFlights } from '../../src-relay/crm/cache/forgetting.ts';
import { foundWriting } from '../../src-relay/crm/cache/writing.ts';
import { knownBook, type KnownBook } from '../../src-relay/crm/resolving/book.ts';
import type { Known } from '../../src-relay/crm/resolving/known.ts';
import { openDatabase, relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const ACCOUNT = 'hubspot:8812734';

async function startBook() {
  const db = openDatabase(await lab.folder());
  lab.onCleanUp(() => db.close());
  const [prints, reading] = [await readPrints(db.read), foundReading(db.read)];
  let isFull = false;
  let failures = 0;
  const open = (gate = Promise.resolve()): KnownBook => {
    const book = knownBook({
      reading: {
        ...reading,
        get: async (key) => {
          const row = await reading.get(key);
          await gate;
          return row;
        },
      },
      sharing: null,
      write: async (changes: readonly FoundChange[]) => {
        failures += isFull ? 1 : 0;
        if (isFull) throw new Error('the disk is full');
        await db.transaction((sql) => foundWriting(sql).change(changes));
      },
      now: Date.now,
    });
    book.turnTo(ACCOUNT);
    return book;
  };
  const party = prints.person('con_1');
  const certain = (id: string): Known => ({
    verdict: 'certain',
    person: { id, kind: 'contact' },
    contact: { record: { id, kind: 'contact' } },
    company: null,
    deals: new Map(),
    lacking: new Set(),
    extras: null,
    isWhole: true,
    who: prints.facts('who'),
    what: prints.facts('what'),
    refuted: new Set(),
    checkedAt: Date.now(),
    saidAt: Date.now(),
  });
  const several: Known = { ...certain('1'), verdict: 'several', person: null, contact: null };
  const book = open();
  book.put(party, certain('1'), null, await book.sync());
  const keptId = async () => (await reading.get({ account: ACCOUNT, party }))?.contact.id ?? null;
  await until('the first to be kept', async () => (await keptId()) === '1');
  return {
    book,
    certain,
    several,
    party,
    keptId,
    /** Of a relay that starts anew. */
    open,
    knownAfterRestart: async () => {
      const next = open();
      await next.load(party);
      return next.get(party)?.person?.id ?? null;
    },
    forgetSomebodyElse: () => db.transaction(disownFlights),
    diskIs: (state: 'full' | 'well') => void (isFull = state === 'full'),
    failures: () => failures,
  };
}

it.each([
  ['nobody for certain', null],
  ['somebody else', '2'],
])(
  'who turned out to be %s is not who they were again, because others are forgotten meanwhile',
  async (_, id) => {
    const at = await startBook();
    at.book.put(at.party, id === null ? at.several : at.certain(id), null, await at.book.sync());
    await at.forgetSomebodyElse();
    await at.book.sync();
    expect(at.book.get(at.party)).toBeNull();
    await at.book.close();
    expect(await at.keptId()).toBeNull();
    expect(await at.knownAfterRestart()).toBeNull();
  },
);

it('what is written too late takes the place of nothing, and what it should have replaced is gone', async () => {
  const at = await startBook();
  const asOf = await at.book.sync();
  await at.forgetSomebodyElse();
  at.book.put(at.party, at.certain('2'), null, asOf);
  await at.book.close();
  expect(await at.keptId()).toBeNull();
});

it('who turned out to be nobody for certain is erased as soon as the disk can be written to again', async () => {
  const at = await startBook();
  at.diskIs('full');
  at.book.put(at.party, at.several, null, await at.book.sync());
  await until('a write to fail', () => at.failures() > 0);
  expect(await at.keptId()).toBe('1');
  at.diskIs('well');
  await until('it to be erased', async () => (await at.keptId()) === null);
  await at.book.close();
});

it('what was read of somebody before others were forgotten, and comes after, is not known', async () => {
  const at = await startBook();
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>();
  const book = at.open(gate);
  await book.sync();
  const loading = book.load(at.party);
  await at.forgetSomebodyElse();
  await book.sync();
  letGo();
  await loading;
  expect(book.get(at.party)).toBeNull();
  await book.load(at.party);
  expect(book.get(at.party)?.person?.id).toBe('1');
});

it('what is read late takes the place of nothing that the CRM has said meanwhile', async () => {
  const at = await startBook();
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>();
  const book = at.open(gate);
  const asOf = await book.sync();
  const loading = book.load(at.party);
  book.put(at.party, { ...at.certain('2'), checkedAt: Date.now() + 1 }, null, asOf);
  letGo();
  await loading;
  expect(book.get(at.party)?.person?.id).toBe('2');
  await book.close();
});
