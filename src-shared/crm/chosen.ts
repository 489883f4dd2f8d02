import type { Call } from '../calls/call.ts';
import { readNumber } from '../format/phone.ts';
import type { Records } from '../wire/records.ts';
import type { RecordKind } from './config.ts';

type Party = Pick<Call, 'person' | 'company' | 'number'>;

/**
 * For whom or what a record is chosen, so that the next call of theirs finds the choice: a contact by Allo's id, else by
 * the number; a company and a deal by Allo's id. Null: nothing tells them from others.
 * @param preset of the CRM: another one has other records
 */
export function subjectOf(
  preset: string,
  kind: RecordKind,
  { person, company, number }: Party,
  dealId: string | null = null,
): string | null {
  switch (kind) {
    case 'contact': {
      if (person !== null && person.id !== null) return written(preset, 'contact', person.id);
      const { e164, tail } = readNumber(number);
      return written(preset, 'number', e164 ?? tail);
    }
    case 'company':
      return written(preset, 'company', company?.id ?? null);
    case 'deal':
      return written(preset, 'deal', dealId);
  }
}

function written(preset: string, kind: RecordKind | 'number', who: string | null): string | null {
  return who === null ? null : JSON.stringify([preset, kind, who]);
}

/** Everything that is to be chosen in what the relay told of a call. */
export function subjectsOf(call: Call | null, records: Records | null): readonly string[] {
  if (call === null || records === null) return [];
  const { crm, contact, company, deals = {} } = records;
  const kinds = [
    contact?.choices === undefined ? null : subjectOf(crm, 'contact', call),
    company?.choices === undefined ? null : subjectOf(crm, 'company', call),
    ...Object.entries(deals).map(([id, found]) =>
      found.choices === undefined ? null : subjectOf(crm, 'deal', call, id),
    ),
  ];
  return kinds.filter((subject) => subject !== null);
}
