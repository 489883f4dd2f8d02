import type { CallKey } from '../brand.ts';
import type { Collected } from '../calls/call.ts';
import type { Phase } from '../calls/phase.ts';
import type { Direction } from '../calls/sighting.ts';
import type { CalendarDate } from '../format/calendar-date.ts';

/** What one click leads to; `choose`: several records may be the one; null: nothing to click. */
export type LinkTarget = 'record' | 'search' | 'choose' | null;

/** What the relay found in the CRM behind a link. Texts are plain, of one line. */
export interface Offer {
  /** What the CRM calls the record that a click opens, where the card calls it otherwise. */
  readonly opens: string | null;
  /** To choose from; empty: there is nothing to choose. */
  readonly choices: readonly Choice[];
  /** How many there are besides, in the CRM. */
  readonly more: number;
}

export interface Choice {
  readonly id: string;
  readonly label: string;
  /** What tells it from the others. */
  readonly hint: string | null;
  /** The agent chose it before, and a click opens it. */
  readonly isChosen: boolean;
}

/** What the CRM says beyond what Allo sent; it stands beside Allo's facts and never replaces one. */
export interface CrmExtras {
  /** When the CRM said so. */
  readonly at: number;
  /** Who looks after the contact. */
  readonly owner: string | null;
  /** How many people in the CRM have the number; null: one, or nobody said. */
  readonly sharing: number | null;
  /** Open deals of the contact's that Allo did not send. */
  readonly otherDeals: readonly OtherDeal[];
  /** How many of those there are besides. */
  readonly moreDeals: number;
}

export interface OtherDeal {
  readonly id: string;
  readonly name: string;
  readonly stage: string | null;
  readonly value: Money | null;
  readonly closeDate: CalendarDate | null;
  /** Whether a click opens it. */
  readonly isLinked: boolean;
}

/** Everything a card shows, as plain data: made in main, drawn by the renderer. Times are ms by this machine's clock. */
export interface CardModel {
  readonly key: CallKey;
  readonly phase: Phase;
  readonly direction: Direction;
  /** As Allo wrote it, for `outcomeWord` to read: never shown as it is. */
  readonly result: string | null;
  readonly line: string | null;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  /** Seconds, once the call is over and Allo told. */
  readonly durationS: number | null;
  readonly caller: Caller;
  readonly deals: readonly DealModel[];
  readonly closedDeals: number;
  /** Sum of the open deals' values, where they share one currency. */
  readonly openValue: Money | null;
  /** Markdown, as Allo sent it: never HTML. */
  readonly summary: string | null;
  /** What the caller left on the voicemail, word for word; null when there is a summary, or nothing was left. */
  readonly left: string | null;
  readonly tags: readonly string[];
  /** Who handled the call, for people: a name, else an address; null when it was this agent or nobody said. */
  readonly handledBy: string | null;
  readonly claim: { readonly mine: boolean; readonly who: string } | null;
  /** Somebody besides this agent is told of the call. */
  readonly isShared: boolean;
  /** The relay understands it when a claim is taken back. */
  readonly canRelease: boolean;
  /** The other parts of a call that was transferred, in the order they began. */
  readonly legs: readonly Leg[];
  readonly crmName: string | null;
  readonly pinned: boolean;
  /** The end of the call was told long after it: the card is there for a moment only, unless it is pinned. */
  readonly toldLate: boolean;
  /** What was known of the number before this call. */
  readonly lastTime: LastTime | null;
  /** Calls with the number in the 30 days before; null: nobody said. */
  readonly callsIn30Days: number | null;
  /** Calls of the same number today that nobody answered, this one included, when there are several. */
  readonly repeats: { readonly count: number; readonly firstAt: number } | null;
  /** What the agent jotted down; '' for nothing. */
  readonly note: string;
  /** What can be played or read of the call. */
  readonly has: { readonly recording: boolean; readonly transcript: boolean };
  /** Allo names a recording where none may be fetched from. */
  readonly isRecordingRefused: boolean;
  /** What the caller chose in the voice menu, in order. */
  readonly menu: readonly string[];
  /** What a voice agent asked for. */
  readonly collected: readonly Collected[];
  /** Some of what Allo sent was too big, and was left out. */
  readonly isReduced: boolean;
  /** The agent's own test, not a caller. */
  readonly isTest: boolean;
  /** Null: the CRM has not been asked, or says nothing more. */
  readonly extras: CrmExtras | null;
}

/** Another part of a call that was transferred. */
export interface Leg {
  /** Null: nothing has been told of it here. */
  readonly key: CallKey | null;
  readonly side: 'before' | 'after';
  /** Who had it, for people; null: nobody said, or this agent. */
  readonly who: string | null;
  readonly mine: boolean;
  /** Of its end of the transfer, as people read it; null: nobody said, or `who` is it. */
  readonly number: string | null;
  /** It went to a phone outside of the team: there is nothing to be told of it. */
  readonly isOutside: boolean;
  readonly durationS: number | null;
  /** The first sentence of what was said, plain text. */
  readonly summary: string | null;
}

/** The call before this one. */
export interface LastTime {
  readonly at: number;
  readonly direction: Direction;
  /** For people: a name, else an address; null when nobody said or it was this agent. */
  readonly by: string | null;
  readonly byMe: boolean;
  /** Of its result; null when Allo told none. */
  readonly phase: Phase | null;
  /** As Allo wrote it, for `outcomeWord` to read. */
  readonly result: string | null;
  /** The first sentence, plain text. */
  readonly summary: string | null;
  readonly tags: readonly string[];
  readonly sms: LastSms | null;
}

export interface LastSms {
  readonly at: number;
  readonly direction: Direction;
  readonly text: string | null;
  /** Who wrote it, of the team: as with a call. */
  readonly by: string | null;
  readonly byMe: boolean;
}

export interface Caller {
  /** Null: nobody said. */
  readonly name: string | null;
  /** `earlier-call`: with this one nobody said who it is, and that is what they were called then. */
  readonly nameFrom: 'this-call' | 'earlier-call';
  /** Whether they are in the contacts, under a name or none. */
  readonly isContact: boolean;
  readonly jobTitle: string | null;
  readonly company: string | null;
  /** The main address, which may stand for the name; null: none. */
  readonly email: string | null;
  /** How many addresses there are besides. */
  readonly furtherEmails: number;
  /** What the admin wants to be seen of the contact and the company, as far as anybody said it. */
  readonly facts: readonly Collected[];
  /** Another text once the admin wants other facts, or Allo says something else of them: the CRM alone changes nothing in it. */
  readonly factsAsSent: string;
  /** Null: withheld. */
  readonly number: {
    /** A number; a short code or an extension of the house; or a sender's name in its place. */
    readonly kind: 'phone' | 'short' | 'sender';
    readonly display: string;
    readonly country: string | null;
    readonly callable: boolean;
    /** City or region, in the agent's language, and IANA time zone, where the number tells. */
    readonly place: string | null;
    readonly timeZone: string | null;
  } | null;
  /** The number is one of the team's own lines. */
  readonly isTeam: boolean;
  /** Without a name, a search leads to whoever has the number. */
  readonly contactLink: LinkTarget;
  /** Null: nothing was found in the CRM. */
  readonly contactOffer: Offer | null;
  /** Nobody is known to have the number, and the CRM has a page that makes a contact with it. */
  readonly newContact: boolean;
  readonly companyLink: LinkTarget;
  readonly companyOffer: Offer | null;
}

export interface DealModel {
  readonly id: string;
  readonly name: string | null;
  readonly stage: string | null;
  readonly value: Money | null;
  readonly closeDate: CalendarDate | null;
  readonly overdue: boolean;
  readonly link: LinkTarget;
  readonly offer: Offer | null;
  readonly inCrm: DealInCrm | null;
}

/** What the CRM says of a deal that Allo sent. */
export interface DealInCrm {
  /** As people read it there, where that is not how Allo writes it. */
  readonly stage: string | null;
  readonly isClosed: boolean;
  readonly owner: string | null;
}

export interface Money {
  readonly amount: number;
  /** ISO 4217; null when the webhook gave none that is. */
  readonly currency: string | null;
  /** What it gave in its place: a sign that several currencies share, or a word. */
  readonly sign?: string;
}

/** Whether a click did what it says; the reason is for the agent. */
export type ActionResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'no-link' | 'gone' | 'failed' };
