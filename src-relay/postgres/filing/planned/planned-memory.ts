import type { CallKey } from '../../../../src-shared/brand.ts';
import type { MemoryChange } from '../../../journal/rules/memory/asked.ts';
import type { EventId } from '../../../sql/ids.ts';
import { eventOf, type ChangeOf } from '../changes/change.ts';

export type PlannedText = ChangeOf<'textMessage'> & { readonly event: EventId };

/** What is to be remembered, once all is written that is planned. */
export interface PlannedMemory {
  remember(change: MemoryChange, own: EventId): void;
  memoryOf(event: EventId): string | null;
  /** Null: it is forgotten. */
  readonly pastCalls: ReadonlyMap<CallKey, ChangeOf<'pastCall'> | null>;
  /** What the CRM calls the contact of a call that is kept. */
  readonly crmIds: ReadonlyMap<CallKey, string>;
  readonly texts: readonly PlannedText[];
  readonly contacts: ReadonlyMap<string, ChangeOf<'contact'>>;
  /** When a contact that is kept was seen last. */
  readonly contactsSeen: ReadonlyMap<string, number>;
}

export function plannedMemory(): PlannedMemory {
  const memories = new Map<EventId, string>();
  const pastCalls = new Map<CallKey, ChangeOf<'pastCall'> | null>();
  const crmIds = new Map<CallKey, string>();
  const texts: PlannedText[] = [];
  const contacts = new Map<string, ChangeOf<'contact'>>();
  const contactsSeen = new Map<string, number>();

  function remember(change: MemoryChange, own: EventId): void {
    switch (change.kind) {
      case 'memory': {
        const event = eventOf(change.event, own);
        if (!memories.has(event)) memories.set(event, change.body);
        return;
      }
      case 'pastCall':
        pastCalls.set(change.call, change);
        return;
      case 'pastCallGone':
        pastCalls.set(change.call, null);
        return;
      case 'crmId': {
        const known = pastCalls.get(change.call);
        if (known === undefined) crmIds.set(change.call, change.id);
        else if (known !== null) pastCalls.set(change.call, { ...known, crmId: change.id });
        return;
      }
      case 'textMessage':
        texts.push({ ...change, event: own });
        return;
      case 'contact':
        contacts.set(change.id, change);
        return;
      case 'contactSeen': {
        const known = contacts.get(change.id);
        if (known === undefined) contactsSeen.set(change.id, change.at);
        else contacts.set(change.id, { ...known, seenAt: change.at });
        return;
      }
    }
  }

  return {
    remember,
    memoryOf: (event) => memories.get(event) ?? null,
    pastCalls,
    crmIds,
    texts,
    contacts,
    contactsSeen,
  };
}
