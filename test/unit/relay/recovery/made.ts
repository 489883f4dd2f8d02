import { readEvent, type AlloEvent } from '../../../../src-shared/allo/events.ts';
import type { CallKey, WebhookId } from '../../../../src-shared/brand.ts';
import { isCallEvent, sightingOf, type Sighting } from '../../../../src-shared/calls/sighting.ts';
import { readItem, type CallItem } from '../../../../src-relay/recovery/items.ts';
import type { LostCall } from '../../../../src-relay/recovery/lost.ts';
import { ANA, LINE, NORA, type AlloBody } from '../../../fixtures/allo.ts';

export const START = Date.parse('2026-02-03T09:15:00.000Z');
export const NOW = START + 30 * 60_000;
export const at = (ms: number): string => new Date(ms).toISOString();

/** A call as Allo's API lists it. */
export function item(over: Readonly<Record<string, unknown>> = {}): CallItem {
  const read = readItem({
    id: 'cll-3aB9xK3pQr1Zt',
    type: 'CALL',
    direction: 'INBOUND',
    allo_number: LINE,
    contact_number: ANA,
    contacts: [{ id: 'cnt-1', name: 'Ana Lopez' }],
    user: { id: 'usr-1', name: 'Nora', email: NORA },
    date: at(START + 2000),
    duration: 330,
    result: 'ANSWERED',
    recording_url: null,
    summary: 'Asked to move the pilot to May.',
    tags: ['support'],
    ...over,
  });
  if (read === null) throw new Error('no item');
  return read;
}

export function eventOf(body: AlloBody): AlloEvent {
  const read = readEvent(JSON.parse(JSON.stringify(body)));
  if (!read.ok) throw new Error(read.reason);
  return read.event;
}

export function seen(ref: string, body: AlloBody): Sighting {
  const event = eventOf(body);
  if (!isCallEvent(event)) throw new Error('no call');
  return sightingOf(ref as WebhookId, event);
}

export function lost(call: string, ...bodies: AlloBody[]): LostCall {
  return { call: call as CallKey, sightings: bodies.map((body, i) => seen(`${call}-${i}`, body)) };
}
