import type { Change, EventRef } from '../../../journal/rules/changes.ts';
import type { EventId } from '../../../sql/ids.ts';
import type { PgValue } from '../../values.ts';

export type ChangeKind = Change['kind'];
export type ChangeOf<K extends ChangeKind> = Extract<Change, { kind: K }>;

/** A change with the row that the webhook's own event is given. */
export type Placed<C extends Change = Change> = C & { readonly own: EventId };

export interface Statement {
  readonly text: string;
  readonly values: readonly PgValue[];
}

/** Writes any number of changes of a kind. */
export type InBulk<K extends ChangeKind> = (changes: readonly Placed<ChangeOf<K>>[]) => readonly Statement[];

export function eventOf(ref: EventRef, own: EventId): EventId {
  return ref === 'this' ? own : ref;
}
