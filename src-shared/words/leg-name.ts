import type { Leg } from '../card/model.ts';
import type { Words } from './en.ts';

/** Each part of a call that was transferred, by who had it, with its number. */
export function legNames(legs: readonly Leg[], words: Words): readonly { leg: Leg; name: string }[] {
  // Nothing was between these two and the call.
  const nearest = legs.findLastIndex(({ side }) => side === 'before');
  return legs.map((leg, at) => ({ leg, name: legName(leg, at === nearest || at === nearest + 1, words) }));
}

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
