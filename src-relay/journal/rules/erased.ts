import type { AlloEvent } from '../../../src-shared/allo/events.ts';
import { alloCallKey } from '../../../src-shared/calls/allo-call-id.ts';
import { sightingOf, type CallEventBody } from '../../../src-shared/calls/sighting.ts';
import { tailsFor } from '../../../src-shared/format/phone.ts';
import {
  callMark,
  contactMark,
  IDS_KEPT_MS,
  marksNamedIn,
  messageMark,
  ringMark,
  slotOf,
} from '../erased-marks.ts';
import type { Change } from './changes.ts';
import { happenedAt } from './happened.ts';
import { outsideTails } from './neighbourhood.ts';
import type { Surroundings } from './reads.ts';

type ErasedReads = Pick<Surroundings, 'hasErased' | 'erasedAt'>;

/** Whether an event is of a call or message that was erased, or tells of a contact as it was before that. */
export function isOfErased(event: AlloEvent, receivedAt: number, surroundings: ErasedReads): boolean {
  if (!surroundings.hasErased) return false;
  const erasedAt = (...marks: string[]): number => surroundings.erasedAt({ marks });
  switch (event.topic) {
    case 'sms.received':
    case 'sms.sent':
      return erasedAt(messageMark(event.data.id)) > 0;
    case 'contact.created':
    case 'contact.updated': {
      const at = erasedAt(contactMark(event.data.id));
      return at > 0 && Date.parse(happenedAt(event, receivedAt)) <= at;
    }
    case 'tag.added':
    case 'tag.removed':
    case 'summary.updated':
      return erasedAt(callMark(event.data.call_id)) > 0;
    case 'call.completed':
      return erasedAt(callMark(event.data.id)) > 0 || isRingErased(event, erasedAt);
    case 'call.received':
    case 'call.triggered':
    case 'call.answered':
      return isRingErased(event, erasedAt);
  }
}

/** A call that began after what was erased is another one. */
function isRingErased(event: CallEventBody, erasedAt: (...marks: string[]) => number): boolean {
  const { startedAt } = sightingOf('', event);
  const at = erasedAt(...ringMarks(event));
  return at > 0 && startedAt <= at;
}

/** Under all that the call may have been filed under, by versions of before, too. */
function ringMarks(event: CallEventBody): string[] {
  const seen = sightingOf('', event);
  const slot = slotOf(seen.startedAt);
  const { from_tail, to_tail } = outsideTails(seen);
  const tails = [
    ...(from_tail === null ? [] : tailsFor(event.data.from_number)),
    ...(to_tail === null ? [] : tailsFor(event.data.to_number)),
  ];
  return tails.flatMap((tail) => [0, -1, 1].map((d) => ringMark(tail, slot + d)));
}

/** Whether a body that cannot be read names an erased call or message. */
export function namesErased(body: Uint8Array, surroundings: ErasedReads): boolean {
  if (!surroundings.hasErased) return false;
  const marks = marksNamedIn(new TextDecoder().decode(body));
  return marks.length > 0 && surroundings.erasedAt({ marks }) > 0;
}

/** What is to be done about an event of something that was erased: a completion names what else may come or waits. */
export function onErased(event: AlloEvent, now: number): Change[] {
  if (event.topic !== 'call.completed') return [];
  const { id } = event.data;
  return [
    { kind: 'erased', mark: callMark(id), at: now, until: now + IDS_KEPT_MS },
    { kind: 'waitingGone', alloCall: alloCallKey(id) },
  ];
}
