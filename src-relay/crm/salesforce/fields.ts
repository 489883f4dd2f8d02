import { isField } from './soql.ts';

export const SOBJECTS = ['Contact', 'Lead', 'Account', 'Opportunity'] as const;
export type SObject = (typeof SOBJECTS)[number];

export const PHONES = ['Phone', 'MobilePhone', 'HomePhone', 'OtherPhone'] as const;

/** What is asked of each, where the org and the user's rights have it. */
const WANTED: Readonly<Record<SObject, readonly string[]>> = {
  Contact: ['Id', 'Name', 'Email', ...PHONES, 'AccountId', 'Account.Name', 'Owner.Name'],
  Lead: ['Id', 'Name', 'Email', 'Phone', 'MobilePhone', 'Owner.Name', 'IsConverted', 'ConvertedContactId'],
  Account: ['Id', 'Name', 'Owner.Name'],
  // Only an org of several currencies has CurrencyIsoCode.
  Opportunity: 'Id Name Amount CurrencyIsoCode CloseDate StageName IsClosed Owner.Name'.split(' '),
};
/** What the admin should be told of when the user cannot see it. */
const NEEDED: Readonly<Record<SObject, readonly string[]>> = {
  Contact: ['Email', 'Phone', 'MobilePhone', 'AccountId'],
  Lead: ['Email', 'Phone', 'MobilePhone'],
  Account: [],
  Opportunity: ['Amount', 'CloseDate'],
};

/** What can be asked of this org: it says so itself, once, by refusing a query for what is not there. */
export interface OrgFields {
  of(object: SObject): readonly string[];
  has(object: SObject, field: string): boolean;
  /** An object, or one that is only named in a condition. */
  knows(object: string): boolean;
  /** @returns whether there is something new in it, so that it is worth asking again */
  learn(object: SObject, error: SalesforceError): boolean;
  /** The fields that the admin should know of. */
  lacks(object: SObject): readonly string[];
  /** Rights may have been added. */
  forget(): void;
}

export interface SalesforceError {
  readonly code: string;
  readonly message: string;
}

/** @param more properties to ask for besides, by their names */
export function orgFields(more: {
  readonly person: readonly string[];
  readonly company: readonly string[];
}): OrgFields {
  const missing = new Set<string>();
  const unknown = new Set<string>();
  const person = more.person.filter(isField);
  const wanted: Readonly<Record<SObject, readonly string[]>> = {
    ...WANTED,
    Contact: distinct([...WANTED.Contact, ...person]),
    Lead: distinct([...WANTED.Lead, ...person]),
    Account: distinct([...WANTED.Account, ...more.company.filter(isField)]),
  };
  const has = (object: SObject, field: string): boolean => !missing.has(`${object}.${field}`);
  return {
    of: (object) => wanted[object].filter((field) => has(object, field)),
    has,
    knows: (object) => !unknown.has(object),
    learn(object, error) {
      const said = refusedIn(error);
      if (said === null) return false;
      const before = missing.size + unknown.size;
      if (said.kind === 'object') unknown.add(said.name);
      // A field that is only in a condition is none of ours to leave out.
      else
        for (const field of wanted[object])
          if (field !== 'Id' && isRefused(field, object, said)) missing.add(`${object}.${field}`);
      return missing.size + unknown.size > before;
    },
    lacks: (object) => NEEDED[object].filter((field) => !has(object, field)),
    forget: () => {
      missing.clear();
      unknown.clear();
    },
  };
}

interface Refused {
  readonly kind: 'field' | 'object';
  readonly name: string;
  /** What the field is of; null: it is not said. */
  readonly of: string | null;
}

/**
 * What Salesforce has not, by the words of its refusal: "No such column 'X' on entity 'Y'", "Didn't understand relationship
 * 'X' in field path", "sObject type 'Y' is not supported".
 */
function refusedIn({ code, message }: SalesforceError): Refused | null {
  const name = /'([A-Za-z][\w.]{0,99})'/.exec(message)?.[1];
  if (name === undefined) return null;
  const of = /on entity '([A-Za-z]\w{0,99})'/.exec(message)?.[1] ?? null;
  if (code === 'INVALID_FIELD') return { kind: 'field', name: name.toLowerCase(), of };
  return code === 'INVALID_TYPE' ? { kind: 'object', name, of } : null;
}

/** What a record refers to is refused by the name of the relationship, or by that of the field at its end. */
function isRefused(field: string, object: SObject, { name, of }: Refused): boolean {
  const [first = '', last] = field.toLowerCase().split('.');
  if (of !== null && of.toLowerCase() !== object.toLowerCase())
    return last === name && (of.toLowerCase() === first || first === 'owner');
  return field.toLowerCase() === name || (last !== undefined && first === name);
}

function distinct(names: readonly string[]): readonly string[] {
  const once = new Map(names.toReversed().map((name) => [name.toLowerCase(), name]));
  return [...once.values()].toReversed();
}
