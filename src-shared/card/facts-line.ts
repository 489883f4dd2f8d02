import type { Call, Collected } from '../calls/call.ts';
import { collectedIn } from '../calls/collected.ts';
import { areOf } from '../crm/account.ts';
import type { Crm } from '../crm/config.ts';
import { visibleName } from '../format/visible-text.ts';
import type { CardFact } from '../wire/card-facts.ts';
import { MAX_LABEL_CHARS, type Records } from '../crm/records.ts';

/**
 * The facts that the admin wants on the card, as far as anybody said them: Allo's, else what the CRM has. Each is one line
 * of visible text, a number or yes or no. Of several with one label the first that is known counts.
 * @param crm the one that is set: what is known of another's is no use
 */
export function factsLineOf(
  wanted: readonly CardFact[],
  call: Pick<Call, 'person' | 'company'>,
  records: Records | null,
  crm: Crm | null,
): readonly Collected[] {
  const inCrm = areOf(crm, records) ? (records.extras?.facts ?? {}) : {};
  const line = new Map<string, Collected>();
  for (const { label, from } of wanted) {
    const name = visibleName(label, MAX_LABEL_CHARS);
    const value = readable(propertyAt(from, call)) ?? readable(own(inCrm, from));
    if (name !== null && value !== null && !line.has(name)) line.set(name, { name, value });
  }
  return [...line.values()];
}

function propertyAt(from: string, { person, company }: Pick<Call, 'person' | 'company'>): unknown {
  const dot = from.indexOf('.');
  const record = from.slice(0, dot) === 'person' ? person : company;
  return own(record?.properties, from.slice(dot + 1));
}

/** Of what has parts, the first. */
function readable(property: unknown): Collected['value'] | null {
  const [first] = collectedIn({ property }, 1);
  if (first === undefined) return null;
  return typeof first.value === 'string' ? visibleName(first.value, MAX_LABEL_CHARS) : first.value;
}

function own(record: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
