import type { CardModel } from '../../src-shared/card/model.ts';
import type { Words } from '../../src-shared/words/en.ts';

/** What a screen reader says when a call comes in: "Call from Philippa Okonkwo, Globex, 2 open deals". */
export function announcementOf({ caller, deals }: CardModel, words: Words): string {
  const parts = [
    words.callFrom(caller.name ?? caller.number?.display ?? words.numberWithheld),
    caller.company,
    deals.length === 0 ? null : words.openDealsCount(deals.length),
  ];
  return parts.filter((part) => part !== null).join(', ');
}
