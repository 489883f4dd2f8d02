import { CLOSING_WORDS, NOT_CLOSED, type ClosingWords } from './closed-words.ts';

/** How many words after it a "not" reaches. */
const REACH = 3;
/** Longer ones are not several words written as one, and every way to part them would be tried. */
const JOINED_AT_MOST = 32;
/** "Wonder" is not "won" and a German article. */
const JOINED_DEAL_AT_LEAST = 4;
/** Between the words of "closedWonRenewal"; "unClosed" is one. */
const HUMP = /(?<=\p{Ll}{3})(?=\p{Lu}\p{Ll})/u;
const LANGUAGES: readonly ClosingWords[] = Object.values(CLOSING_WORDS);

/** What a word says of a deal, in whichever language has it. */
type Meaning = 'closed' | 'first' | 'alone' | 'not-yet' | 'reopened' | 'deal' | 'other';

/**
 * Whether a deal's status, in the words of whoever set up the CRM, says that it is over. By the words of English,
 * French, Spanish, German, Italian, Portuguese and Dutch, whatever their case, accents and numbering, joined or not.
 * What says neither is open: a deal too many is seen, a deal too few is missed.
 */
export function isClosedStatus(status: string): boolean {
  const parts = partsOf(status);
  if (parts.some((part) => part.some(({ meaning }) => meaning === 'reopened'))) return false;
  return parts.some((part, at) => saysClosed(part, parts.slice(0, at).every(isOfDeal)));
}

/** A status by its words alone, without the numbering of "3. Won": what two of them are compared by. */
export function plainStatus(status: string): string {
  return status
    .replace(/^\s*\d{1,3}(?:\s*[.):_]|\s-\s)(?=.*\p{L})/u, '')
    .replaceAll(/n[’']t\b/gi, ' not')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const SAYS_CLOSED: ReadonlySet<Meaning> = new Set(['closed', 'first', 'alone']);

interface Word {
  readonly text: string;
  readonly meaning: Meaning;
}

/** "Deal" or "Lost", but not the "Demo" of "Demo: completed". */
function isOfDeal(part: readonly Word[]): boolean {
  return part.every(({ meaning }) => meaning === 'deal' || SAYS_CLOSED.has(meaning));
}

/** @param leads whether nothing stands before it that it may be said of */
function saysClosed(part: readonly Word[], leads: boolean): boolean {
  const told = part.filter(({ meaning }) => meaning !== 'deal');
  return told.some(({ meaning }, at) => {
    if (told.slice(Math.max(0, at - REACH), at).some((before) => before.meaning === 'not-yet')) return false;
    switch (meaning) {
      case 'closed':
        return true;
      case 'first':
        return leads && at === 0;
      case 'alone':
        return leads && told.every((one) => SAYS_CLOSED.has(one.meaning));
      case 'not-yet':
      case 'reopened':
      case 'deal':
      case 'other':
        return false;
    }
  });
}

/** A status is of parts, as in "6. Closed (lost: price)". What is only asked, as in "Lost?", is none of them. */
function partsOf(status: string): readonly (readonly Word[])[] {
  const pieces = status
    .slice(0, 500)
    .replaceAll(/n[’']t\b/gi, ' not')
    .split(/([^\p{L}\p{M}\s_’'-]+|\s[-_]+\s)/u);
  return pieces
    .filter((_, at) => at % 2 === 0 && pieces[at + 1]?.includes('?') !== true)
    .map((part) => joined(part.split(/[^\p{L}\p{M}]+/u).flatMap(wordsIn)))
    .filter((part) => part.length > 0);
}

/** One word, or several that were written as one: "closedwon". */
function wordsIn(text: string): readonly Word[] {
  if (text === '') return [];
  const plain = plainStatus(text);
  if (NOT_CLOSED.includes(text.normalize('NFC').toLowerCase())) return [{ text: plain, meaning: 'other' }];
  const known = MEANINGS.get(plain);
  if (known !== undefined) return [{ text: plain, meaning: known }];
  const written = text.split(HUMP);
  return (
    apart(plain) ?? (written.length > 1 ? written.flatMap(wordsIn) : [{ text: plain, meaning: 'other' }])
  );
}

/** Null unless the whole of it is words that are known. */
function apart(text: string): readonly Word[] | null {
  if (text.length > JOINED_AT_MOST) return null;
  for (let end = text.length - 2; end >= 2; end -= 1) {
    const first = joinable(text.slice(0, end));
    if (first === null) continue;
    const last = joinable(text.slice(end));
    const rest = last === null ? apart(text.slice(end)) : [last];
    if (rest !== null) return [first, ...rest];
  }
  return null;
}

function joinable(text: string): Word | null {
  const meaning = MEANINGS.get(text);
  if (meaning === undefined || (meaning === 'deal' && text.length < JOINED_DEAL_AT_LEAST)) return null;
  return { text, meaning };
}

/** Words that mean something only together become one. */
function joined(part: readonly Word[]): readonly Word[] {
  const result: Word[] = [];
  for (let at = 0; at < part.length;) {
    const here = part.slice(at);
    const phrase = PHRASES.find(({ texts }) => texts.every((text, n) => here[n]?.text === text));
    const word = phrase ?? here[0];
    if (word !== undefined) result.push(word);
    at += phrase?.texts.length ?? 1;
  }
  return result;
}

/** The strongest meaning counts where languages share a word. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  LANGUAGES.flatMap((language): [string, Meaning][] => [
    ...language.deal.map((word): [string, Meaning] => [plainStatus(word), 'deal']),
    ...(['alone', 'first', 'closed'] as const).flatMap((meaning) =>
      language[meaning]
        .flatMap((word) => formsOf(word, language))
        .map((form): [string, Meaning] => [form, meaning]),
    ),
    ...single(language.notYet).map((word): [string, Meaning] => [word, 'not-yet']),
    ...single(language.reopened)
      .flatMap((word) => formsOf(word, language))
      .map((word): [string, Meaning] => [word, 'reopened']),
  ]),
);

const PHRASES = LANGUAGES.flatMap(({ phrases, notYet, reopened }) => [
  ...phraseOf(phrases, 'closed'),
  ...phraseOf(notYet, 'not-yet'),
  ...phraseOf(reopened, 'reopened'),
]);

function phraseOf(
  texts: readonly string[],
  meaning: Meaning,
): (Word & { readonly texts: readonly string[] })[] {
  return texts
    .filter((text) => text.includes(' '))
    .map((text) => ({ text: plainStatus(text), texts: plainStatus(text).split(' '), meaning }));
}

function single(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => !text.includes(' ')).map(plainStatus);
}

/** A word and how it ends when it is said of something feminine, or of several. */
export function formsOf(word: string, { endings }: Pick<ClosingWords, 'endings'>): readonly string[] {
  const others = endings
    .filter(([own]) => word.endsWith(own))
    .flatMap(([own, each]) => each.map((ending) => `${word.slice(0, -own.length)}${ending}`));
  return [word, ...others].map(plainStatus);
}
