import type { Company, Deal, Person } from '../allo/parties.ts';
import { readId } from '../allo/reading.ts';
import { fullName } from '../format/person-name.ts';
import { nationalDigits, readableNumber } from '../format/phone.ts';
import type { FoundRecord, Records } from './records.ts';
import { areOf } from './account.ts';
import type { Crm, RecordKind } from './config.ts';
import type { RecordPage } from './pages/page.ts';
import { crmPages } from './presets.ts';
import { PLACEHOLDER } from './template.ts';

/** What a card knows when somebody clicks. */
export interface LinkFacts {
  readonly person: Person | null;
  readonly company: Company | null;
  /** The deal clicked; null for a contact or company. */
  readonly deal: Deal | null;
  /** The CRM's id for the contact, once a completed call told it. */
  readonly integrationId: string | null;
  /** The outside number as dialled. */
  readonly number: string | null;
  /** What the relay found in the CRM; null: nothing, or nothing yet. */
  readonly records: Records | null;
}

/** A record by the id that the CRM has for it. */
export type RecordId = Pick<NonNullable<FoundRecord['record']>, 'id' | 'kind'>;

export interface RecordLink {
  readonly url: string;
  /** `record`: the very record. `search`: the CRM's search page for its name. */
  readonly leadsTo: 'record' | 'search';
}

const MAX_URL_LENGTH = 2048;
/** What programs write in the place of none, and numbers that are no id, or have lost their last digits: `1.2E+17`. */
const NO_ID =
  /^(?:null|undefined|none|nil|nan|n\.?a\.?|true|false|0+|-.*|\d+(?:\.\d+)?e\+\d+|\d+\.\d+e\d+)$/i;

/**
 * The page of a record in the admin's CRM: the one that the relay found in it, else the record by the id that Allo sent,
 * else the CRM's search for its name, else null.
 * Promises: https, the host that the admin fixed, every inserted value URL-encoded.
 */
export function recordLink(crm: Crm | null, kind: RecordKind, facts: LinkFacts): RecordLink | null {
  if (crm === null) return null;
  const { pages, lead } = crmPages(crm);
  const found = foundIn(crm, kind, facts)?.record;
  const byFound = found === undefined ? null : linkById(crm, kind, found);
  if (byFound !== null) return byFound;
  for (const page of kind === 'contact' && lead !== null ? [pages.contact, lead] : [pages[kind]]) {
    const url = fill(page.page, fillingsOf(crm, kind, facts, page));
    if (url !== null && isAllowedUrl(crm, url)) return { url, leadsTo: 'record' };
  }
  const url = searchLink(crm, kind, facts);
  return url === null ? null : { url, leadsTo: 'search' };
}

/** The CRM's search for the name of a record, whatever is known of it; null: there is none. The same promises as `recordLink`. */
export function searchLink(crm: Crm, kind: RecordKind, facts: LinkFacts): string | null {
  const page = crmPages(crm).pages[kind];
  const url = searchPage(page.search, fillingsOf(crm, kind, facts, page));
  return url !== null && isAllowedUrl(crm, url) ? url : null;
}

/**
 * The page of the record with an id of this very CRM's; null when it does not look like one, or no page of it is known.
 * The same promises as `recordLink`.
 */
export function linkById(crm: Crm, kind: RecordKind, { id, kind: person }: RecordId): RecordLink | null {
  const { pages, lead } = crmPages(crm);
  const page = kind === 'contact' && person === 'lead' ? lead : pages[kind];
  if (page === null || !page.idPattern.test(id) || NO_ID.test(id)) return null;
  const url = fill(page.page, (placeholder) => (placeholder === 'id' ? id : null));
  return url !== null && isAllowedUrl(crm, url) ? { url, leadsTo: 'record' } : null;
}

/**
 * The contact's ids that Allo names, best first and each once, a lead's among them. They look like this CRM's; whether they
 * are is for the CRM to say.
 */
export function contactIdsIn(
  crm: Crm,
  facts: Pick<LinkFacts, 'person' | 'company' | 'integrationId'>,
): readonly { readonly id: string; readonly kind: 'contact' | 'lead' }[] {
  const { pages, lead } = crmPages(crm);
  const known = { ...facts, deal: null, number: null, records: null };
  const idsOn = (page: RecordPage, kind: 'contact' | 'lead') =>
    page.ids.flatMap((source) => {
      const id = idFrom(source, known, page.idPattern);
      return id === null ? [] : [{ id, kind }];
    });
  const all = [...idsOn(pages.contact, 'contact'), ...(lead === null ? [] : idsOn(lead, 'lead'))];
  return [...new Map(all.map((one) => [`${one.kind} ${one.id}`, one])).values()];
}

/** What the relay found for a link, unless it found it in a CRM that is no longer the one; null: nothing. */
export function foundIn(crm: Crm, kind: RecordKind, { records, deal }: LinkFacts): FoundRecord | null {
  if (!areOf(crm, records)) return null;
  switch (kind) {
    case 'contact':
      return records.contact ?? null;
    case 'company':
      return records.company ?? null;
    case 'deal': {
      const { deals = {} } = records;
      return deal !== null && Object.hasOwn(deals, deal.id) ? (deals[deal.id] ?? null) : null;
    }
  }
}

/** Where no address of a search is known, the page to look for something on leads somewhere only when there is something. */
function searchPage(search: string | null, fillings: Fillings): string | null {
  const isSearch = search !== null && search.match(PLACEHOLDER) !== null;
  return isSearch || fillings('name') !== null ? fill(search, fillings) : null;
}

/**
 * The page that makes a contact with the caller's number; null where the admin named none, or there is no number to call
 * back. The same promises as `recordLink`.
 */
export function newContactLink(crm: Crm | null, facts: LinkFacts): string | null {
  if (crm === null || readableNumber(facts.number)?.kind !== 'phone') return null;
  const { newContact, pages } = crmPages(crm);
  const url = fill(newContact, fillingsOf(crm, 'contact', facts, pages.contact));
  return url !== null && isAllowedUrl(crm, url) ? url : null;
}

type Fillings = (placeholder: string) => string | null;

function fillingsOf(crm: Crm, kind: RecordKind, facts: LinkFacts, { ids, idPattern }: RecordPage): Fillings {
  const { findsNumber } = crmPages(crm);
  const valueOf = (source: string) => idFrom(source, facts, idPattern);
  return (placeholder) => {
    switch (placeholder) {
      case 'id':
        return ids.map(valueOf).find((value) => value !== null) ?? null;
      case 'name':
        return nameOf(kind, facts) ?? (kind === 'contact' ? numberToFind(facts.number, findsNumber) : null);
      case 'number':
        return numberToFind(facts.number, 'in-full');
      default:
        return valueOf(placeholder);
    }
  };
}

/** A number as a CRM finds it, a sender by name; null when it is withheld, or a short code, which nobody's record has. */
function numberToFind(raw: string | null, how: 'national' | 'in-full'): string | null {
  const number = readableNumber(raw);
  if (number === null || number.kind === 'short') return null;
  if (number.kind === 'sender') return number.display;
  if (how === 'national') return nationalDigits(raw);
  return number.e164 ?? number.display.replace(/ ext\. \d+$/, '');
}

/** The last check before a URL leaves the app: https on the admin's host, no user, no port, of bearable length. */
export function isAllowedUrl(crm: Crm | null, text: string): boolean {
  if (crm === null || text.length > MAX_URL_LENGTH || !URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === 'https:' &&
    url.host === crmPages(crm).host &&
    url.username === '' &&
    url.password === '' &&
    url.href === text
  );
}

/** Null unless every placeholder has a value. */
function fill(template: string | null, valueOf: Fillings): string | null {
  if (template === null) return null;
  let complete = true;
  const url = template.replace(PLACEHOLDER, (_, placeholder: string) => {
    const value = valueOf(placeholder);
    if (value === null || value === '') complete = false;
    return encode(value ?? '');
  });
  return complete ? url : null;
}

/** Like encodeURIComponent, and `'` too, which the URL parser would rewrite in a query; lone surrogates become U+FFFD. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll("'", '%27');
}

function idFrom(source: string, facts: LinkFacts, pattern: RegExp): string | null {
  const value = (source === 'integration_id' ? facts.integrationId : propertyOf(source, facts))?.trim();
  return value !== undefined && pattern.test(value) && !NO_ID.test(value) ? value : null;
}

function propertyOf(source: string, facts: LinkFacts): string | null {
  const [owner = '', property = ''] = source.split('.', 2);
  const record =
    owner === 'person'
      ? facts.person
      : owner === 'company'
        ? facts.company
        : owner === 'deal'
          ? facts.deal
          : null;
  if (record === null) return null;
  return Object.hasOwn(record.properties, property) ? readId(record.properties[property]) : null;
}

function nameOf(kind: RecordKind, { person, company, deal }: LinkFacts): string | null {
  switch (kind) {
    case 'contact':
      return fullName(person) ?? person?.email ?? null;
    case 'company':
      return company?.name ?? null;
    case 'deal':
      return deal?.name ?? null;
  }
}
