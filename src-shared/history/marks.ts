import { foldText } from './fold-text.ts';
import type { Search, SearchTerm } from './search.ts';

/** A stretch of a text, in order; together they are the text. */
export interface Stretch {
  readonly text: string;
  readonly found: boolean;
}

/** Parts `text` where it has a term of the search. Nothing is added, dropped or reordered. */
export function marksIn(text: string, search: Search): readonly Stretch[] {
  const folded = foldedPlaces(text);
  const found = new Uint8Array(text.length);
  for (const term of search) for (const [from, to] of placesOf(folded, term)) found.fill(1, from, to);
  return stretchesOf(text, found);
}

/** Where a text has a term: pairs of its own indexes, first to last, none inside another. */
export function findIn(text: string, search: Search): readonly (readonly [from: number, to: number])[] {
  let at = 0;
  return marksIn(text, search).flatMap((stretch) => {
    const from = at;
    at += stretch.text.length;
    return stretch.found ? [[from, at] as const] : [];
  });
}

/** Folded text, and for every unit of it where the character that it came from begins and ends. */
interface Folded {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

function foldedPlaces(original: string): Folded {
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const character of original) {
    const folded = foldText(character);
    const begin = at;
    at += character.length;
    text += folded;
    for (let n = 0; n < folded.length; n += 1) {
      from.push(begin);
      to.push(at);
    }
    // An accent on its own belongs to the letter before it.
    if (folded === '' && to.length > 0) to[to.length - 1] = at;
  }
  return { text, from, to };
}

function placesOf(folded: Folded, term: SearchTerm): readonly (readonly [number, number])[] {
  const written = term.spellings.flatMap((spelling) => occurrences(folded, spelling));
  if (term.kind === 'word' || written.length > 0) return written;
  // A number as people read it: its digits with blanks between, and at home without what stands before them.
  const digits = digitsOf(folded);
  const typed = (term.spellings[0] ?? '').replace(/\D/g, '');
  for (const spelling of [typed, typed.replace(/^00/, ''), typed.replace(/^0/, '')]) {
    const places = spelling === '' ? [] : occurrences(digits, spelling);
    if (places.length > 0) return places;
  }
  return [];
}

function digitsOf({ text, from, to }: Folded): Folded {
  const digits = [...text.matchAll(/\d/g)];
  return {
    text: digits.map(([digit]) => digit).join(''),
    from: digits.map(({ index }) => from[index] ?? 0),
    to: digits.map(({ index }) => to[index] ?? 0),
  };
}

function occurrences({ text, from, to }: Folded, part: string): readonly (readonly [number, number])[] {
  const places: (readonly [number, number])[] = [];
  if (part === '') return places;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length))
    places.push([from[at] ?? 0, to[at + part.length - 1] ?? 0]);
  return places;
}

function stretchesOf(text: string, found: Uint8Array): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let begin = 0;
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && found[at] === found[begin]) continue;
    stretches.push({ text: text.slice(begin, at), found: found[begin] === 1 });
    begin = at;
  }
  return stretches;
}
