import { decodeHTMLStrict } from 'entities/decode';

/**
 * Text in which somebody's form wrote HTML's entities for signs, with the signs: `O&#39;Brien`. Once: what was written as an
 * entity of an entity stays one. Only what ends in a semicolon is one, so that `AT&T` and `?a=1&copy=2` stay as they are.
 */
export function withoutEntities(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text;
}
