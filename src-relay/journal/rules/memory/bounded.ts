import type { Memory } from '../../../../src-shared/calls/memory.ts';

/** Whatever a webhook says of somebody may be megabytes; a card shows a line of it. */
const MAX_TEXT_CHARS = 500;
const MAX_WORD_CHARS = 100;
/** An address or id that is cut is another one: a longer one is left out. */
const MAX_ID_CHARS = 320;
const MAX_ENTRIES = 20;

/** What is remembered, as much of it as an event frame has room for (`MAX_MEMORY_BYTES`). */
export function boundedMemory({ lastCall, callsIn30Days, lastSms, contact, named, crmId }: Memory): Memory {
  return {
    ...(lastCall === undefined ? {} : { lastCall: boundedCall(lastCall) }),
    ...(callsIn30Days === undefined ? {} : { callsIn30Days }),
    ...(lastSms === undefined ? {} : { lastSms: boundedSms(lastSms) }),
    ...(contact === undefined ? {} : { contact: boundedContact(contact) }),
    ...(named === undefined ? {} : { named: boundedNaming(named) }),
    ...(crmId === undefined || crmId.length > MAX_ID_CHARS ? {} : { crmId }),
  };
}

function boundedCall(call: NonNullable<Memory['lastCall']>): NonNullable<Memory['lastCall']> {
  const { at, direction, handledBy, answered, result, summary, tags } = call;
  return {
    at,
    direction,
    ...(handledBy === undefined || handledBy.length > MAX_ID_CHARS ? {} : { handledBy }),
    ...(answered === undefined ? {} : { answered }),
    ...(result === undefined ? {} : { result: cut(result, MAX_WORD_CHARS) }),
    ...(summary === undefined ? {} : { summary: cut(summary, MAX_TEXT_CHARS) }),
    ...(tags === undefined
      ? {}
      : { tags: tags.slice(0, MAX_ENTRIES).map((tag) => cut(tag, MAX_WORD_CHARS)) }),
  };
}

function boundedSms({ by, ...sms }: NonNullable<Memory['lastSms']>): NonNullable<Memory['lastSms']> {
  return by === undefined || by.length > MAX_ID_CHARS ? sms : { ...sms, by };
}

function boundedContact(contact: NonNullable<Memory['contact']>): NonNullable<Memory['contact']> {
  const { id, changedAt, firstName, lastName, company, emails } = contact;
  return {
    ...(id === undefined || id.length > MAX_ID_CHARS ? {} : { id }),
    ...(changedAt === undefined ? {} : { changedAt }),
    ...(firstName === undefined ? {} : { firstName: cut(firstName, MAX_WORD_CHARS) }),
    ...(lastName === undefined ? {} : { lastName: cut(lastName, MAX_WORD_CHARS) }),
    ...(company === undefined ? {} : { company: cut(company, MAX_WORD_CHARS) }),
    ...(emails === undefined
      ? {}
      : { emails: emails.filter((email) => email.length <= MAX_ID_CHARS).slice(0, MAX_ENTRIES) }),
  };
}

function boundedNaming({ at, name, company }: NonNullable<Memory['named']>): NonNullable<Memory['named']> {
  return {
    at,
    name: cut(name, MAX_WORD_CHARS),
    ...(company === undefined ? {} : { company: cut(company, MAX_WORD_CHARS) }),
  };
}

/** Never in the middle of a character. */
function cut(text: string, chars: number): string {
  return text.length <= chars ? text : `${text.slice(0, chars).replace(/[\ud800-\udbff]$/, '')}…`;
}
