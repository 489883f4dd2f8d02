import type { E164 } from '../brand.ts';

/** A number as a webhook wrote it, read for comparing and for nothing else. Both null: withheld, or no number at all. */
export interface NumberKey {
  /** `+` and digits, when it was written with its country. Numbers that a country writes in two ways have one here. */
  readonly e164: E164 | null;
  /**
   * The last 9 digits: what numbers written with and without their country have in common. Of a sender that is a name,
   * the name after a `~`.
   */
  readonly tail: string | null;
}

/** Whether it is a number at all: neither withheld nor a sender's name. */
export function isNumber({ tail }: NumberKey): boolean {
  return tail !== null && !tail.startsWith('~');
}

/** How surely two numbers are the same: 0 exactly (or both withheld), 1 by their last 9 digits; null: they are not. */
export function sameNumber(a: NumberKey, b: NumberKey): 0 | 1 | null {
  if (a.tail === null || b.tail === null) return a.tail === b.tail ? 0 : null;
  if (a.e164 !== null && b.e164 !== null) return a.e164 === b.e164 ? 0 : null;
  return a.tail === b.tail ? 1 : null;
}
