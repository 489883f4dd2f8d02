import {
  type ConnectParts,
  type CrmCompany,
  type CrmConnection,
  type CrmDeal,
  CrmFailure,
  type Flight,
  type Listed,
} from '../contract.ts';
import { NONE, together } from '../matching/lists.ts';
import { companyAsking } from '../matching/company-names.ts';
import { readAccount } from './account.ts';
import {
  askedFor,
  dealOf,
  dealSchema,
  nameOf,
  type OrganizationRecord,
  organizationSchema,
  type Read,
  readHits,
  readList,
  readOne,
} from './answers.ts';
import { askPipedrive, PIPEDRIVE_ID } from './asking.ts';
import { pipedriveMemory } from './memory.ts';
import { pipedrivePeople } from './people.ts';
import { type PipedriveReads, pipedriveRights } from './reads.ts';

const MOST_CHARS_OF_NAME = 250;
const LIMIT = '100';

export function connectPipedrive(parts: ConnectParts<PipedriveReads>): CrmConnection {
  const ask = askPipedrive(parts);
  const memory = pipedriveMemory({ ask, elapsed: parts.elapsed });
  const people = pipedrivePeople({ ask, memory, more: parts.properties.person });

  function companyOf({ record, raw }: Read<OrganizationRecord>): CrmCompany {
    const { id, name, owner, owner_id } = record;
    const properties = askedFor(raw, parts.properties.company);
    return { id, name, owner: nameOf(memory.names().owners, owner?.id ?? owner_id), properties };
  }

  async function openDeals(
    of: 'person_id' | 'org_id',
    id: string | null,
    flight: Flight,
  ): Promise<Listed<CrmDeal>> {
    if (id === null || !PIPEDRIVE_ID.test(id)) return NONE;
    const { json } = await ask('deals', { query: { [of]: id, status: 'open', limit: LIMIT } }, flight);
    const { items, isComplete } = readList(dealSchema, json);
    const deals = items.map((one) => dealOf(one, memory.names()));
    return { items: deals.filter(({ isClosed }) => isClosed !== true), isComplete };
  }

  return {
    whoAmI: async (flight) => {
      const account = readAccount((await ask('me', {}, flight)).json);
      // So that the first ring has its names.
      memory.names();
      return account;
    },
    missingRights: async (flight) => {
      const nobody = { path: { id: '1' } };
      const tries = [
        { read: 'person', filling: nobody, right: pipedriveRights.contacts },
        { read: 'organization', filling: nobody, right: pipedriveRights.contacts },
        { read: 'deal', filling: nobody, right: pipedriveRights.deals },
        { read: 'users', filling: {}, right: pipedriveRights.users },
      ] as const;
      const missing = tries.map(async ({ read, filling, right }) => {
        try {
          await ask(read, filling, flight);
          return [];
        } catch (failure) {
          if (failure instanceof CrmFailure && failure.trouble === 'missing-right') return [right];
          throw failure;
        }
      });
      return [...new Set((await Promise.all(missing)).flat())];
    },
    peopleBy: async (clues, flight) => {
      await memory.readyFor(flight);
      return people.peopleBy(clues, flight);
    },
    person: async ({ id }, flight) => {
      await memory.readyFor(flight);
      return people.person(id, flight);
    },
    company: async (id, flight) => {
      if (!PIPEDRIVE_ID.test(id)) return null;
      await memory.readyFor(flight);
      const answer = await ask('organization', { path: { id } }, flight);
      const found = answer.status === 404 ? null : readOne(organizationSchema, answer.json);
      return found === null ? null : companyOf(found);
    },
    companiesNamed: async (name, flight) => {
      const term = companyAsking(name)?.word ?? '';
      // A part of a name has two characters at least. The name as a whole would hide a twin of another legal form.
      if (term.length < 2 || term.length > MOST_CHARS_OF_NAME) return { items: [], isComplete: false };
      await memory.readyFor(flight);
      const query = { term, fields: 'name', limit: LIMIT };
      const { json } = await ask('findOrganizations', { query }, flight);
      const { items, isComplete } = readHits(organizationSchema, json);
      return { items: items.map(companyOf), isComplete };
    },
    openDealsOf: async ({ person, companyId }, flight) => {
      await memory.readyFor(flight);
      const ofPerson = openDeals('person_id', person.id, flight);
      return together(await Promise.all([ofPerson, openDeals('org_id', companyId, flight)]));
    },
    deal: async (id, flight) => {
      if (!PIPEDRIVE_ID.test(id)) return null;
      await memory.readyFor(flight);
      const answer = await ask('deal', { path: { id } }, flight);
      const found = answer.status === 404 ? null : readOne(dealSchema, answer.json);
      return found === null || found.record.status === 'deleted' ? null : dealOf(found, memory.names());
    },
  };
}
