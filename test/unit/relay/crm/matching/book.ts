import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import type { AlloFacts } from '../../../../../src-relay/crm/matching/facts.ts';
import { numberSpellings } from '../../../../../src-shared/history/number-spellings.ts';
import { company, contact, person } from './made.ts';

/**
 * A world of people, what a CRM has written of them, and what Allo says of one of them who rings: the number may be a house's,
 * people share first names, last names and houses, have namesakes elsewhere, stand twice in the CRM, and any field may be
 * missing or spelled otherwise. What is written is true, and one record of the caller's has the number they ring from or
 * the address that Allo has.
 */
export interface Book {
  readonly facts: AlloFacts;
  readonly people: readonly CrmPerson[];
  /** Whom Allo names by an id: the caller's own records, or somebody's of nowhere near. */
  readonly named: readonly CrmPerson[];
  /** Ids of the caller's own records. */
  readonly own: ReadonlySet<string>;
}

interface Real {
  readonly first: string;
  readonly last: string;
  readonly mobile: string;
  readonly email: string;
  readonly house: House | null;
}

interface House {
  readonly name: string;
  readonly number: string;
  readonly desk: string;
}

const HOUSES: readonly House[] = [
  { name: 'Acme', number: '+33199001234', desk: 'info@acme.test' },
  { name: 'Globex', number: '+3225550188', desk: 'contact@globex.test' },
  { name: 'Initech', number: '+14155550123', desk: 'office@initech.test' },
];
const MOBILES = [
  '+33612345678',
  '+33712345678',
  '+32470123456',
  '+4532123456',
  '+447911123456',
  '+393401234567',
  '+5491123456789',
  '+525512345678',
  '+14155550199',
];
const FIRST = ['Marie', 'Marc', 'Jean-Pierre', 'Éloïse', 'Anna', 'Søren'];
const LAST = ['Dupont', 'Martin', 'de la Tour', 'Müller', "O'Brien", 'van den Berg'];
const COUNTRY = 'FR';

const world: fc.Arbitrary<readonly Real[]> = fc
  .uniqueArray(
    fc.record({
      first: fc.constantFrom(...FIRST),
      last: fc.constantFrom(...LAST),
      mobile: fc.constantFrom(...MOBILES),
      house: fc.option(fc.constantFrom(...HOUSES), { nil: null, freq: 5 }),
    }),
    // Nobody shares all of a name with somebody of the same house, nor a mobile with anybody.
    { minLength: 1, maxLength: 6, selector: ({ mobile }) => mobile },
  )
  .map((people) => people.map((one, at) => ({ ...one, email: `p${at}@mail.test` })))
  .filter((people) => {
    const all = people.map(({ first, last, house }) => `${first} ${last} ${house?.name ?? ''}`);
    return new Set(all).size === all.length;
  });

function nameOf({ first, last }: Real): fc.Arbitrary<string | null> {
  return fc.constantFrom(
    `${first} ${last}`,
    `${last.toUpperCase()} ${first}`,
    `${last}, ${first}`,
    `Mme ${first} ${last}`,
    `${first} ${last}`.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase(),
    `${first.replace('-', ' ')} ${last.replaceAll(/\s/g, ' ')}`,
    `${first.charAt(0)}. ${last}`,
    first,
    last,
    null,
    '',
    'Unknown caller',
  );
}

/** Those that say which country it is of, or are of the line's own, and such as have lost it. */
function spellingsIn(e164: string): readonly string[] {
  const parsed = parsePhoneNumberFromString(e164);
  const inFull = numberSpellings(e164).filter((one) => one.startsWith('+') || one.startsWith('00'));
  const home = parsed?.country === COUNTRY ? [...numberSpellings(e164), parsed.formatNational()] : [];
  const international = parsed?.formatInternational() ?? e164;
  return [e164, international, `${international} ext. 12`, `tel:${e164}`, e164.slice(-9), ...inFull, ...home];
}

const SPELLINGS = new Map(
  [...MOBILES, ...HOUSES.map(({ number }) => number)].map((e164) => [
    e164,
    fc.constantFrom(...spellingsIn(e164)),
  ]),
);

function spellingsOf(numbers: readonly string[]): fc.Arbitrary<readonly string[]> {
  return fc
    .tuple(...numbers.map((one) => fc.tuple(SPELLINGS.get(one) ?? fc.constant(one), fc.boolean())))
    .map((all) => all.filter(([, isKept]) => isKept).map(([one]) => one));
}

function recordOf(real: Real, id: string): fc.Arbitrary<CrmPerson> {
  const { mobile, email, house } = real;
  return fc.record({
    id: fc.constant(id),
    kind: fc.constantFrom('contact' as const, 'contact' as const, 'lead' as const),
    name: nameOf(real),
    emails: fc.subarray([email, email.toUpperCase(), ...(house === null ? [] : [house.desk])]),
    numbers: spellingsOf(house === null ? [mobile] : [mobile, house.number]),
    company: fc.constantFrom(
      null,
      ...(house === null ? [] : [{ id: house.name, name: `${house.name} SAS` }]),
    ),
    dealIds: fc.constant(null),
    owner: fc.constant(null),
    properties: fc.constant({}),
  });
}

export const book: fc.Arbitrary<Book> = world.chain((people) => {
  const [caller, ...others] = people as [Real, ...Real[]];
  const { house, mobile, email } = caller;
  return fc
    .record({
      rings: fc.constantFrom(mobile, ...(house === null ? [] : [house.number])),
      writtenName: nameOf(caller),
      isNameInParts: fc.boolean(),
      emails: fc.subarray([email, ...(house === null ? [] : [house.desk])]),
      numbers: spellingsOf(house === null ? [mobile] : [mobile, house.number]),
      companyName: fc.constantFrom(null, ...(house === null ? [] : [house.name, `${house.name} S.A.S.`])),
      isKnown: fc.boolean(),
      records: fc.tuple(recordOf(caller, 'own-0'), recordOf(caller, 'own-1'), fc.boolean()),
      byEmail: fc.boolean(),
      other: fc.tuple(...others.flatMap((one, at) => [recordOf(one, `o${at}-0`), recordOf(one, `o${at}-1`)])),
      keep: fc.array(fc.boolean(), { minLength: others.length * 2, maxLength: others.length * 2 }),
      seed: fc.constantFrom('none' as const, 'none' as const, 'own' as const, 'foreign' as const),
    })
    .map((made): Book => {
      const [planted, again, isTwice] = made.records;
      const evidence =
        made.byEmail && made.isKnown && made.emails.includes(email)
          ? { ...planted, emails: [...planted.emails, email] }
          : { ...planted, numbers: [...planted.numbers, made.rings] };
      const own = [evidence, ...(isTwice ? [again] : [])];
      const other = made.other.filter((_, at) => made.keep[at] === true);
      const foreign = others.flatMap((one, at) =>
        one.house === null || one.house !== house
          ? made.other.filter(({ id }) => id.startsWith(`o${at}-`))
          : [],
      );
      const named = { none: [], own: [evidence], foreign: foreign.slice(0, 1) }[made.seed];
      const name = made.isNameInParts
        ? { name: caller.first, last_name: caller.last }
        : { name: made.writtenName, last_name: null };
      return {
        facts: {
          person: made.isKnown
            ? person({ ...name, email: made.emails[0] ?? null, emails: made.emails, numbers: made.numbers })
            : null,
          company: made.isKnown && made.companyName !== null ? company(made.companyName) : null,
          deals: [],
          number: made.rings,
          country: COUNTRY,
        },
        people: [...own, ...other],
        named,
        own: new Set(own.map(({ id }) => id)),
      };
    });
});

/** Whatever may come out of a CRM or a webhook. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '\u202E\u0000',
    '\uD800',
    '@',
    'a@b',
    '+33612345678',
    '0612345678',
    'a'.repeat(5000),
    '9'.repeat(300),
    '__proto__',
  ),
);
export const anyContact: fc.Arbitrary<CrmPerson> = fc
  .record({
    id: fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
    kind: fc.constantFrom('contact' as const, 'lead' as const),
    name: fc.option(anyText, { nil: null }),
    emails: fc.array(anyText, { maxLength: 3 }),
    numbers: fc.array(anyText, { maxLength: 3 }),
    company: fc.option(fc.record({ id: anyText, name: fc.option(anyText, { nil: null }) }), { nil: null }),
  })
  .map(({ id, ...parts }) => contact(id, parts));
