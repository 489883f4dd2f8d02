import {
  CrmFailure,
  type ConnectParts,
  type CrmConnection,
  type CrmDeal,
  type DealsOf,
  type Flight,
  type Listed,
} from '../contract.ts';
import { companyAsking } from '../matching/company-names.ts';
import { unreadable } from './faults.ts';
import { orgFields, SOBJECTS } from './fields.ts';
import { salesforcePeople } from './people.ts';
import { salesforceQueries, type Question, type Rows } from './queries.ts';
import { fieldRight, salesforceRights, type SalesforceReads } from './reads.ts';
import { companyOf, dealOf, type Made } from './records.ts';
import { sendToSalesforce } from './send.ts';
import { and, beginsWith, equals, hasRoleOf, isIdOf, NOT_CLOSED } from './soql.ts';
import { accessToken } from './token.ts';

const MAX_DEALS = 200;
const MAX_COMPANIES = 100;
const ROLES = 'OpportunityContactRole';

/** Reads one org of Salesforce's with the key and secret of an external client app. */
export function connectSalesforce(parts: ConnectParts<SalesforceReads>): CrmConnection {
  const { properties } = parts;
  const tokens = accessToken(parts);
  const send = sendToSalesforce(parts, tokens);
  const fields = orgFields(properties);
  const queries = salesforceQueries(send, fields);
  const people = salesforcePeople({ send, queries, fields, properties: properties.person });

  async function company(id: string, flight: Flight, hops: number): ReturnType<CrmConnection['company']> {
    if (!isIdOf('Account', id)) return null;
    const where = equals('Id', id);
    const [{ rows }] = await queries.ask(() => [{ object: 'Account', where, limit: 2 }], flight);
    const [row] = rows;
    if (row === undefined) {
      const master = hops > 0 ? await queries.mergedInto('Account', where, flight) : null;
      return master === null ? null : company(master, flight, hops - 1);
    }
    return readable(companyOf(row, properties.company)).item;
  }

  /** Two queries, since a semi-join takes no OR beside it. */
  function dealQuestions({ person, companyId }: DealsOf): readonly Question[] {
    const isContact = person.kind === 'contact' && isIdOf('Contact', person.id);
    const conditions = [
      ...(isContact && fields.knows(ROLES) ? [hasRoleOf(person.id)] : []),
      ...(companyId !== null && isIdOf('Account', companyId) ? [equals('AccountId', companyId)] : []),
    ];
    return conditions.map((condition) => ({
      object: 'Opportunity',
      where: and(NOT_CLOSED, condition),
      limit: MAX_DEALS,
    }));
  }

  return {
    async whoAmI(flight) {
      const { org, domain } = await tokens.current(flight);
      const name = await nameOfOrg(flight);
      return { id: org, name: name ?? domain, config: { preset: 'salesforce', domain } };
    },

    async missingRights(flight) {
      fields.forget();
      await queries.learn(SOBJECTS, flight);
      return SOBJECTS.flatMap((object) =>
        fields.knows(object)
          ? fields.lacks(object).map((field) => fieldRight(object, field))
          : [salesforceRights[object]],
      );
    },

    peopleBy: (clues, flight) => people.by(clues, flight),
    person: (which, flight) => people.one(which, flight),
    company: (id, flight) => company(id, flight, 1),

    async companiesNamed(name, flight) {
      // By its first word: legal form and spelling of the rest may differ, and a twin must not stay unseen. One that begins with
      // a legal form may have a twin that ends with it.
      const word = companyAsking(name)?.start ?? null;
      if (word === null) return NOT_ASKED;
      const question = { object: 'Account', where: beginsWith('Name', word), limit: MAX_COMPANIES } as const;
      const [rows] = await queries.ask(() => [question], flight);
      return listed([rows], (row) => companyOf(row, properties.company));
    },

    async openDealsOf(of, flight) {
      if (dealQuestions(of).length === 0) return { items: [], isComplete: of.person.kind === 'lead' };
      const lists = await queries.ask(() => dealQuestions(of), flight);
      const { items, isComplete } = listed(lists, dealOf);
      return { items: items.filter(isOpen), isComplete: isComplete && fields.knows(ROLES) };
    },

    async deal(id, flight) {
      if (!isIdOf('Opportunity', id)) return null;
      const where = equals('Id', id);
      const [{ rows }] = await queries.ask(() => [{ object: 'Opportunity', where, limit: 2 }], flight);
      const [row] = rows;
      return row === undefined ? null : readable(dealOf(row)).item;
    },
  };

  /** Null: it cannot be read, which is no reason not to know whose token it is. */
  async function nameOfOrg(flight: Flight): Promise<string | null> {
    try {
      return await queries.nameOfOrg(flight);
    } catch (error) {
      if (error instanceof CrmFailure) return null;
      throw error;
    }
  }
}

const NOT_ASKED = { items: [], isComplete: false } as const;

/** What cannot be read costs only itself, but then there may be more than these. */
function listed<T extends { readonly id: string }>(
  lists: readonly Rows[],
  make: (row: unknown) => Made<T> | null,
): Listed<T> {
  const made = lists.flatMap(({ rows }) => rows.map(make));
  const items = new Map(made.flatMap((one) => (one === null ? [] : [[one.item.id, one.item] as const])));
  return {
    items: [...items.values()],
    isComplete: lists.every(({ isComplete }) => isComplete) && made.every((one) => one?.isWhole === true),
  };
}

function readable<T>(made: Made<T> | null): Made<T> {
  if (made === null) throw unreadable('queries');
  return made;
}

function isOpen({ isClosed }: CrmDeal): boolean {
  return isClosed !== true;
}
