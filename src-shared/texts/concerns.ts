import type { WebhookId } from '../brand.ts';
import { sameNumber, type NumberKey } from '../format/number-key.ts';
import type { TextRow } from './rows.ts';

/** Whether texts that came, changed or went are of the number of a call, or were shown with it; a withheld one has none. */
export function concernsCall(
  { rows, gone }: { readonly rows: readonly Pick<TextRow, 'party'>[]; readonly gone: readonly WebhookId[] },
  number: NumberKey,
  shown: ReadonlySet<WebhookId>,
): boolean {
  if (gone.some((id) => shown.has(id))) return true;
  return number.tail !== null && rows.some(({ party }) => sameNumber(party, number) !== null);
}
