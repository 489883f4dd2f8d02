import type { CallKey } from '../../../../src-shared/brand.ts';
import { outsideOf, type Sighting } from '../../../../src-shared/calls/sighting.ts';
import type { NumberKey } from '../../../../src-shared/format/phone.ts';
import type { Change } from '../changes.ts';
import type { Surroundings } from '../reads.ts';

/** What the rules of memory ask. */
export type MemoryReads = Pick<
  Surroundings,
  | 'eventsOf'
  | 'record'
  | 'pastCalls'
  | 'callCount'
  | 'crmIdBefore'
  | 'outcomes'
  | 'naming'
  | 'lastText'
  | 'contactOf'
  | 'contact'
>;

/** What the rules of memory decide. */
export type MemoryChange = Extract<
  Change,
  {
    kind: 'memory' | 'pastCall' | 'pastCallGone' | 'crmId' | 'textMessage' | 'contact' | 'contactSeen';
  }
>;

/** A number that is not withheld. */
export type KnownNumber = NumberKey & { readonly tail: string };

/** The call that is being told of: what is remembered is what came before it. */
export interface NewCall {
  readonly call: CallKey;
  readonly number: KnownNumber;
  /** Ms since 1970, by Allo's clock. */
  readonly startedAt: number;
}

/** The number outside; null when it is withheld. */
export function outsideNumber(sighting: Sighting): KnownNumber | null {
  const { tail, e164 } = outsideOf(sighting, sighting.direction ?? 'inbound');
  return tail === null ? null : { tail, e164 };
}
