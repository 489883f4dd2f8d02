import * as v from 'valibot';
import { CrmFailure, type CrmAnswer, type CrmRight } from '../contract.ts';
import { type AttioReads, DEALS, MEMBERS, OBJECTS, RECORDS } from './reads.ts';

/** `{status_code, type, code, message}`; the message may repeat what was asked, so that it goes nowhere. */
const errorSchema = v.object({ code: v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/)) });

/** What an answer of Attio's means. */
export function attioFault(answer: CrmAnswer, read: keyof AttioReads): CrmFailure | null {
  const { status } = answer;
  const code = codeIn(answer.json);
  if (status >= 200 && status < 300) return null;
  switch (status) {
    case 401:
      return new CrmFailure(
        'refused',
        'Attio does not take the access token: make a new one under Workspace settings → Developers and give it to the relay',
      );
    case 403:
      return code === 'billing_error' || code === 'quota_exceeded'
        ? new CrmFailure('rejected', `Attio answered 403 ${code}: the workspace's plan does not allow this`)
        : missingRight(read);
    case 404:
      // A proxy or a moved API says 404 as well: only Attio's own means that there is no such record.
      return code === 'not_found' ? null : unreadable(status);
    case 429:
      return new CrmFailure(
        'limited',
        'Attio has had too many requests for now: it is asked again later by itself',
      );
    default:
      if (status >= 500) return new CrmFailure('broken', `Attio answered ${status}: the trouble is at Attio`);
      return new CrmFailure(
        'rejected',
        `Attio does not take the request "${read}" (${status}${code === null ? '' : ` ${code}`}): please report it`,
      );
  }
}

/** The deals object may be off, which makes its list a 404. */
export function dealsAreOff(): CrmFailure {
  return new CrmFailure('missing-right', `Attio has no deals to read: needs ${DEALS.name}`);
}

export function unreadable(status: number): CrmFailure {
  return new CrmFailure('unreadable', `Attio answered ${status} with something that is none of its answers`);
}

function missingRight(read: keyof AttioReads): CrmFailure {
  const names = rightsFor(read).map(({ name }) => name);
  return new CrmFailure(
    'missing-right',
    `Attio's access token lacks a scope for "${read}": it needs ${names.join(' and ')}, set under Workspace settings → Developers`,
  );
}

function rightsFor(read: keyof AttioReads): readonly CrmRight[] {
  return read === 'members' ? [MEMBERS] : [RECORDS, OBJECTS];
}

function codeIn(json: unknown): string | null {
  const read = v.safeParse(errorSchema, json);
  return read.success ? read.output.code : null;
}
