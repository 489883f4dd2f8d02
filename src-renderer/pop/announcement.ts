import type { CardModel } from '../../src-shared/card/model.ts';
import type { Digest } from '../../src-shared/ipc/pop.ts';
import { legName } from '../../src-shared/words/leg-name.ts';
import type { Words } from '../../src-shared/words/en.ts';

/** What a screen reader says when a call comes in: "Call from Philippa Okonkwo, Globex, 2 open deals". */
export function announcementOf({ caller, deals, legs }: CardModel, words: Words): string {
  const before = legs.findLast(({ side }) => side === 'before');
  const parts = [
    words.call.from(caller.name ?? caller.number?.display ?? words.call.numberWithheld),
    caller.company,
    before === undefined ? null : legName(before, true, words),
    deals.length === 0 ? null : words.call.openDeals(deals.length),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** "While you were away: 3 missed calls, 2 messages". */
export function digestAnnouncementOf(digest: Digest, words: Words): string {
  return words.digest.spoken(countsOf(digest, words).join(', '));
}

/** "3 missed calls", "1 voicemail", …: only what there is. */
export function countsOf(digest: Digest, words: Words): readonly string[] {
  const { call, digest: said } = words;
  return [
    digest.missed > 0 ? call.missed(digest.missed) : null,
    digest.voicemails > 0 ? said.voicemails(digest.voicemails) : null,
    digest.others > 0 ? said.otherCalls(digest.others) : null,
    digest.messages > 0 ? said.messages(digest.messages) : null,
  ].filter((count) => count !== null);
}
