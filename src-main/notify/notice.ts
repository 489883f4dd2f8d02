import type { CallKey } from '../../src-shared/brand.ts';

/** Something worth a notification of the system's. */
export interface Notice {
  /** Another text under the same id takes the place of the one before. */
  readonly id: string;
  readonly title: string;
  /** Plain text. */
  readonly body: string;
  /** What a click opens; null: the calls. */
  readonly call: CallKey | null;
  /** Stays until it is taken back. */
  readonly isUrgent: boolean;
}

const MAX_TITLE_CHARS = 100;
const MAX_BODY_CHARS = 200;

/** One line without control characters, cut to what a notification shows. */
export function titleOf(text: string): string {
  return cut(text, MAX_TITLE_CHARS);
}

/** The same for the text below the title. */
export function bodyOf(text: string): string {
  return cut(text, MAX_BODY_CHARS);
}

function cut(text: string, most: number): string {
  const letters = [...text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : letters.join('');
}
