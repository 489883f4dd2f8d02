import type { CardModel } from './model.ts';

const MAX_CHARS = 80;
/** Keys open so many. */
const MAX_DEALS = 9;

/**
 * A card of which is kept who it is, the number and the deals, each short and of nothing but letters, digits and signs.
 * `bare`: the digits of the number alone.
 */
export function plainCard(card: CardModel, care: 'plain' | 'bare'): CardModel {
  const { caller, claim } = card;
  const isBare = care === 'bare';
  const word = (text: string | null) => (isBare || text === null ? null : plainText(text));
  const digits = caller.number?.display.replaceAll(/[^\d+ ]/g, '').slice(0, MAX_CHARS) ?? '';
  const display = isBare ? digits : plainText(caller.number?.display ?? '');
  return {
    ...card,
    result: null,
    line: word(card.line),
    caller: {
      ...caller,
      name: word(caller.name),
      jobTitle: null,
      company: word(caller.company),
      email: null,
      contactOffer: null,
      companyOffer: null,
      furtherEmails: 0,
      facts: [],
      factsAsSent: '',
      number:
        caller.number === null || display === ''
          ? null
          : {
              kind: caller.number.kind,
              display,
              country: null,
              callable: caller.number.callable,
              place: null,
              timeZone: null,
            },
    },
    deals: isBare
      ? []
      : card.deals.slice(0, MAX_DEALS).map((deal) => ({
          ...deal,
          name: deal.name === null ? null : plainText(deal.name),
          stage: null,
          value: null,
          closeDate: null,
          offer: null,
          inCrm: null,
        })),
    openValue: null,
    summary: null,
    left: null,
    tags: [],
    handledBy: word(card.handledBy),
    claim: claim === null ? null : { ...claim, who: plainText(claim.who) },
    legs: [],
    lastTime: null,
    note: '',
    menu: [],
    collected: [],
    extras: null,
  };
}

/** Letters with at most two marks each, digits, signs and blanks, on one line. */
export function plainText(text: string): string {
  const letters = [
    ...text
      .slice(0, 4 * MAX_CHARS)
      .toWellFormed()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S}]+/gu, ' ')
      .replaceAll(/(\p{M}{2})\p{M}+/gu, '$1')
      .trim(),
  ];
  return letters.length > MAX_CHARS
    ? `${letters
        .slice(0, MAX_CHARS - 1)
        .join('')
        .trimEnd()}…`
    : letters.join('');
}
