import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { linkFacts } from '../../src-shared/card/card.ts';
import { pageOfOtherDeal } from '../../src-shared/card/extras.ts';
import { subjectOf } from '../../src-shared/crm/chosen.ts';
import type { CrmPage, RecordKind } from '../../src-shared/crm/config.ts';
import { newContactLink, searchLink, type LinkFacts } from '../../src-shared/crm/links.ts';
import { offerOf, pageOfChoice, type ChosenFor } from '../../src-shared/crm/offer.ts';
import { readableNumber } from '../../src-shared/format/phone.ts';
import type { ActionResult } from '../../src-shared/card/model.ts';
import type { RequestPayload } from '../../src-shared/ipc/contract.ts';
import type { Policy } from '../../src-shared/wire/policy.ts';
import type { Records } from '../../src-shared/crm/records.ts';
import {
  contactAsMarkdown,
  crmAsMarkdown,
  factsAsMarkdown,
  noteAsMarkdown,
  summaryAsMarkdown,
  transcriptAsMarkdown,
} from '../../src-shared/history/as-markdown.ts';
import type { CallDetail } from '../../src-shared/history/rows.ts';
import type { Language } from '../../src-shared/words/language.ts';
import type { OpenExternal } from './open-external.ts';

export interface CardActionOptions {
  readonly callOf: (key: CallKey) => Call | null;
  /** What the relay found in the CRM; null: nothing. */
  readonly recordsOf: (key: CallKey) => Records | null;
  readonly chosenFor: ChosenFor;
  /** Remembers that the agent chose this record of the CRM's. */
  readonly choose: (key: CallKey, subject: string, id: string) => void;
  /** Everything of a call; null: not kept any more. */
  readonly detailOf: (key: CallKey) => CallDetail | null;
  readonly language: () => Language;
  readonly policy: () => Policy;
  readonly openExternal: OpenExternal;
  readonly writeClipboard: (text: string) => void;
}

/** Which of several records: names of what a page was told of, none of which is trusted. */
export type Which = Pick<RequestPayload<'card:open'>, 'deal' | 'choice' | 'search'>;

export type Copied = RequestPayload<'card:copy'>['what'];

/** What a click on a card does. The window names a call and a record; the address is made here. */
export interface CardActions {
  openRecord(key: CallKey, record: CrmPage, which?: Which): Promise<ActionResult>;
  callBack(key: CallKey): Promise<ActionResult>;
  /** @param at which of several, in the order in which they are shown */
  copy(key: CallKey, what: Copied, at?: number): ActionResult;
}

export function createCardActions(options: CardActionOptions): CardActions {
  const { callOf, recordsOf, chosenFor, choose, detailOf, language, policy } = options;
  const { openExternal, writeClipboard } = options;

  function textOf(detail: CallDetail | null, what: Exclude<Copied, 'number'>, at: number): string | null {
    if (detail === null) return null;
    const { card, contact, transcript } = detail;
    switch (what) {
      case 'summary':
        return summaryAsMarkdown(card, language());
      case 'transcript':
        return transcriptAsMarkdown(card, transcript, language());
      case 'note':
        return noteAsMarkdown(card, language());
      case 'contact':
        return contactAsMarkdown(detail, language());
      case 'crm':
        return crmAsMarkdown(card, language());
      case 'facts':
        return factsAsMarkdown(detail, language());
      case 'email':
        return contact.emails[at] ?? null;
      case 'otherNumber':
        return copyableNumber(contact.numbers[at] ?? null);
      case 'property': {
        const value = contact.properties.flatMap(({ facts }) => facts)[at]?.value;
        return value === undefined ? null : String(value);
      }
    }
  }

  /** A choice that is none any more opens what the link itself opens by now. */
  function open(
    key: CallKey,
    record: RecordKind,
    facts: LinkFacts,
    choice: string | undefined,
    search: boolean,
  ): string | null {
    const { crm } = policy();
    if (search) return crm === null ? null : searchLink(crm, record, facts);
    const chosen = choice === undefined ? null : pageOfChoice(crm, record, facts, choice);
    if (chosen === null || choice === undefined || crm === null)
      return offerOf(crm, record, facts, chosenFor)?.url ?? null;
    const subject = facts.records && subjectOf(facts.records, record, facts, facts.deal?.id);
    if (subject !== null) choose(key, subject, choice);
    return chosen;
  }

  return {
    async openRecord(key, record, which = {}) {
      const call = callOf(key);
      if (call === null) return gone;
      const { crm } = policy();
      const records = recordsOf(key);
      if (record === 'newContact') {
        const url = newContactLink(crm, linkFacts(call, records));
        return url === null ? noLink : openExternal(url);
      }
      const { deal: dealId, choice, search = false } = which;
      const deal = call.deals.find(({ id }) => id === dealId) ?? null;
      const isOther = record === 'deal' && dealId === undefined && choice !== undefined;
      if (record === 'deal' && deal === null && !isOther) return gone;
      const facts = linkFacts(call, records, deal);
      const url = isOther ? pageOfOtherDeal(crm, records, choice) : open(key, record, facts, choice, search);
      return url === null ? noLink : openExternal(url);
    },
    async callBack(key) {
      const call = callOf(key);
      if (call === null) return gone;
      const number = readableNumber(call.number)?.e164 ?? null;
      return number === null ? noLink : openExternal(`tel:${number}`);
    },
    copy(key, what, at = 0) {
      const text =
        what === 'number' ? copyableNumber(callOf(key)?.number ?? null) : textOf(detailOf(key), what, at);
      if (text === null) return callOf(key) === null ? gone : noLink;
      writeClipboard(text);
      return { ok: true };
    },
  };
}

/** In E.164 where the number is known in full, else as it is shown. */
function copyableNumber(raw: string | null): string | null {
  const number = readableNumber(raw);
  return number === null ? null : (number.e164 ?? number.display);
}

const gone: ActionResult = { ok: false, reason: 'gone' };
const noLink: ActionResult = { ok: false, reason: 'no-link' };
