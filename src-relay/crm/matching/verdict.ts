/**
 * What is known of which record of the CRM one of Allo's is.
 * - `certain`: exactly one fits, and nothing speaks against it.
 * - `several`: one or more may be it. The likeliest come first, in an order that does not depend on the CRM's.
 * - `none`: the CRM has nothing like it.
 * - `unknown`: it was not asked, or its answer was cut before anything that fits.
 */
export type Verdict<Item, Basis extends string, Doubt extends string, Weight> = {
  /** Every candidate that has something in common with what was looked for, with what it has: for the explanation. */
  readonly weighed: readonly Weighed<Item, Weight>[];
} & (
  | { readonly kind: 'certain'; readonly record: Item; readonly basis: Basis }
  | { readonly kind: 'several'; readonly candidates: readonly Item[]; readonly doubt: Doubt }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: Unknown }
);

export interface Weighed<Item, Weight> {
  readonly item: Item;
  readonly weight: Weight;
}

/** `not-asked`: there was nothing to ask by, or nobody whose records could be asked for. */
export type Unknown = 'not-asked' | 'cut';

/** By the code units of text: the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
