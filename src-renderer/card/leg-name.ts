import type { Leg } from '../../src-shared/card/model.ts';
import type { Words } from '../../src-shared/words/en.ts';

/** "Transferred from Ben", "Before that: Ana": another part of a call, by who had it. */
export function legName({ who, mine, side }: Leg, isNext: boolean, words: Words): string {
  const isBefore = side === 'before';
  if (!isNext) {
    const name = mine ? words.card.you : (who ?? words.card.unknownParty);
    return isBefore ? words.card.beforeThat(name) : words.card.afterThat(name);
  }
  if (mine) return isBefore ? words.card.transferredFromYou : words.card.transferredToYou;
  if (who === null) return isBefore ? words.card.transferredCall : words.card.transferredOn;
  return isBefore ? words.card.transferredFrom(who) : words.card.transferredTo(who);
}
