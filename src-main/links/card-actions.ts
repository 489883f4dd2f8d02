import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { linkFacts } from '../../src-shared/card/card.ts';
import type { CrmPage } from '../../src-shared/crm/config.ts';
import { newContactLink, recordLink } from '../../src-shared/crm/links.ts';
import { readableNumber } from '../../src-shared/format/phone.ts';
import type { ActionResult } from '../../src-shared/ipc/card.ts';
import type { RequestPayload } from '../../src-shared/ipc/contract.ts';
import type { Policy } from '../../src-shared/wire/policy.ts';
import {
  contactAsMarkdown,
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
  /** Everything of a call; null: not kept any more. */
  readonly detailOf: (key: CallKey) => CallDetail | null;
  readonly language: () => Language;
  readonly policy: () => Policy;
  readonly openExternal: OpenExternal;
  readonly writeClipboard: (text: string) => void;
}

export type Copied = RequestPayload<'card:copy'>['what'];

/** What a click on a card does. The window names a call and a record; the address is made here. */
export interface CardActions {
  openRecord(key: CallKey, record: CrmPage, dealId: string | undefined): Promise<ActionResult>;
  callBack(key: CallKey): Promise<ActionResult>;
  /** @param at which of several, in the order in which they are shown */
  copy(key: CallKey, what: Copied, at?: number): ActionResult;
}

export function createCardActions(options: CardActionOptions): CardActions {
  const { callOf, detailOf, language, policy, openExternal, writeClipboard } = options;

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

  return {
    async openRecord(key, record, dealId) {
      const call = callOf(key);
      if (call === null) return gone;
      if (record === 'newContact') {
        const url = newContactLink(policy().crm, linkFacts(call));
        return url === null ? noLink : openExternal(url);
      }
      const deal = record === 'deal' ? (call.deals.find(({ id }) => id === dealId) ?? null) : null;
      if (record === 'deal' && deal === null) return gone;
      const link = recordLink(policy().crm, record, linkFacts(call, deal));
      return link === null ? noLink : openExternal(link.url);
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
