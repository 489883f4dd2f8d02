import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { nationalDigits } from '../../../src-shared/format/phone.ts';

/** A search's body. Source: developers.hubspot.com › search the CRM: 3,000 characters, 5 groups, 18 filters. */
export interface HubspotSearch {
  /** Any of them fits. Never more than 4 of 2: what HubSpot's documents allow, they do not agree on. */
  readonly filterGroups: readonly { readonly filters: readonly HubspotFilter[] }[];
  readonly properties: readonly string[];
  readonly limit: number;
}

type HubspotFilter = { readonly propertyName: string } & (
  | { readonly operator: 'EQ' | 'CONTAINS_TOKEN'; readonly value: string }
  | { readonly operator: 'IN'; readonly values: readonly string[] }
);

const SEARCH_LIMIT = 50;
/** HubSpot's most: a company may have many deals, and a word is in many names. */
const DEALS_LIMIT = 200;
const COMPANIES_LIMIT = 200;
/** HubSpot takes 3,000 characters. */
export const MOST_SEARCH_BYTES = 3000;
/** More numbers of one person are not asked for: the body has 3,000 characters. */
export const MOST_NUMBERS = 8;

export interface RecordIds {
  readonly contact: string | null;
  readonly company: string | null;
}

/**
 * People with one of the numbers. HubSpot keeps copies of both its number fields for searching, without the country and its
 * 0; the fields themselves hold what was typed.
 * @param numbers in E.164, at most `MOST_NUMBERS`
 */
export function byNumber(numbers: readonly string[], properties: readonly string[]): HubspotSearch {
  const national = numbers.flatMap(dialledInCountry);
  const typed = numbers.flatMap(spellingsOf);
  return search(
    [
      oneOf('hs_searchable_calculated_phone_number', national),
      oneOf('hs_searchable_calculated_mobile_number', national),
      oneOf('phone', typed),
      oneOf('mobilephone', typed),
    ].map((filter) => [filter]),
    properties,
  );
}

/** The same for an account that has no such copies: what was typed, or ends in the first number. */
export function byNumberAsTyped(numbers: readonly string[], properties: readonly string[]): HubspotSearch {
  const typed = numbers.flatMap(spellingsOf);
  const [first] = numbers.flatMap((one) => nationalDigits(one) ?? []);
  const ends = (propertyName: string): HubspotFilter[] =>
    first === undefined ? [] : [{ propertyName, operator: 'CONTAINS_TOKEN', value: `*${first}` }];
  return search(
    [[oneOf('phone', typed)], [oneOf('mobilephone', typed)], ends('phone'), ends('mobilephone')],
    properties,
  );
}

/** Companies with that word in their name, whatever its case: those of exactly one name would hide a twin of another legal form. */
export function byWord(word: string, properties: readonly string[]): HubspotSearch {
  return search(
    [[{ propertyName: 'name', operator: 'CONTAINS_TOKEN', value: word }]],
    properties,
    COMPANIES_LIMIT,
  );
}

/** Deals of a contact or of a company. @param isOpen only those that HubSpot has as open */
export function byRecord(
  of: RecordIds,
  { properties, isOpen }: { readonly properties: readonly string[]; readonly isOpen: boolean },
): HubspotSearch {
  const open: HubspotFilter[] = isOpen
    ? [{ propertyName: 'hs_is_closed', operator: 'EQ', value: 'false' }]
    : [];
  const group = (propertyName: string, id: string | null): HubspotFilter[] =>
    id === null ? [] : [{ propertyName, operator: 'EQ', value: id }, ...open];
  return search(
    [group('associations.contact', of.contact), group('associations.company', of.company)],
    properties,
    DEALS_LIMIT,
  );
}

function search(
  groups: readonly (readonly HubspotFilter[])[],
  properties: readonly string[],
  limit = SEARCH_LIMIT,
): HubspotSearch {
  const filterGroups = groups.filter((filters) => filters.length > 0).map((filters) => ({ filters }));
  return { filterGroups, properties, limit };
}

function oneOf(propertyName: string, values: readonly string[]): HubspotFilter {
  const [first = '', ...others] = new Set(values);
  return others.length === 0
    ? { propertyName, operator: 'EQ', value: first }
    : { propertyName, operator: 'IN', values: [first, ...others] };
}

/** The digits without the country, and with and without a 0 in front: which of them HubSpot keeps, it says of the US alone. */
function dialledInCountry(e164: string): string[] {
  const digits = nationalDigits(e164);
  if (digits === null) return [];
  const inCountry = parsePhoneNumberFromString(e164)?.formatNational().replace(/\D/g, '') ?? digits;
  return [digits, digits.replace(/^0+/, ''), inCountry];
}

/** As people type it: in full, in full with blanks, and as it is dialled in its country, with and without blanks. */
function spellingsOf(e164: string): string[] {
  const parsed = parsePhoneNumberFromString(e164);
  if (parsed === undefined) return [e164];
  const national = parsed.formatNational();
  return [...new Set([e164, parsed.formatInternational(), national, national.replace(/\D/g, '')])];
}
