import type { AlloEvent } from '../../src-shared/allo/events.ts';
import type { Epoch } from '../../src-shared/brand.ts';
import { contactIn, isContactEvent } from '../../src-shared/calls/contact.ts';
import { happenedHere, startHere } from '../../src-shared/calls/fold.ts';
import { directionOf, isCallEvent } from '../../src-shared/calls/sighting.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import {
  receivedFrom,
  type ContactMark,
  type EventHead,
  type EventRecord,
  type MessageRef,
} from './records.ts';

/** Of an event that only moves the cursor. */
export const NOTHING_SAID = {
  startedAt: null,
  tail: null,
  message: null,
  alloIds: [],
  contactId: null,
  body: null,
} as const;

/** What the book files an event under. */
export function headOf(record: EventRecord): EventHead {
  const { epoch, heardAt, frame } = record;
  const received = receivedFrom(record);
  const what = received === null ? 'other' : kindOf(received.event, frame.call !== null);
  const { webhookId, call, seq } = frame;
  const known = { kind: 'event', webhookId, call, epoch, seq, heardAt } as const;
  if (received === null || what === 'other') return { ...known, what: 'other', ...NOTHING_SAID };
  return {
    ...known,
    what,
    startedAt: isCallEvent(received.event)
      ? startHere(received)
      : what === 'text'
        ? happenedHere(received)
        : null,
    tail: tailIn(received.event),
    message: what === 'text' ? messageIn(received.event) : null,
    alloIds: idsIn(received.event),
    contactId: frame.memory?.contact?.id ?? null,
    body: { hot: record, at: null, length: 0, source: null },
  };
}

function kindOf(event: AlloEvent, ofCall: boolean): EventHead['what'] {
  if (ofCall) return 'call';
  return event.topic === 'sms.received' || event.topic === 'sms.sent' ? 'text' : 'other';
}

function tailIn(event: AlloEvent): string | null {
  if (event.topic === 'sms.received') return readNumber(event.data.from_number).tail;
  if (event.topic === 'sms.sent') return readNumber(event.data.to_number).tail;
  if (!isCallEvent(event)) return null;
  const direction = directionOf(event);
  if (direction === null) return null;
  return readNumber(direction === 'inbound' ? event.data.from_number : event.data.to_number).tail;
}

function messageIn(event: AlloEvent): MessageRef | null {
  if (event.topic === 'sms.received') return `in ${event.data.id}` as MessageRef;
  return event.topic === 'sms.sent' ? (`out ${event.data.id}` as MessageRef) : null;
}

function idsIn(event: AlloEvent): string[] {
  if (event.topic !== 'call.completed') return [];
  const { id, transfer_original_call_id: original } = event.data;
  return original === null || original === id ? [id] : [id, original];
}

/** What is written of a filed event when the book is written anew: where the relay said last that it belongs. */
export function headAgain(
  {
    webhookId,
    call,
    seq,
    heardAt,
    startedAt,
    tail,
    message,
    alloIds,
    contactId,
    body,
  }: Omit<EventHead, 'kind' | 'what' | 'epoch'>,
  epoch: Epoch | null,
): EventHead {
  const filed = { webhookId, call, seq, heardAt, startedAt, tail, message, alloIds, contactId, body };
  const what = call === null ? 'text' : 'call';
  return { kind: 'event', what, epoch: epoch ?? ('' as Epoch), ...filed };
}

/** What the book keeps of a contact event; null for every other. */
export function contactMarkIn(record: EventRecord): ContactMark | null {
  const received = receivedFrom(record);
  if (received === null || !isContactEvent(received.event)) return null;
  const contact = contactIn(received.event, received.occurredAt, received.webhookId);
  return {
    kind: 'contact',
    at: happenedHere(received),
    contact: { ...contact, emails: [...contact.emails], numbers: [...contact.numbers] },
  };
}
