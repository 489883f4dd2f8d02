import type { CalendarDate } from '../../src-shared/format/calendar-date.ts';

/** The CRMs that are asked. Each is a preset of the config as well. */
export const ASKED_CRMS = ['hubspot', 'pipedrive', 'attio', 'salesforce', 'zoho'] as const;
export type AskedCrm = (typeof ASKED_CRMS)[number];

/** What a list is when the CRM may have more than it gave: never a reason to be certain. */
export interface Listed<T> {
  readonly items: readonly T[];
  /** The CRM has no more than these. */
  readonly isComplete: boolean;
}

export interface CrmPerson {
  readonly id: string;
  /** A lead is not a contact yet. */
  readonly kind: 'contact' | 'lead';
  /** First and last name, or whatever of it there is; null: none. */
  readonly name: string | null;
  /** As they are written in the CRM. */
  readonly emails: readonly string[];
  readonly numbers: readonly string[];
  /** The one company, or the primary one; its name where the answer has it. */
  readonly company: { readonly id: string; readonly name: string | null } | null;
  /** Where the answer names them; null: they must be asked for. */
  readonly dealIds: Listed<string> | null;
  /** The owner's name, once it is known. */
  readonly owner: string | null;
  /** The properties that were asked for, as text, by their names in the CRM. */
  readonly properties: Readonly<Record<string, string>>;
}

export interface CrmCompany {
  readonly id: string;
  readonly name: string | null;
  readonly owner: string | null;
  readonly properties: Readonly<Record<string, string>>;
}

export interface CrmDeal {
  readonly id: string;
  readonly title: string | null;
  readonly amount: number | null;
  /** ISO 4217; null where the CRM does not say. */
  readonly currency: string | null;
  readonly closeDate: CalendarDate | null;
  /** The CRM keeps a moment in place of a day, so that the day may be one off. */
  readonly isCloseDateVague: boolean;
  /** The stage as people read it; null while its label is not known. */
  readonly stage: string | null;
  /** Null: the CRM does not say. */
  readonly isClosed: boolean | null;
  readonly owner: string | null;
}

/** What Allo says of somebody, as far as a CRM can be asked for it. */
export interface Clues {
  /** Lower case, trimmed. */
  readonly emails: readonly string[];
  /** In E.164. */
  readonly numbers: readonly string[];
}

export interface CrmAccount {
  /** What keeps the links of one account apart from another's: `8812734`, `acme`. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** The config's block that leads to this account's pages, ready to be written: `{ preset: 'hubspot', … }`. */
  readonly config: Readonly<Record<string, string>>;
}

/** A right that a connection needs. */
export interface CrmRight {
  /** As the CRM calls it: `crm.objects.deals.read`. */
  readonly name: string;
  /** What is missing without it, for the admin: "deals open the search page". */
  readonly without: string;
}

/** One account of one CRM, to read from. Every method throws `CrmFailure` when there is no answer to be had. */
export interface CrmConnection {
  whoAmI(flight: Flight): Promise<CrmAccount>;
  /** Tries every right with the smallest read there is. @returns those that are missing */
  missingRights(flight: Flight): Promise<readonly CrmRight[]>;
  /** Asks widely, by e-mail and by number: whoever comes back must still be checked. */
  peopleBy(clues: Clues, flight: Flight): Promise<Listed<CrmPerson>>;
  /** Null: it is gone. One that was merged into another comes back under its new id. */
  person(which: Pick<CrmPerson, 'id' | 'kind'>, flight: Flight): Promise<CrmPerson | null>;
  company(id: string, flight: Flight): Promise<CrmCompany | null>;
  /** Asks widely, by a word of the name: which of them have it must still be checked. */
  companiesNamed(name: string, flight: Flight): Promise<Listed<CrmCompany>>;
  /** Open ones of the person or of the company. */
  openDealsOf(of: DealsOf, flight: Flight): Promise<Listed<CrmDeal>>;
  /** Null: it is gone. */
  deal(id: string, flight: Flight): Promise<CrmDeal | null>;
}

export interface DealsOf {
  readonly person: CrmPerson;
  readonly companyId: string | null;
}

/** Whatever is asked for together: a ring's requests share one deadline. */
export interface Flight {
  readonly urgency: Urgency;
  /** ms on the clock that never jumps: what has not come by then is given up. */
  readonly until: number;
}
/** The first goes first. */
export const URGENCIES = ['ring', 'refresh', 'warm-up'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** A read that an adapter may do, by the name that log and metrics use. Nothing that is in no such table is ever sent. */
export interface CrmRead {
  readonly method: 'GET' | 'POST';
  readonly host: CrmHost;
  /** As documented, with `{placeholders}` for whole segments: `/crm/objects/2026-09/contacts/{id}`. */
  readonly path: string;
  /** The budget that it counts against, and how much. */
  readonly pot: string;
  readonly cost: number;
}
/** `accounts` gives tokens out, where that is another host. */
export type CrmHost = 'api' | 'accounts';

/** What goes into a read. */
export interface CrmFilling {
  /** For the path's placeholders: encoded as one segment each. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: object;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface CrmAnswer {
  readonly status: number;
  /** Undefined: an empty body. */
  readonly json: unknown;
  /** Lower case names. */
  readonly header: (name: string) => string | null;
}

/** Sends one read, once: within its budget, to its fixed host, with a deadline. @throws CrmFailure */
export type AskCrm<Reads extends Readonly<Record<string, CrmRead>>> = (
  read: keyof Reads & string,
  filling: CrmFilling,
  flight: Flight,
) => Promise<CrmAnswer>;

export const CRM_TROUBLES = [
  /** No connection, or none that is secure. */
  'unreachable',
  'too-late',
  /** The secret is not taken: nothing is asked until it is another. */
  'refused',
  /** A right is missing for this read. */
  'missing-right',
  /** The CRM's own limit, or ours. */
  'limited',
  /** 5xx and the like. */
  'broken',
  /** HTML, nonsense, too much, or in a shape that is not known. */
  'unreadable',
  /** The CRM does not take this request: ours to mend. */
  'rejected',
  /** The secret's account is another than the config's. */
  'other-account',
] as const;
export type CrmTrouble = (typeof CRM_TROUBLES)[number];

/** The CRM did not answer a question. The message is for the admin: what it is and what to do; no secret, no one's data. */
export class CrmFailure extends Error {
  override readonly name = 'CrmFailure';
  readonly trouble: CrmTrouble;
  /** ms after which it is worth asking again, where the CRM says so. */
  readonly retryAfterMs: number | null;

  constructor(trouble: CrmTrouble, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.trouble = trouble;
    this.retryAfterMs = retryAfterMs;
  }
}

/** How much of a pot there is: in no span of `everyMs` are more than so many units asked for. */
export interface Pot {
  readonly units: number;
  readonly everyMs: number;
}

/** A CRM, before anybody is connected to it: all of it data and pure functions, but for `connect`. */
export interface CrmAdapter<
  Reads extends Readonly<Record<string, CrmRead>> = Readonly<Record<string, CrmRead>>,
> {
  readonly crm: AskedCrm;
  /** For people: `HubSpot`. */
  readonly title: string;
  readonly secret: 'token' | 'client';
  readonly rights: readonly CrmRight[];
  readonly reads: Reads;
  /** One by the name of `day`, if there is one, is counted against by every read besides its own pot. */
  readonly pots: Readonly<Record<string, Pot>>;
  /**
   * ms that a pot rests after the first `limited` in a row, the second and so on, where the CRM does not say for how long.
   * Left out: 1 s, 2 s, 10 s, 1 min. From 10 s on the whole CRM is left alone.
   */
  readonly rests?: readonly number[];
  /** Whether an answer is none, and what kind of trouble it is; null: it is one, a 404 among them. Pure. */
  faultOf(answer: CrmAnswer, read: keyof Reads & string): CrmFailure | null;
  /** How much of the CRM's own limit is used up, 0 to 1, where its answers say so; null: this one does not. Pure. */
  usedUp?(answer: CrmAnswer): number | null;
  connect(parts: ConnectParts<Reads>): CrmConnection;
}

export interface ConnectParts<Reads extends Readonly<Record<string, CrmRead>>> {
  readonly secret: CrmSecret;
  readonly ask: AskCrm<Reads>;
  /**
   * The config's block, as `CrmAccount.config` has it: which account it is to be, for a CRM that gives no token without
   * being told. Left out: nobody has said so yet.
   */
  readonly config?: Readonly<Record<string, string>>;
  /** Properties to ask for besides, by their names in the CRM. */
  readonly properties: { readonly person: readonly string[]; readonly company: readonly string[] };
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
}

export type CrmSecret =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'client'; readonly id: string; readonly secret: string };
