import { isMadeUp } from '../allo/parties.ts';
import type { Call } from '../calls/call.ts';
import { fullName } from '../format/person-name.ts';
import { readNumber } from '../format/phone.ts';
import type { Records } from './records.ts';
import type { RecordKind } from './config.ts';

type Party = Pick<Call, 'person' | 'company' | 'number'>;
type Whose = Pick<Records, 'crm' | 'account'>;

/**
 * For whom or what a record is chosen, so that the next call of theirs finds the choice: a contact by Allo's id, else by
 * the number and whatever name goes with it, since others may call from there; a company and a deal by Allo's id, a deal
 * that has none by its contact as well. Null: nothing tells them from others.
 * @param of the CRM and its account: another one has other records
 */
export function subjectOf(
  of: Whose,
  kind: RecordKind,
  party: Party,
  dealId: string | null = null,
): string | null {
  switch (kind) {
    case 'contact':
      return written(of, contactOf(party));
    case 'company':
      return written(of, ['company', party.company?.id ?? null]);
    case 'deal':
      if (dealId === null || !isMadeUp(dealId)) return written(of, ['deal', dealId]);
      return written(of, ['deal', dealId, ...contactOf(party)]);
  }
}

type KeyParts = readonly (string | null)[];

function contactOf({ person, number }: Party): KeyParts {
  if (person !== null && person.id !== null) return ['contact', person.id];
  const { e164, tail } = readNumber(number);
  const name = fullName(person)?.toLowerCase();
  return ['number', e164 ?? tail, ...(name === undefined ? [] : [name])];
}

function written({ crm, account = '' }: Whose, parts: KeyParts): string | null {
  return parts.includes(null) ? null : JSON.stringify([crm, account, ...parts]);
}

/** Everything that is to be chosen in what the relay told of a call. */
export function subjectsOf(call: Call | null, records: Records | null): readonly string[] {
  if (call === null || records === null) return [];
  const { contact, company, deals = {} } = records;
  const kinds = [
    contact?.choices === undefined ? null : subjectOf(records, 'contact', call),
    company?.choices === undefined ? null : subjectOf(records, 'company', call),
    ...Object.entries(deals).map(([id, found]) =>
      found.choices === undefined ? null : subjectOf(records, 'deal', call, id),
    ),
  ];
  return kinds.filter((subject) => subject !== null);
}
