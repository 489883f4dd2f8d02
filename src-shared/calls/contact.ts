import type { EventOf } from '../allo/events.ts';
import type { Company, Person } from '../allo/parties.ts';
import type { Instant, WebhookId } from '../brand.ts';
import { readNumber, sameNumber } from '../format/phone.ts';
import type { Call, ReceivedEvent } from './call.ts';

/** A contact of Allo's in full, as one of its contact events told. */
export interface Contact {
  readonly id: string;
  readonly name: string | null;
  readonly last_name: string | null;
  readonly company: string | null;
  readonly emails: readonly string[];
  readonly numbers: readonly string[];
  /** Which state of the contact this is: the greater, the newer. Of two events of one moment there is a fixed order. */
  readonly stamp: string;
}

type ContactEvent = EventOf<'contact.created'> | EventOf<'contact.updated'>;

export function isContactEvent(event: ReceivedEvent['event']): event is ContactEvent {
  return event.topic === 'contact.created' || event.topic === 'contact.updated';
}

/** The contact as an event tells of it. */
export function contactIn({ topic, data }: ContactEvent, occurredAt: Instant, webhookId: WebhookId): Contact {
  const { id, name, last_name, company, emails, numbers } = data;
  const rank = topic === 'contact.created' ? 0 : 1;
  return { id, name, last_name, company, emails, numbers, stamp: `${occurredAt} ${rank} ${webhookId}` };
}

/** Contacts that may have to do with a call. */
export interface KnownContacts {
  /** Those who have the number, and maybe others. */
  with(number: string | null): readonly Contact[];
  byId(id: string): Contact | null;
}

/**
 * The call with the other party as Allo's contacts have them by now: what was told last counts, whether it came with the
 * ring or with a contact. Deals are never touched: contacts bring none.
 * @param events the call's own
 */
export function withContact(call: Call, events: readonly ReceivedEvent[], known: KnownContacts): Call {
  const told = statedPerson(events);
  const remembered = told === null ? rememberedIn(call) : null;
  const contact = contactOf(call, told?.person ?? null, remembered, known);
  if (told !== null)
    return contact === null || contact.stamp < told.at ? call : { ...call, ...partyOf(contact, call) };
  if (contact !== null) return contact === remembered ? call : { ...call, ...partyOf(contact, call) };
  // Whom the relay remembered has another number by now.
  return remembered === null ? call : { ...call, person: null, company: withoutRemembered(call) };
}

/** Whose number it is by now, without a word of who it may be; null: nobody's that is known, or it is withheld. */
export function contactWith(number: string | null, known: KnownContacts): Contact | null {
  return contactOf({ number }, null, null, known);
}

function withoutRemembered({ company, memory }: Call): Company | null {
  return company?.id === null && company.name === memory?.contact?.company ? null : company;
}

/** Who Allo said it was, with the ring, and when. */
function statedPerson(
  events: readonly ReceivedEvent[],
): { readonly person: Person; readonly at: Instant } | null {
  for (const { event, occurredAt } of events) {
    if (event.topic !== 'call.received' && event.topic !== 'call.triggered') continue;
    if (event.data.person !== null) return { person: event.data.person, at: occurredAt };
  }
  return null;
}

/** The contact that the relay remembered with the call, as one of the contacts; without its id, of no known age. */
function rememberedIn({ memory, number, person }: Call): Contact | null {
  const contact = memory?.contact;
  if (contact === undefined || number === null || person === null) return null;
  const { id = '', changedAt = '', firstName, lastName, company, emails = [] } = contact;
  const names = { name: firstName ?? null, last_name: lastName ?? null, company: company ?? null };
  return { id, ...names, emails, numbers: [number], stamp: changedAt };
}

function contactOf(
  { number }: Pick<Call, 'number'>,
  person: Person | null,
  remembered: Contact | null,
  known: KnownContacts,
): Contact | null {
  const key = readNumber(number);
  if (key.tail === null) return null;
  const newer = remembered === null ? null : known.byId(remembered.id);
  const isOutdated = remembered !== null && newer !== null && newer.stamp > remembered.stamp;
  const current = remembered === null || isOutdated ? [] : [remembered];
  const others = known.with(number).filter(({ id }) => current.every((one) => one.id !== id));
  const candidates = [...current, ...others].flatMap((contact) => {
    const near = nearest(contact, key);
    return near === null || isSomebodyElse(contact, person) ? [] : [{ contact, near }];
  });
  candidates.sort((a, b) => a.near - b.near || (a.contact.stamp < b.contact.stamp ? 1 : -1));
  return candidates[0]?.contact ?? null;
}

/** How surely the contact has the number: 0 in full, 1 by its last digits. */
function nearest({ numbers }: Contact, key: ReturnType<typeof readNumber>): number | null {
  const all = numbers.flatMap((number) => sameNumber(readNumber(number), key) ?? []);
  return all.length === 0 ? null : Math.min(...all);
}

/** A number may be several people's: Allo said which of them it was. Ids of different kinds cannot be compared. */
function isSomebodyElse({ id }: Contact, person: Person | null): boolean {
  return (
    person?.id !== null && person?.id !== undefined && person.id !== id && kindOf(person.id) === kindOf(id)
  );
}

function kindOf(id: string): string {
  return /^[a-z]*/i.exec(id)?.[0] ?? '';
}

function partyOf(contact: Contact, { person, company }: Call): Pick<Call, 'person' | 'company'> {
  const { id, name, last_name, emails, numbers } = contact;
  const email =
    person !== null && person.email !== null && emails.includes(person.email) ? person.email : null;
  return {
    person: {
      id: person?.id ?? id,
      name,
      last_name,
      email: email ?? emails[0] ?? null,
      emails: [...emails],
      numbers: [...numbers],
      job_title: person?.job_title ?? null,
      properties: person?.properties ?? {},
    },
    company: companyOf(contact.company, company),
  };
}

/** The company that Allo told of with the ring stays itself as long as it is called the same. */
function companyOf(name: string | null, told: Company | null): Company | null {
  if (name === null || told?.name === name) return name === null ? null : told;
  return { id: null, name, properties: {} };
}
