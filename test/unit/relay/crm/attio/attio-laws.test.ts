import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { companyAsking } from '../../../../../src-relay/crm/matching/company-names.ts';
import { attio } from '../../../../../src-relay/crm/attio/attio.ts';
import { CrmFailure, type CrmConnection, type CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { attioCompany, attioDeal, attioPerson } from '../../../../fixtures/crm/attio-records.ts';
import { ATTIO_TOKEN, type AttioStandIn, startAttio } from '../../../../fixtures/crm/attio.ts';
import { askedCrm, RING } from '../../../../fixtures/crm/asked.ts';

let standIn: AttioStandIn;
let crm: CrmConnection;
/** Time that goes on with every request, so that no limit is met. */
let clock = 0;

/** Many requests, on a machine that may be busy. */
const LONG = { timeout: 60_000 };
const EMAIL = 'ann@acme.test';
const acme = attioCompany({ name: 'Acme' });
const deals = ['Renewal', 'Upsell'].map((title) => attioDeal({ title, company: acme.id, amount: 10 }));
const ann = attioPerson({ first: 'Ann', emails: [EMAIL], company: acme.id });

beforeAll(async () => {
  standIn = await startAttio([ann, acme, ...deals], () => (clock += 1000));
  standIn.members.push({ id: randomUUID(), first: 'Paul', last: 'Roy' });
  crm = connect();
});
afterAll(() => standIn.close());

function connect(): CrmConnection {
  return askedCrm(attio, standIn, { kind: 'token', token: ATTIO_TOKEN });
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.constantFrom(
    '"}]},"limit":500,"x":{"',
    '$or',
    '__proto__',
    '{"$eq":"x"}',
    "' or 1=1",
    '\u0000',
    '../..',
  ),
);

test('whatever an e-mail or number says, the question keeps its form', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(hostile, { maxLength: 4 }),
      fc.array(hostile, { maxLength: 4 }),
      async (emails, numbers) => {
        fc.pre(emails.length + numbers.length > 0);
        await crm.peopleBy({ emails, numbers }, RING);
        const $or = [
          ...emails.map(($eq) => ({ email_addresses: { $eq } })),
          ...numbers.map(($eq) => ({ phone_numbers: { $eq } })),
        ];
        expect(lastOf('people')?.json).toEqual(
          JSON.parse(JSON.stringify({ filter: { $or }, limit: 50, offset: 0 })),
        );
      },
    ),
    { numRuns: 30 },
  );
  expect(standIn.complaints).toEqual([]);
});

test('whatever a company is called, the question keeps its form', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (name) => {
      const asking = companyAsking(name);
      fc.pre(asking !== null);
      await crm.companiesNamed(name, RING);
      const filter = { name: { $contains: asking.word } };
      expect(lastOf('companies')?.json).toEqual(JSON.parse(JSON.stringify({ filter, limit: 50, offset: 0 })));
    }),
    { numRuns: 30 },
  );
  expect(standIn.complaints).toEqual([]);
});

test('an id that is none of Attio’s is never sent, wherever it is from', async () => {
  const before = standIn.requests.length;
  await fc.assert(
    fc.asyncProperty(hostile, async (id) => {
      const person: CrmPerson = { ...nobody, id };
      expect(await crm.person(person, RING)).toBeNull();
      expect(await crm.company(id, RING)).toBeNull();
      expect(await crm.deal(id, RING)).toBeNull();
      expect(await crm.openDealsOf({ person, companyId: id }, RING)).toEqual({
        items: [],
        isComplete: false,
      });
    }),
    { numRuns: 30 },
  );
  expect(standIn.requests).toHaveLength(before);
});

test(
  'whatever Attio’s answers become, they are read or are a failure of the CRM, and never a record twice',
  LONG,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(),
          unknown: fc.constantFrom(0, 0.5),
          missing: fc.constantFrom(0, 0.05, 0.3),
          wrong: fc.constantFrom(0, 0.02, 0.2),
        }),
        async (scramble) => {
          standIn.scramble = scramble;
          const scrambled = connect();
          await readOrFailure(scrambled.whoAmI(RING));
          await readOrFailure(scrambled.missingRights(RING));
          const people = await readOrFailure(scrambled.peopleBy({ emails: [EMAIL], numbers: [] }, RING));
          await readOrFailure(scrambled.person({ id: ann.id, kind: 'contact' }, RING));
          await readOrFailure(scrambled.company(acme.id, RING));
          await readOrFailure(scrambled.companiesNamed('Acme', RING));
          const open = await readOrFailure(
            scrambled.openDealsOf({ person: people?.items[0] ?? nobody, companyId: acme.id }, RING),
          );
          await readOrFailure(scrambled.deal(deals[0]?.id ?? '', RING));
          const ids = (open?.items ?? []).map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          // Fields that nobody has heard of take nothing away.
          if (scramble.missing === 0 && scramble.wrong === 0)
            expect([people?.isComplete, people?.items.length, ids.length]).toEqual([true, 1, 2]);
        },
      ),
      { numRuns: 30 },
    );
    standIn.scramble = null;
    expect(standIn.complaints).toEqual([]);
  },
);

test(
  'of two with one number both come, or the list is open, whatever is left out of the answers',
  LONG,
  async () => {
    const number = '+33612345678';
    const twins = ['Tom', 'Tim'].map((first) => attioPerson({ first, numbers: [number] }));
    standIn.records.push(...twins);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(0.05, 0.2, 0.5), async (seed, missing) => {
        standIn.scramble = { seed, missing };
        const found = await readOrFailure(connect().peopleBy({ emails: [], numbers: [number] }, RING));
        const shown = found?.items.filter(({ numbers }) => numbers.includes(number)) ?? [];
        expect(found === null || !found.isComplete || shown.length === 2).toBe(true);
      }),
      { numRuns: 60 },
    );
    standIn.scramble = null;
    standIn.records.splice(-2);
  },
);

const nobody: CrmPerson = {
  id: '',
  kind: 'contact',
  name: null,
  emails: [],
  numbers: [],
  company: null,
  dealIds: null,
  owner: null,
  properties: {},
};

function lastOf(name: string) {
  return standIn.requests.findLast((request) => request.name === name);
}

async function readOrFailure<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CrmFailure) return null;
    throw error;
  }
}
