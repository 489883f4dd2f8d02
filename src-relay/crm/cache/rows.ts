import type { CrmPerson } from '../contract.ts';
import type { Print } from './prints.ts';

/** Whose records they are, and in which account of which CRM. */
export interface FoundKey {
  /** `hubspot:8812734` */
  readonly account: string;
  readonly party: Print;
}

/** What is kept over restarts of a party whose contact in the CRM is certain. */
export interface FoundRow extends FoundKey {
  /** Of the number that they had the call with; null: none is known. */
  readonly tail: Print | null;
  /** Of all of Allo's facts that were matched. */
  readonly facts: Print;
  readonly contact: Pick<CrmPerson, 'id' | 'kind'>;
  readonly company: { readonly id: string; readonly of: Print } | null;
  /** The CRM's ids, by prints of Allo's. */
  readonly deals: Readonly<Record<string, string>>;
  /** ms since 1970: when they were last heard of, and when the CRM last said so. */
  readonly seenAt: number;
  readonly checkedAt: number;
}

/** A change of what is kept. */
export type FoundChange =
  | {
      readonly kind: 'keep';
      readonly row: FoundRow;
      /** What `forgettings` was when the event came that this was asked for: see there. */
      readonly asOf: number;
    }
  | { readonly kind: 'drop'; readonly key: FoundKey };
