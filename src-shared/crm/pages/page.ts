import type { Crm, RecordKind } from '../config.ts';

/** How to get from a record to its page: `{id}` and `{name}` stand for URL-encoded values. */
export interface RecordPage {
  /** The record's own page; null when the CRM has none that an id leads to. */
  readonly page: string | null;
  /** Where the id comes from, best first. Custom templates name their sources themselves. */
  readonly ids: readonly string[];
  /** What an id must look like: anything else is not used. */
  readonly idPattern: RegExp;
  /** The page that finds a record by name, or, where no such page is known, the one to look for it on. */
  readonly search: string | null;
}

export interface CrmPages {
  readonly name: string;
  readonly host: string;
  readonly pages: Readonly<Record<RecordKind, RecordPage>>;
  /** The page of somebody who is not a contact yet; null where the CRM keeps no such records, or not as people. */
  readonly lead: RecordPage | null;
  /** The page that makes a contact for a `{number}`; null when nobody said where it is. */
  readonly newContact: string | null;
  /** How a contact without a name is searched for: CRMs take the digits that one dials in the country itself, without its 0. */
  readonly findsNumber: 'national' | 'in-full';
}

export type Of<P extends Crm['preset']> = Extract<Crm, { preset: P }>;

export const DIGITS = /^\d{1,20}$/;
