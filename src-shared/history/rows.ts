import type { CallKey, WebhookId } from '../brand.ts';
import type { Direction } from '../calls/sighting.ts';
import type { Phase } from '../calls/phase.ts';
import type { TranscriptLine } from '../calls/transcript.ts';
import { plainText } from '../card/plain.ts';
import type { CallFact } from '../card/call-facts.ts';
import type { ContactFacts } from '../card/contact-facts.ts';
import type { NumberKey } from '../format/number-key.ts';
import type { CardModel } from '../card/model.ts';

/** One call in the list, as plain data. Times are ms by this machine's clock. */
export interface HistoryRow {
  readonly key: CallKey;
  readonly startedAt: number;
  readonly phase: Phase;
  readonly result: string | null;
  readonly direction: Direction;
  readonly name: string | null;
  readonly company: string | null;
  /** As people read it; null: withheld. */
  readonly number: string | null;
  /** The number for comparing, whatever its spelling. */
  readonly numberKey: NumberKey;
  readonly line: string | null;
  readonly durationS: number | null;
  /** Who handled it or has claimed it, for people; null: this agent, or nobody. */
  readonly owner: string | null;
  /** This agent handled, dialled or claimed it. */
  readonly mine: boolean;
  /** Somebody has said that they take care of it. */
  readonly claimed: boolean;
  /** Somebody besides this agent is told of it. */
  readonly isShared: boolean;
  readonly hasDeal: boolean;
  readonly hasNote: boolean;
  readonly isTest: boolean;
  readonly tags: readonly string[];
  /** First sentence of the summary, plain text. */
  readonly summary: string | null;
  /**
   * Everything a search looks through, folded by `foldText`, one thing a line: names, every spelling of the numbers,
   * addresses, tags, deals, answers, what the CRM adds, the whole summary, the transcript, the note.
   */
  readonly haystack: string;
}

/** A row of which is kept who it was. It is found by the same words as before. */
export function plainRow(row: HistoryRow): HistoryRow {
  return {
    ...row,
    result: null,
    name: row.name === null ? null : plainText(row.name),
    company: null,
    number: row.number === null ? null : plainText(row.number),
    line: null,
    owner: row.owner === null ? null : plainText(row.owner),
    tags: [],
    summary: null,
  };
}

/** One page of the history, newest first. */
export interface HistoryPage {
  readonly rows: readonly HistoryRow[];
  /** Asks for the next page; null: that was all. */
  readonly next: CallKey | null;
}

/** Everything that is known of one call. */
export interface CallDetail {
  readonly card: CardModel;
  /** Lines of the transcript; `atS` is seconds from the start of the recording, null when Allo's text is no time. */
  readonly transcript: readonly TranscriptLine[];
  readonly timeline: readonly TimelineEntry[];
  /** What is known of the contact beyond the card. */
  readonly contact: ContactFacts;
  /** Where the call went and under which names and ids. */
  readonly facts: readonly CallFact[];
  /** The number for comparing, whatever its spelling. */
  readonly numberKey: NumberKey;
  /** The newest text messages with the number, oldest first. */
  readonly messages: readonly Message[];
  /** There are more, with the texts. */
  readonly hasMoreMessages: boolean;
  /** Drawing it in full ended the window once: it is cut down to who it was, and drawn as plain text. */
  readonly plain?: true;
}

export interface TimelineEntry {
  /** The webhook's topic. */
  readonly topic: string;
  readonly at: number;
  /** Whom or what it names, for people: an agent, a tag. */
  readonly who: string | null;
  /** Seconds between the moment and its arrival here, when it came late (over 10 s). */
  readonly lateS: number | null;
}

export interface Message {
  /** The webhook that brought it. */
  readonly id: WebhookId;
  readonly at: number;
  readonly direction: Direction;
  readonly text: string;
  readonly by: string | null;
  readonly isMms: boolean;
}
