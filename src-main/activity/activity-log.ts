import { ACTIVITY_KEPT, type ActivityEntry, type Judgement } from '../../src-shared/activity/activity.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import type { Call, ReceivedEvent } from '../../src-shared/calls/call.ts';
import { partyName } from '../../src-shared/card/names.ts';
import { readableNumber } from '../../src-shared/format/phone.ts';
import { isTestWebhook } from '../../src-shared/calls/test-call.ts';
import { exhaustive } from '../../src-shared/exhaustive.ts';
import type { BookChange } from '../book/call-book.ts';

type Happened = Omit<ActivityEntry, 'id' | 'isTest'> & { readonly webhookId: ReceivedEvent['webhookId'] };

interface Entered {
  readonly webhookId: ReceivedEvent['webhookId'];
  readonly entry: ActivityEntry;
}

export interface ActivityOptions {
  readonly onVerdict: (listener: (judgement: Judgement) => void) => () => void;
  readonly onChange: (listener: (change: BookChange) => void) => () => void;
  readonly callOf: (key: CallKey) => Call | null;
  /** What is kept of a call. */
  readonly eventsOf: (key: CallKey) => readonly ReceivedEvent[];
  readonly tell: (entry: ActivityEntry) => void;
  /** Some of them are gone, or of another call by now. */
  readonly tellAll: (entries: readonly ActivityEntry[]) => void;
  /** ms since 1970. */
  readonly now?: () => number;
}

/** What arrived last, what was done with it and why. In memory only: it names people. */
export interface ActivityLog {
  /** Newest first. */
  entries(): readonly ActivityEntry[];
  clear(): void;
  close(): void;
}

/** Calls are judged by the stage; the book tells of what never comes there: repeats, texts, contacts, the unreadable. */
export function createActivityLog(options: ActivityOptions): ActivityLog {
  const { callOf, eventsOf, tell, tellAll, now = Date.now } = options;
  let entries: Entered[] = [];
  let last = 0;

  function whoCalled(key: CallKey): string | null {
    const call = callOf(key);
    return call === null ? null : partyName(call);
  }

  function add({ webhookId, ...happened }: Happened): void {
    last += 1;
    const entry = { id: last, ...happened, isTest: isTestWebhook(webhookId) };
    entries = [{ webhookId, entry }, ...entries].slice(0, ACTIVITY_KEPT);
    tell(entry);
  }

  const listed = (): ActivityEntry[] => entries.map(({ entry }) => entry);

  /** What is erased is not named here either. */
  function forget(isErased: (one: Entered) => boolean): void {
    const kept = entries.filter((one) => !isErased(one));
    if (kept.length === entries.length) return;
    entries = kept;
    tellAll(listed());
  }

  const stopJudging = options.onVerdict((judgement) => {
    const { call, webhookId } = judgement;
    const timed = eventsOf(call).find((received) => received.webhookId === webhookId)?.timed;
    add({ ...judgement, who: whoCalled(call), timed });
  });
  const stopListening = options.onChange((change) => {
    switch (change.kind) {
      case 'texted': {
        const { webhookId, event, timed } = change.received;
        const who = writerOf(change.received);
        add({ webhookId, at: now(), topic: event.topic, call: null, who, verdict: { kind: 'filed' }, timed });
        return;
      }
      case 'passed': {
        const { webhookId, topic, call, verdict } = change;
        const who = call === null ? null : whoCalled(call);
        add({ webhookId, at: now(), topic, call, who, verdict: { kind: verdict } });
        return;
      }
      case 'moved':
        if (!entries.some(({ entry }) => entry.call === change.from)) return;
        entries = entries.map((one) =>
          one.entry.call === change.from ? { ...one, entry: { ...one.entry, call: change.to } } : one,
        );
        tellAll(listed());
        return;
      case 'gone':
        forget(({ entry: { call } }) => call !== null && change.calls.includes(call));
        return;
      case 'untexted':
        forget(({ webhookId }) => webhookId === change.webhookId);
        return;
      case 'received':
      case 'left':
      case 'claimed':
      case 'noted':
      case 'crm':
      case 'textsRead':
      case 'restored':
      case 'contacts':
        return;
      default:
        exhaustive(change);
    }
  });

  return {
    entries: listed,
    clear: () => void (entries = []),
    close() {
      stopJudging();
      stopListening();
    },
  };
}

function writerOf({ event }: ReceivedEvent): string | null {
  if (event.topic === 'sms.received') return event.data.from_name ?? numberOf(event.data.from_number);
  if (event.topic === 'sms.sent') return event.data.to_name ?? numberOf(event.data.to_number);
  return null;
}

function numberOf(raw: string | null): string | null {
  return readableNumber(raw)?.display ?? null;
}
