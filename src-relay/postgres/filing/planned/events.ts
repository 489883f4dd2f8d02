import type { CallKey } from '../../../../src-shared/brand.ts';
import { isRing } from '../../../../src-shared/calls/sighting.ts';
import { isSameNumber } from '../../../journal/rules/memory/number-history.ts';
import { NAMING_READ, OUTCOMES_READ, type EventRow } from '../../../journal/rules/reads.ts';
import type { EventId } from '../../../sql/ids.ts';
import { withoutSpeech } from '../../../journal/rules/speech.ts';
import type { Answering, OverlayParts } from './overlay.ts';

type EventReads = Pick<Answering, 'eventsOf' | 'outcomes' | 'naming' | 'lastText'>;
type PlannedEvent = EventRow & { readonly event: EventId };

export function eventsOver({ kept, planned, cannotSay }: OverlayParts): EventReads {
  const keptOf = (call: CallKey): readonly PlannedEvent[] =>
    planned.isNew(call) ? [] : kept.eventsOf({ call }).map(whole);
  function whole<Row extends EventRow>(row: Row): Row {
    const data = planned.wholeOfWebhook(row.webhookId);
    return data === undefined ? row : { ...row, data: withoutSpeech(data) };
  }

  function plannedRow(event: EventId): PlannedEvent[] {
    const found = planned.event(event);
    if (found === undefined) return [];
    const { webhookId, topic, occurredAt, data } = found;
    return [{ event, webhookId, topic, occurredAt, data: withoutSpeech(data) }];
  }

  function movedIn(event: EventId, from: CallKey | null | undefined): PlannedEvent[] {
    if (from === undefined) cannotSay();
    if (from !== null && from !== undefined) return keptOf(from).filter((row) => row.event === event);
    const { webhookId, topic, occurredAt, data } = kept.record({ event });
    return [{ event, webhookId, topic, occurredAt, data: withoutSpeech(data) }];
  }

  function eventsOf(call: CallKey): readonly PlannedEvent[] {
    const stayed = keptOf(call).filter(({ event }) => planned.callOf(event, call) === call);
    const came = planned.movedInto(call).flatMap(({ event, from }) => movedIn(event, from));
    const own = planned.plannedIn(call).flatMap(plannedRow);
    return [...stayed, ...came, ...own].sort((a, b) => a.event - b.event);
  }

  function newest(
    call: CallKey,
    most: number,
    isMeant: (topic: string) => boolean,
    before: () => readonly EventRow[],
  ): readonly EventRow[] {
    if (planned.isTouched(call))
      return eventsOf(call)
        .filter(({ topic }) => isMeant(topic))
        .slice(-most)
        .reverse()
        .map(withoutItsRow);
    const own = planned.plannedIn(call).flatMap(plannedRow);
    const meant = own.filter(({ topic }) => isMeant(topic)).reverse();
    const rows = planned.isNew(call) ? [] : before().map(whole);
    return [...meant.map(withoutItsRow), ...rows].slice(0, most);
  }

  return {
    eventsOf: ({ call }) => eventsOf(call),
    outcomes: ({ call }) =>
      newest(
        call,
        OUTCOMES_READ,
        (topic) => !isRing(topic),
        () => kept.outcomes({ call }),
      ),
    naming: ({ call }) =>
      newest(
        call,
        NAMING_READ,
        (topic) => isRing(topic) || topic === 'call.completed',
        () => kept.naming({ call }),
      ),
    lastText(ask) {
      const before = kept.lastText(ask);
      const [own] = planned.texts
        .filter((one) => isSameNumber(one, ask))
        .sort((a, b) => b.sentAt - a.sentAt || b.event - a.event);
      if (own === undefined) return before;
      // A text message's moment is when it was sent.
      if (before !== null && Date.parse(before.occurredAt) > own.sentAt) return before;
      const [row] = plannedRow(own.event);
      return row === undefined ? before : withoutItsRow(row);
    },
  };
}

function withoutItsRow({ webhookId, topic, occurredAt, data }: EventRow): EventRow {
  return { webhookId, topic, occurredAt, data };
}
