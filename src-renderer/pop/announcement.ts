import type { CardModel } from '../../src-shared/card/model.ts';
import type { Digest } from '../../src-shared/ipc/contract.ts';
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

/** "While you were away: 3 missed calls, 2 messages". */
export function digestAnnouncementOf(digest: Digest, words: Words): string {
  return words.card.whileAwayWas(countsOf(digest, words).join(', '));
}

/** "3 missed calls", "1 voicemail", …: only what there is. */
export function countsOf(digest: Digest, words: Words): readonly string[] {
  const { missed, voicemails, otherCalls, messages } = words.card;
  return [
    digest.missed > 0 ? missed(digest.missed) : null,
    digest.voicemails > 0 ? voicemails(digest.voicemails) : null,
    digest.others > 0 ? otherCalls(digest.others) : null,
    digest.messages > 0 ? messages(digest.messages) : null,
  ].filter((count) => count !== null);
}
