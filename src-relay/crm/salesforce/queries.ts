import * as v from 'valibot';
import type { Flight } from '../contract.ts';
import { errorIn, failureFor, missingObject, unreadable } from './faults.ts';
import type { OrgFields, SalesforceError, SObject } from './fields.ts';
import { SALESFORCE_VERSION } from './reads.ts';
import type { SendToSalesforce } from './send.ts';
import { select, type Soql } from './soql.ts';

export interface Question {
  readonly object: SObject;
  readonly where: Soql | null;
  readonly limit: number;
}

export interface Rows {
  readonly rows: readonly unknown[];
  /** There are no more than these. */
  readonly isComplete: boolean;
}

export interface Queries {
  /**
   * Asks all of it in one call, again as long as the org refuses fields that it has not.
   * @param questions made anew of what the org is known to have
   * @throws CrmFailure
   */
  ask<const Q extends readonly Question[]>(
    questions: () => Q,
    flight: Flight,
  ): Promise<{ readonly [K in keyof Q]: Rows }>;
  /** Finds out what of these the org has, and what the user may read. @throws CrmFailure */
  learn(objects: readonly SObject[], flight: Flight): Promise<void>;
  /** The record that this deleted one was merged into; null: none. @throws CrmFailure */
  mergedInto(object: SObject, where: Soql, flight: Flight): Promise<string | null>;
  /** Null: it says none. @throws CrmFailure */
  nameOfOrg(flight: Flight): Promise<string | null>;
}

/** So many fields may be refused, one after the other. */
const MOST_TRIES = 12;

const batchSchema = v.object({
  results: v.array(v.object({ statusCode: v.number(), result: v.unknown() })),
});
const pageSchema = v.object({
  records: v.array(v.unknown()),
  done: v.optional(v.fallback(v.boolean(), false), false),
});
const orgSchema = v.object({ Name: v.pipe(v.string(), v.trim(), v.minLength(1)) });
const masterSchema = v.object({ MasterRecordId: v.string() });

type Answered = Rows | SalesforceError;

export function salesforceQueries(send: SendToSalesforce, fields: OrgFields): Queries {
  /** @throws CrmFailure for whatever is no page and no refusal of a field or an object */
  async function once(urls: readonly string[], limits: readonly number[], flight: Flight) {
    const batchRequests = urls.map((url) => ({ method: 'GET', url }));
    const answer = await send('queries', { json: { haltOnError: false, batchRequests } }, flight);
    const read = v.safeParse(batchSchema, answer.json);
    if (!read.success || read.output.results.length !== urls.length) throw unreadable('queries');
    return read.output.results.map(({ statusCode, result }, at): Answered => {
      const error = errorIn(result);
      if (error !== null && isAboutFields(error)) return error;
      if (statusCode < 200 || statusCode > 299)
        throw failureFor(statusCode, error, 'queries') ?? unreadable('queries');
      const page = v.safeParse(pageSchema, result);
      if (!page.success) throw unreadable('queries');
      const { records, done } = page.output;
      return { rows: records, isComplete: done && records.length < (limits[at] ?? 0) };
    });
  }

  /** @returns by question; an error: the org has not what it is about */
  async function untilLearnt(questions: () => readonly Question[], flight: Flight) {
    for (let tries = 1; ; tries += 1) {
      const asked = questions();
      const there = asked.filter(({ object }) => fields.knows(object));
      const answers = there.length === 0 ? [] : await once(there.map(urlOf), there.map(limitOf), flight);
      const learnt = there.map((question, at) => {
        const answer = answers[at];
        return answer !== undefined && 'code' in answer && fields.learn(question.object, answer);
      });
      if (tries < MOST_TRIES && learnt.includes(true)) continue;
      return asked.map((question): Answered => {
        const at = there.indexOf(question);
        return answers[at] ?? { code: 'INVALID_TYPE', message: '' };
      });
    }
  }

  const urlOf = ({ object, where, limit }: Question): string =>
    resource('query', select(object, fields.of(object), where, limit));

  return {
    async ask<const Q extends readonly Question[]>(questions: () => Q, flight: Flight) {
      let asked: readonly Question[] = [];
      const answers = await untilLearnt(() => (asked = questions()), flight);
      const rows = answers.map((answer, at) => {
        if (!('code' in answer)) return answer;
        const object = asked[at]?.object ?? 'Contact';
        if (answer.code !== 'INVALID_TYPE') throw failureFor(400, answer, 'queries') ?? unreadable('queries');
        // Whoever may not read leads has none.
        if (object === 'Lead') return { rows: [], isComplete: true };
        throw missingObject(object);
      });
      return rows as unknown as { readonly [K in keyof Q]: Rows };
    },

    async learn(objects, flight) {
      await untilLearnt(() => objects.map((object) => ({ object, where: null, limit: 1 })), flight);
    },

    async mergedInto(object, where, flight) {
      const soql = select(object, ['Id', 'MasterRecordId', 'IsDeleted'], where, 1);
      const [answer] = await once([resource('queryAll', soql)], [2], flight);
      const row = answer === undefined || 'code' in answer ? undefined : answer.rows[0];
      const read = v.safeParse(masterSchema, row);
      return read.success ? read.output.MasterRecordId : null;
    },

    async nameOfOrg(flight) {
      const [answer] = await once([resource('query', ORG)], [2], flight);
      const read = v.safeParse(orgSchema, answer !== undefined && 'rows' in answer ? answer.rows[0] : null);
      return read.success ? read.output.Name : null;
    },
  };
}

const ORG = select('Organization', ['Id', 'Name'], null, 1);

/** A query as one of a batch, whose addresses have no host. */
function resource(name: 'query' | 'queryAll', soql: Soql): string {
  return `${SALESFORCE_VERSION}/${name}?q=${encodeURIComponent(soql)}`;
}

function limitOf({ limit }: Question): number {
  return limit;
}

function isAboutFields({ code }: SalesforceError): boolean {
  return code === 'INVALID_FIELD' || code === 'INVALID_TYPE';
}
