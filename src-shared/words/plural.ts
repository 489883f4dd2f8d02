/** Picks the form of a word that a count needs in one language: `other` where a language has no form of its own. */
export type PluralForms = { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** By the plural rules of `language`, a BCP 47 tag: in English 1 alone is singular, in French 0 is too. */
export function pluralIn(language: string): (count: number, forms: PluralForms) => string {
  let rules: Intl.PluralRules | null = null;
  return (count, forms) => {
    rules ??= new Intl.PluralRules(language);
    return forms[rules.select(count)] ?? forms.other;
  };
}
