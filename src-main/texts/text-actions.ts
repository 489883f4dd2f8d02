import type { WebhookId } from '../../src-shared/brand.ts';
import { readableNumber } from '../../src-shared/format/phone.ts';
import type { ActionResult } from '../../src-shared/card/model.ts';
import type { OpenExternal } from '../links/open-external.ts';
import type { Texts } from './texts.ts';

export interface TextActionOptions {
  readonly texts: Pick<Texts, 'whole' | 'numberOf'>;
  readonly openExternal: OpenExternal;
  readonly writeClipboard: (text: string) => void;
}

/** What a click on a text does. The window names the text; the number is read here. */
export interface TextActions {
  copy(id: WebhookId, what: 'text' | 'number'): ActionResult;
  callBack(id: WebhookId): Promise<ActionResult>;
}

export function createTextActions({ texts, openExternal, writeClipboard }: TextActionOptions): TextActions {
  return {
    copy(id, what) {
      const text = texts.whole(id);
      if (text === null) return { ok: false, reason: 'gone' };
      const number = readableNumber(texts.numberOf(id));
      const copied = what === 'text' ? text : (number?.e164 ?? number?.display ?? '');
      if (copied === '') return { ok: false, reason: 'no-link' };
      writeClipboard(copied);
      return { ok: true };
    },
    async callBack(id) {
      if (texts.whole(id) === null) return { ok: false, reason: 'gone' };
      const number = readableNumber(texts.numberOf(id))?.e164 ?? null;
      return number === null ? { ok: false, reason: 'no-link' } : openExternal(`tel:${number}`);
    },
  };
}
