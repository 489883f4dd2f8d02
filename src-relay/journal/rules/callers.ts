import type { AlloEvent } from '../../../src-shared/allo/events.ts';
import { readNumber, sameNumber } from '../../../src-shared/format/phone.ts';
import type { AgentId } from '../../sql/ids.ts';
import type { Surroundings } from './reads.ts';

/** Contact events concern agents with a call from that contact this long ago at most. */
const CONTACT_WINDOW_MS = 24 * 3_600_000;
const MAX_CONTACT_NUMBERS = 20;

/** Who had a call with one of a contact's numbers lately, those that it has lost included; nobody for other events. */
export function callersOf(
  event: AlloEvent,
  { contact, callsSince }: Pick<Surroundings, 'contact' | 'callsSince'>,
  now: number,
): AgentId[] {
  if (event.topic !== 'contact.created' && event.topic !== 'contact.updated') return [];
  const agents = new Set<AgentId>();
  const former = contact({ id: event.data.id })?.numbers ?? [];
  const numbers = [event.data.numbers, former].flatMap((some) => some.slice(0, MAX_CONTACT_NUMBERS));
  for (const number of numbers.map(readNumber)) {
    if (number.tail === null) continue;
    for (const { sighting, agents: witnesses } of callsSince({
      tail: number.tail,
      since: now - CONTACT_WINDOW_MS,
    })) {
      if (sameNumber(sighting.from, number) === null && sameNumber(sighting.to, number) === null) continue;
      for (const agent of witnesses) agents.add(agent);
    }
  }
  return [...agents];
}
