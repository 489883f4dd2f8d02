/** A piece of SOQL in which nothing from outside stands but within a literal. */
export type Soql = string & { readonly __brand: 'Soql' };

/** Names of fields, and of a field of a record that is referred to: `Account.Name`. */
const FIELD = /^[A-Za-z][A-Za-z0-9_]{0,79}(?:\.[A-Za-z][A-Za-z0-9_]{0,79})?$/;
const ID = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

/** Of each kind of record, what its ids begin with. */
const PREFIX = { Contact: '003', Lead: '00Q', Account: '001', Opportunity: '006' } as const;

export function isField(name: string): boolean {
  return FIELD.test(name);
}

export function isIdOf(object: keyof typeof PREFIX, id: string): boolean {
  return ID.test(id) && id.startsWith(PREFIX[object]);
}

/**
 * A text as a literal. Source: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
 */
export function literal(text: string): Soql {
  const line = text.toWellFormed().replaceAll(/\p{Cc}+/gu, ' ');
  return `'${line.replaceAll(/[\\'"]/g, String.raw`\$&`)}'` as Soql;
}

/** `%` and `_` stand for anything in a `LIKE`, unless they are escaped. */
export function beginsWith(field: string, text: string): Soql {
  const whole = literal(text);
  return `${field} LIKE ${whole.slice(0, -1).replaceAll(/[%_]/g, String.raw`\$&`)}%'` as Soql;
}

/** Whether one of these fields has one of these values. Both lists have something in them. */
export function anyIn(fields: readonly string[], values: readonly string[]): Soql {
  const list = values.map(literal).join(',');
  return `(${fields.map((field) => `${field} IN (${list})`).join(' OR ')})` as Soql;
}

export function equals(field: string, id: string): Soql {
  return `${field} = ${literal(id)}` as Soql;
}

export function and(...parts: readonly Soql[]): Soql {
  return parts.join(' AND ') as Soql;
}

export const NOT_CONVERTED = 'IsConverted = false' as Soql;
export const NOT_CLOSED = 'IsClosed = false' as Soql;

/** SOQL takes a semi-join only at the top of a WHERE, and with no OR beside it: it has a query of its own. */
export function hasRoleOf(contactId: string): Soql {
  return `Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE ${equals('ContactId', contactId)})` as Soql;
}

export function select(object: string, fields: readonly string[], where: Soql | null, limit: number): Soql {
  const condition = where === null ? '' : ` WHERE ${where}`;
  return `SELECT ${fields.filter(isField).join(', ')} FROM ${object}${condition} LIMIT ${limit}` as Soql;
}
