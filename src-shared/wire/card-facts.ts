import * as v from 'valibot';

/** So many facts are on the card's line. */
export const MAX_CARD_FACTS = 3;
/** A label that is longer is no label. */
export const MAX_FACT_LABEL_CHARS = 40;

/** A fact on the card: what it is called, and the property that it is: `person.plan`, `company.Nom du commercial`. */
export const cardFactEntries = {
  label: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_FACT_LABEL_CHARS)),
  from: v.pipe(
    v.string(),
    v.regex(
      /^(?:person|company)\.(?! )[^\p{C}\p{Zl}\p{Zp}]{1,64}$(?<! )/u,
      'not a property of person or company, like company.plan',
    ),
  ),
};
const cardFact = v.object(cardFactEntries);
export type CardFact = v.InferOutput<typeof cardFact>;

/** A relay that has more room for them has the first ones shown. */
export const cardFactsSchema = v.pipe(
  v.array(cardFact),
  v.transform((facts) => facts.slice(0, MAX_CARD_FACTS)),
);
