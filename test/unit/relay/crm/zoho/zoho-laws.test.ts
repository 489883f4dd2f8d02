import fc from 'fast-check';
import examples from 'libphonenumber-js/mobile/examples';
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { companyAsking } from '../../../../../src-relay/crm/matching/company-names.ts';
import { CrmFailure, type CrmConnection, type CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import {
  accountsSearch,
  dealsQuery,
  peopleQuery,
  peopleSearch,
} from '../../../../../src-relay/crm/zoho/questions.ts';
import { typedSpellings } from '../../../../../src-relay/crm/typed-spellings.ts';
import { startZoho, type ZohoStandIn } from '../../../../fixtures/crm/zoho.ts';
import { parseCoql, parseCriteria } from '../../../../fixtures/crm/zoho-query.ts';
import {
  OWNER,
  zohoAccount,
  zohoContact,
  zohoDeal,
  zohoLead,
} from '../../../../fixtures/crm/zoho-records.ts';
import { RING } from '../../../../fixtures/crm/asked.ts';
import { connectZoho } from './connected.ts';

let standIn: ZohoStandIn;
let crm: CrmConnection;
/** Time that goes on with every look at it, so that no limit is met. */
let clock = 0;

/** Many requests, on a machine that may be busy. */
const LONG = { timeout: 60_000 };
const EMAIL = 'ann@acme.test';
const acme = zohoAccount({ name: 'Acme' });
const ann = zohoContact({ last: 'Lee', email: EMAIL, phone: '+33612345678', account: acme });
const lead = zohoLead({ last: 'Lead', phone: '06 12 34 56 78' });
const deals = ['Renewal', 'Upsell'].map((title) => zohoDeal({ title, contact: ann, account: acme }));

beforeAll(async () => {
  standIn = await startZoho([acme, ann, lead, ...deals], () => (clock += 60_000));
  standIn.users.push({ id: OWNER.id, full_name: OWNER.name });
  crm = connectZoho(standIn);
});
afterAll(() => standIn.close());

const hostile = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.constantFrom(
    "' or id is not null",
    String.raw`\' or id is not null`,
    "a@b.c') limit 200",
    'Acme)or(Account_Name:starts_with:A',
    String.raw`Acme\)or(Account_Name:starts_with:A`,
    'x&criteria=(id:equals:1)',
    '"}',
    '\u0000',
  ),
);
const number = fc.oneof(
  hostile,
  fc.bigInt({ min: 10_000n, max: 999_999_999_999_999n }).map((digits) => `+${digits}`),
);

test('whatever e-mails and numbers say, a query keeps its form', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(hostile, fc.emailAddress()), { maxLength: 4 }),
      fc.array(number, { maxLength: 4 }),
      (emails, numbers) => {
        for (const module of ['Contacts', 'Leads'] as const) {
          const query = peopleQuery(module, { emails, numbers });
          if (query === null) continue;
          const parsed = parseCoql(query, false);
          if (typeof parsed === 'string') throw new Error(`${parsed}: ${query}`);
          expect(parsed.module).toBe(module);
          expect(parsed.limit).toBe(50);
          expect([
            'Email in ?',
            'Phone in ?',
            '(Email in ? or Secondary_Email in ?)',
            '(Phone in ? or Mobile in ?)',
            '(((Email in ? or Secondary_Email in ?) or Phone in ?) or Mobile in ?)',
          ]).toContain(parsed.form);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('whatever a company is called, its criterion is one, of that name', () => {
  fc.assert(
    fc.property(hostile, (name) => {
      const search = accountsSearch(name, []);
      if (search === null) return;
      const parsed = parseCriteria(search['criteria'] ?? '');
      if (typeof parsed === 'string') throw new Error(`${parsed}: ${search['criteria']}`);
      expect(parsed).toMatchObject({ field: 'Account_Name', operator: 'starts_with' });
      expect(parsed.value).toBe(companyAsking(name)?.start?.slice(0, 100));
    }),
    { numRuns: 200 },
  );
});

test('whatever an id says, a query for deals has it only if it is a number', () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.stringMatching(/^\d{1,20}$/)), hostile, (contact, account) => {
      const query = dealsQuery(contact, account, { isSeveral: true, page: 1 });
      if (query === null) return;
      const parsed = parseCoql(query, true);
      if (typeof parsed === 'string') throw new Error(`${parsed}: ${query}`);
      expect(['Contact_Name = ?', 'Account_Name = ?', '(Contact_Name = ? or Account_Name = ?)']).toContain(
        parsed.form,
      );
      expect([parsed.module, parsed.limit, parsed.offset]).toEqual(['Deals', 200, 200]);
    }),
  );
});

test('whatever is searched for and whichever properties are wanted, a search has one way and known fields', () => {
  fc.assert(
    fc.property(hostile, fc.array(hostile), (text, properties) => {
      const query = peopleSearch({ email: text }, 'Leads', properties);
      expect(Object.keys(query).sort()).toEqual(['email', 'fields', 'page', 'per_page']);
      expect(query['fields']).toMatch(/^[A-Za-z]\w*(?:,[A-Za-z]\w*)*$/);
    }),
  );
});

test('in every country, each spelling of a number is that number, and made of its signs alone', () => {
  for (const country of getCountries()) {
    const e164 = getExampleNumber(country, examples)?.number ?? '';
    const spellings = typedSpellings(e164);
    expect(spellings).toContain(e164);
    expect(spellings.length).toBeLessThanOrEqual(16);
    for (const one of spellings) {
      expect(one).toMatch(/^[+\d ().-]+$/);
      const inFull = one.replace(/^00(?=[1-9])/, '+').replace(new RegExp(`^${e164.slice(1)}$`), e164);
      expect(`${one} ${parsePhoneNumberFromString(inFull, country)?.number}`).toBe(`${one} ${e164}`);
    }
  }
});

test('on the wire, whatever is asked, nothing is against the contract', LONG, async () => {
  await fc.assert(
    fc.asyncProperty(hostile, number, async (text, phone) => {
      await readOrFailure(crm.peopleBy({ emails: [text], numbers: [phone] }, { ...RING }));
      await readOrFailure(crm.companiesNamed(text, { ...RING }));
      await readOrFailure(crm.person({ id: text, kind: 'contact' }, { ...RING }));
      await readOrFailure(
        crm.openDealsOf({ person: { ...nobody, id: text }, companyId: phone }, { ...RING }),
      );
    }),
    { numRuns: 20 },
  );
  expect(standIn.complaints.filter((one) => !one.includes('less than two characters'))).toEqual([]);
});

test(
  'whatever Zoho’s answers become, they are read or are a failure of the CRM, and never a record twice',
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
          const scrambled = connectZoho(standIn);
          const numbers = ['+33612345678'];
          await readOrFailure(scrambled.whoAmI({ ...RING }));
          const people = await readOrFailure(scrambled.peopleBy({ emails: [], numbers }, { ...RING }));
          await readOrFailure(scrambled.missingRights({ ...RING }));
          await readOrFailure(scrambled.person({ id: ann.id, kind: 'contact' }, { ...RING }));
          await readOrFailure(scrambled.company(acme.id, { ...RING }));
          await readOrFailure(scrambled.companiesNamed('Acme', { ...RING }));
          const person = { ...nobody, id: ann.id };
          const open = await readOrFailure(
            scrambled.openDealsOf({ person, companyId: acme.id }, { ...RING }),
          );
          await readOrFailure(scrambled.deal(deals[0]?.id ?? '', { ...RING }));
          const ids = (open?.items ?? []).map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          // Fields that nobody has heard of take nothing away.
          if (scramble.missing === 0 && scramble.wrong === 0)
            expect([people?.isComplete, people?.items.length, ids.length]).toEqual([true, 2, 2]);
        },
      ),
      { numRuns: 20 },
    );
    standIn.scramble = null;
  },
);

test(
  'of two with one number both come, or the list is open, whatever is left out of the answers',
  LONG,
  async () => {
    const twins = ['+33 7 12 34 56 78', '07.12.34.56.78'].map((phone) =>
      zohoContact({ last: 'Twin', phone }),
    );
    standIn.records.push(...twins);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(0.05, 0.2, 0.5), async (seed, missing) => {
        standIn.scramble = null;
        const scrambled = connectZoho(standIn);
        await scrambled.whoAmI(RING);
        standIn.scramble = { seed, missing };
        const clues = { emails: [], numbers: ['+33712345678'] };
        const found = await readOrFailure(scrambled.peopleBy(clues, { ...RING }));
        const shown = found?.items.filter(({ numbers }) => numbers.length > 0) ?? [];
        expect(found === null || !found.isComplete || shown.length === 2).toBe(true);
      }),
      { numRuns: 40 },
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

async function readOrFailure<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CrmFailure) return null;
    throw error;
  }
}
