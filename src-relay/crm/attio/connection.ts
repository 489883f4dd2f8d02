import * as v from 'valibot';
import {
  CrmFailure,
  type Clues,
  type ConnectParts,
  type CrmAccount,
  type CrmConnection,
  type DealsOf,
  type Flight,
  type Listed,
} from '../contract.ts';
import { foundBy } from '../matching/lists.ts';
import { knownFor } from '../remembered.ts';
import { dealsAreOff, unreadable } from './faults.ts';
import { namesOfMembers } from './members.ts';
import { companiesCalled, dealsOf, MAX_CLUES, peopleWith, type Question } from './questions.ts';
import type { AttioReads } from './reads.ts';
import { companyOf, dealOf, type Made, type Members, partiesOf, personOf, readRecord } from './records.ts';
import { missingRights, type SendToAttio } from './rights.ts';
import { isRecordId } from './values.ts';

/** More people than this with one number are nobody's to tell apart. */
const MAX_PEOPLE = 50;
const MAX_COMPANIES = 50;
/** A page stays well below the size that an answer may have. */
const DEALS_A_PAGE = 100;
const DEAL_PAGES = 3;

const listSchema = v.object({ data: v.array(v.unknown()) });
const oneSchema = v.object({ data: v.unknown() });
const selfSchema = v.object({
  active: v.literal(true),
  workspace_id: v.pipe(v.string(), v.check(isRecordId)),
  workspace_name: v.optional(v.fallback(v.string(), ''), ''),
  workspace_slug: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)),
});

type RecordJson = NonNullable<ReturnType<typeof readRecord>>;

/** Reads one Attio workspace with an access token. */
export function connectAttio(parts: ConnectParts<AttioReads>): CrmConnection {
  const headers = { authorization: `Bearer ${parts.secret.kind === 'token' ? parts.secret.token : ''}` };
  const send: SendToAttio = (read, flight, filling) => parts.ask(read, { ...filling, headers }, flight);
  const names = namesOfMembers(send, parts.elapsed);
  const members = async (flight: Flight): Promise<Members> => (await knownFor(names, flight)) ?? NO_NAMES;
  const slugs = parts.properties;

  /** The record, with the names of members that came beside it; null: it is gone. */
  async function one<T>(
    read: 'person' | 'company' | 'deal',
    id: string,
    flight: Flight,
    make: (record: RecordJson, members: Members) => Made<T>,
  ): Promise<T | null> {
    if (!isRecordId(id)) return null;
    const [answer, names] = await Promise.all([send(read, flight, { path: { id } }), members(flight)]);
    if (answer.status === 404) return null;
    const body = v.safeParse(oneSchema, answer.json);
    const record = body.success ? readRecord(body.output.data) : null;
    if (record === null) throw unreadable(answer.status);
    return make(record, names).item;
  }

  async function page(
    read: 'people' | 'companies' | 'deals',
    json: Question,
    flight: Flight,
  ): Promise<readonly unknown[]> {
    const answer = await send(read, flight, { json });
    if (answer.status === 404) throw read === 'deals' ? dealsAreOff() : unreadable(404);
    const body = v.safeParse(listSchema, answer.json);
    if (!body.success) throw unreadable(answer.status);
    return body.output.data;
  }

  async function dealPages(question: Question, flight: Flight): Promise<readonly unknown[]> {
    const records: unknown[] = [];
    for (let at = 0; at < DEAL_PAGES; at += 1) {
      const got = await page('deals', { ...question, offset: at * DEALS_A_PAGE }, flight);
      records.push(...got);
      if (got.length < DEALS_A_PAGE) break;
    }
    return records;
  }

  return {
    whoAmI: async (flight) => accountOf((await send('self', flight)).json),

    async missingRights(flight) {
      const missing = await missingRights(send, flight);
      await names.ready();
      return missing;
    },

    async peopleBy(clues, flight) {
      const question = peopleWith(clues, MAX_PEOPLE);
      if (question === null) return NOT_ASKED;
      const [records, names] = await Promise.all([page('people', question, flight), members(flight)]);
      const made = listed(records, MAX_PEOPLE, (record) => personOf(record, names, slugs.person));
      return foundBy(clues, { ...made, isComplete: made.isComplete && areAllAsked(clues) });
    },

    person: ({ id }, flight) =>
      one('person', id, flight, (record, names) => personOf(record, names, slugs.person)),

    company: (id, flight) =>
      one('company', id, flight, (record, names) => companyOf(record, names, slugs.company)),

    async companiesNamed(name, flight) {
      const question = companiesCalled(name, MAX_COMPANIES);
      if (question === null) return NOT_ASKED;
      const [records, names] = await Promise.all([page('companies', question, flight), members(flight)]);
      return listed(records, MAX_COMPANIES, (record) => companyOf(record, names, slugs.company));
    },

    async openDealsOf(of, flight) {
      const question = dealsOf(of.person.id, of.companyId, DEALS_A_PAGE);
      if (question === null) return NOT_ASKED;
      const [records, known] = await Promise.all([dealPages(question, flight), members(flight)]);
      const deals = listed(records, DEALS_A_PAGE * DEAL_PAGES, (record) => {
        const deal = dealOf(record, known);
        return { ...deal, isWhole: deal.isWhole && isOf(record, of) };
      });
      return { ...deals, items: deals.items.filter(({ isClosed }) => isClosed !== true) };
    },

    deal: (id, flight) => one('deal', id, flight, dealOf),
  };
}

const NO_NAMES: Members = new Map();
const NOT_ASKED = { items: [], isComplete: false } as const;

function accountOf(json: unknown): CrmAccount {
  if (v.is(v.object({ active: v.literal(false) }), json))
    throw new CrmFailure(
      'refused',
      'Attio says the access token is not active any more: make a new one under Workspace settings → Developers',
    );
  const self = v.safeParse(selfSchema, json);
  if (!self.success) throw unreadable(200);
  const { workspace_id: id, workspace_name: name, workspace_slug: workspace } = self.output;
  return { id, name: name === '' ? workspace : name, config: { preset: 'attio', workspace } };
}

/** What cannot be read costs only itself, but then there may be more than these. */
function listed<T extends { readonly id: string }>(
  records: readonly unknown[],
  limit: number,
  make: (record: RecordJson) => Made<T>,
): Listed<T> {
  const made = records.map((json) => {
    const record = readRecord(json);
    return record === null ? null : make(record);
  });
  const items = new Map(made.flatMap((one) => (one === null ? [] : [[one.item.id, one.item] as const])));
  return {
    items: [...items.values()].slice(0, limit),
    // A record that comes twice has pushed another off its page.
    isComplete:
      records.length < limit && items.size === records.length && made.every((one) => one?.isWhole === true),
  };
}

/** Attio takes the filter at its word: a deal of others is no deal that was asked for. */
function isOf(record: RecordJson, { person, companyId }: DealsOf): boolean {
  return partiesOf(record).some((id) => id === person.id || id === companyId);
}

function areAllAsked({ emails, numbers }: Clues): boolean {
  return emails.length <= MAX_CLUES && numbers.length <= MAX_CLUES;
}
