import {
  type Clues,
  type CrmAnswer,
  CrmFailure,
  type CrmPerson,
  type Flight,
  type Listed,
} from '../contract.ts';
import { foundBy, isSettled, NONE, together } from '../matching/lists.ts';
import {
  contactRecord,
  type ContactRecord,
  personOf,
  propertiesOf,
  type Read,
  readList,
  readRecord,
} from './answers.ts';
import { type AskHubspot, HUBSPOT_ID, searchWithout, unlessRejected } from './asking.ts';
import type { HubspotMemory } from './memory.ts';
import { byNumber, byNumberAsTyped, MOST_NUMBERS } from './searches.ts';

const MOST_EMAILS = 10;
const E164 = /^\+[1-9]\d{6,14}$/;
const BY_EMAIL = { idProperty: 'email' };
const ASSOCIATIONS = { associations: 'companies,deals' };

export interface HubspotPeople {
  peopleBy(clues: Clues, flight: Flight): Promise<Listed<CrmPerson>>;
  person(id: string, flight: Flight): Promise<CrmPerson | null>;
}

interface Parts {
  readonly ask: AskHubspot;
  readonly memory: HubspotMemory;
  /** To ask for besides. */
  readonly more: readonly string[];
}

export function hubspotPeople({ ask, memory, more }: Parts): HubspotPeople {
  const properties = [...new Set([...propertiesOf(contactRecord), ...more])];
  const search = searchWithout(ask, 'findContacts');
  let withAssociations = true;

  async function byEmails(emails: readonly string[], flight: Flight): Promise<Listed<CrmPerson>> {
    const usable = emails.slice(0, MOST_EMAILS).filter((one) => /^[^\s@]+@[^\s@]+$/.test(one));
    const [only, another] = usable;
    if (only === undefined) return NONE;
    const found = another === undefined ? await oneByOne([only], flight) : await atOnce(usable, flight);
    return { ...found, isComplete: found.isComplete && emails.length <= MOST_EMAILS };
  }

  async function atOnce(emails: readonly string[], flight: Flight): Promise<Listed<CrmPerson>> {
    const json = { ...BY_EMAIL, inputs: emails.map((id) => ({ id })), properties };
    const answer = await unlessRejected(ask('contacts', { json }, flight));
    if (answer === null) return oneByOne(emails, flight);
    return people(readList(contactRecord, answer.json, 'batch'));
  }

  async function oneByOne(emails: readonly string[], flight: Flight): Promise<Listed<CrmPerson>> {
    const found = await Promise.all(emails.map((one) => contactBy(one, BY_EMAIL, flight)));
    return { items: found.filter((one) => one !== null), isComplete: true };
  }

  async function contactBy(
    id: string,
    by: Readonly<Record<string, string>>,
    flight: Flight,
  ): Promise<CrmPerson | null> {
    const asked = contact(id, by, flight);
    // An address that HubSpot takes for none, nobody has there.
    const answer = by === BY_EMAIL ? await unlessRejected(asked) : await asked;
    if (answer === null || answer.status === 404) return null;
    const found = readRecord(contactRecord, answer.json);
    return found === null ? null : person(found, withAssociations);
  }

  /** A key without the right to deals or companies may not be told which ones there are. */
  async function contact(
    id: string,
    by: Readonly<Record<string, string>>,
    flight: Flight,
  ): Promise<CrmAnswer> {
    const query = { ...by, properties: properties.join(',') };
    if (withAssociations) {
      try {
        return await ask('contact', { path: { id }, query: { ...query, ...ASSOCIATIONS } }, flight);
      } catch (failure) {
        if (!(failure instanceof CrmFailure) || failure.trouble !== 'missing-right') throw failure;
      }
    }
    const answer = await ask('contact', { path: { id }, query }, flight);
    withAssociations = false;
    return answer;
  }

  async function byNumbers(all: readonly string[], flight: Flight): Promise<Listed<CrmPerson>> {
    const numbers = all.filter((one) => E164.test(one)).slice(0, MOST_NUMBERS);
    if (numbers.length === 0) return NONE;
    const bodies = {
      full: byNumber(numbers, properties),
      without: byNumberAsTyped(numbers, properties),
    };
    const { json } = await search(bodies, flight);
    const list = people(readList(contactRecord, json, 'search'));
    return { ...list, isComplete: list.isComplete && all.length <= MOST_NUMBERS };
  }

  function people({ items, isComplete }: Listed<Read<ContactRecord>>): Listed<CrmPerson> {
    return { items: items.map((one) => person(one, false)), isComplete };
  }

  function person(read: Read<ContactRecord>, withDeals: boolean): CrmPerson {
    const owner = memory.ownerOf(read.record.properties.hubspot_owner_id);
    return personOf(read, { properties: more, withDeals, owner });
  }

  return {
    peopleBy: async ({ emails, numbers }, flight) => {
      const [byEmail, byNumber] = await Promise.allSettled([
        byEmails(emails, flight),
        byNumbers(numbers, flight),
      ]);
      if (byEmail.status === 'rejected') throw byEmail.reason;
      // Those by e-mail first: they name their deals.
      if (byNumber.status === 'fulfilled')
        return foundBy({ emails, numbers }, together([byEmail.value, byNumber.value]));
      // The search has the tighter limit, and must not cost what is known without it.
      if (isSettled(byEmail.value, { emails, numbers })) return byEmail.value;
      throw byNumber.reason;
    },
    person: async (id, flight) => (HUBSPOT_ID.test(id) ? contactBy(id, {}, flight) : null),
  };
}
