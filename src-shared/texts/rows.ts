import type { E164, WebhookId } from '../brand.ts';
import type { CallKey } from '../brand.ts';
import type { Direction } from '../calls/sighting.ts';

/** So much of a text is sent with its row; the rest is read when somebody asks for it. */
export const SHOWN_CHARS = 1_600;

/** One text message, as plain data. Times are ms by this machine's clock. */
export interface TextRow {
  /** The webhook that brought it. */
  readonly id: WebhookId;
  /** When it was sent. */
  readonly at: number;
  readonly direction: Direction;
  /** As it was written, up to `SHOWN_CHARS`; '' when it came without words. */
  readonly text: string;
  /** There is more of it. */
  readonly isCut: boolean;
  /** It had a picture or another file, which Allo does not hand on. */
  readonly isMms: boolean;
  readonly party: Party;
  /** Who of the team sent it, for people; null: this agent, nobody said, or it came in. */
  readonly by: string | null;
  /** This agent sent it. */
  readonly mine: boolean;
  /** The line of the team's, for people. */
  readonly line: string | null;
  readonly unread: boolean;
  /** Everything that a search looks through, folded by `foldText`, one thing a line. */
  readonly haystack: string;
}

/** Who is at the other end of a text. */
export interface Party {
  /** `sender`: a name in place of a number, which nobody can call or answer. */
  readonly kind: 'number' | 'sender' | 'withheld';
  readonly e164: E164 | null;
  /** What the spellings of one number, or of one sender's name, have in common; null: withheld. */
  readonly tail: string | null;
  /** The number or the sender's name as people read it; null: withheld. */
  readonly display: string | null;
  /** It can be called. */
  readonly callable: boolean;
  /** Null: not in the contacts. */
  readonly name: string | null;
  readonly company: string | null;
}

/** One page of the texts, newest first. */
export interface TextPage {
  readonly rows: readonly TextRow[];
  /** Asks for the next page; null: that was all. */
  readonly next: WebhookId | null;
}

/** The calls with a thread's number. */
export interface ThreadCalls {
  readonly count: number;
  /** Newest first; at most three. */
  readonly newest: readonly CallKey[];
}
