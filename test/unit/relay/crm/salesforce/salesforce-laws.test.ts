import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askedCrm, RING } from '../../../../fixtures/crm/asked.ts';
import { CrmFailure, type CrmConnection, type CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { salesforce } from '../../../../../src-relay/crm/salesforce/salesforce.ts';
import {
  accountRecord,
  contactRecord,
  idOf,
  opportunityRecord,
  roleRecord,
} from '../../../../fixtures/crm/salesforce-records.ts';
import {
  SALESFORCE_CLIENT,
  startSalesforce,
  type SalesforceStandIn,
} from '../../../../fixtures/crm/salesforce.ts';

const EMAIL = 'ana@globex.example';
const NUMBER = '+33612345678';
const globex = accountRecord();
const ana = contactRecord({ Email: EMAIL, Phone: NUMBER }, globex);
const deals = ['Renewal', 'Pilot'].map((Name) => opportunityRecord({ Name }, globex));
let standIn: SalesforceStandIn;
let crm: CrmConnection;

beforeAll(async () => {
  standIn = await startSalesforce([globex, ana, ...deals, ...deals.map((deal) => roleRecord(deal, ana))]);
  standIn.usage.of = 1e9;
  crm = connect();
});
afterAll(() => standIn.close());

function connect(): CrmConnection {
  return askedCrm(salesforce, standIn, SALESFORCE_CLIENT);
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.constantFrom(
    "' OR Id != null",
    '7',
    '36',
    String.raw`\' OR ''='`,
    'x\\',
    '%',
    '__proto__',
    '\u0000',
    '../..',
    '"}]}',
  ),
);

test('whatever an e-mail, a number or a name says, every query can be read, and finds nobody else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 4 }), hostile, async (texts, name) => {
      const strangers = texts.filter((text) => text.toLowerCase() !== EMAIL);
      const people = await crm.peopleBy({ emails: strangers, numbers: strangers }, RING);
      expect(people.items).toEqual([]);
      const isNumber = strangers.every((text) => /^\+\d{8,15}$/.test(text));
      if (!isNumber) expect(people.isComplete).toBe(false);
      await crm.companiesNamed(name, RING);
      expect(standIn.complaints).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('an id that is none of Salesforce’s is never sent', async () => {
  const before = standIn.requests.length;
  await fc.assert(
    fc.asyncProperty(hostile, async (id) => {
      const person = { ...nobody, id };
      expect(await crm.person(person, RING)).toBeNull();
      expect(await crm.person({ ...person, kind: 'lead' }, RING)).toBeNull();
      expect(await crm.company(id, RING)).toBeNull();
      expect(await crm.deal(id, RING)).toBeNull();
      expect((await crm.openDealsOf({ person, companyId: id }, RING)).items).toEqual([]);
    }),
  );
  expect(standIn.requests).toHaveLength(before);
});

test('whatever Salesforce’s answers become, they are read or are a failure of the CRM, and no list that lost something is whole', async () => {
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
        const people = await readOrFailure(scrambled.peopleBy({ emails: [EMAIL], numbers: [NUMBER] }, RING));
        await readOrFailure(scrambled.person({ id: idOf(ana), kind: 'contact' }, RING));
        await readOrFailure(scrambled.company(idOf(globex), RING));
        await readOrFailure(scrambled.companiesNamed('Globex', RING));
        const open = await readOrFailure(
          scrambled.openDealsOf({ person: { ...nobody, id: idOf(ana) }, companyId: idOf(globex) }, RING),
        );
        await readOrFailure(scrambled.deal(idOf(deals[0] ?? ana), RING));
        for (const list of [people, open]) {
          const ids = (list?.items ?? []).map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
        }
        // Whoever is whole has what they were asked for by.
        if (people?.isComplete === true) for (const { id } of people.items) expect(id).toBe(idOf(ana));
        // Fields that nobody has heard of take nothing away.
        if (scramble.missing === 0 && scramble.wrong === 0)
          expect([people?.isComplete, people?.items.length, open?.isComplete, open?.items.length]).toEqual([
            true,
            1,
            true,
            2,
          ]);
      },
    ),
    { numRuns: 80 },
  );
  standIn.scramble = null;
  expect(standIn.complaints).toEqual([]);
});

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

async function readOrFailure<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CrmFailure) return null;
    throw error;
  }
}
