import { fullName } from '../../../src-shared/format/person-name.ts';
import { withoutEntities } from '../../../src-shared/format/text-entities.ts';
import { foldText } from '../../../src-shared/history/fold-text.ts';

/**
 * What two names say of one another.
 * - `same`: first and last name, in any order, case and spelling of accents.
 * - `fits`: one says less than the other ("Dupont", "J. Dupont"), and nothing speaks against it.
 * - `unlike`: they are two people's.
 * - `unsaid`: one of them says nothing.
 */
export type Likeness = 'same' | 'fits' | 'unlike' | 'unsaid';

/** What is longer is no name. */
const MAX_CHARS = 200;
const MAX_WORDS = 16;

/** What stands before a name or after it and is nobody's own. A lone "M" may be an initial, so it stays. */
const TITLES = new Set(
  `mr mrs ms miss mx mister sir madam dr doctor docteur doktor prof professor professeur mme mmes mlle monsieur madame
  mademoiselle me maitre herr frau fraulein dipl ing senor senora senorita sra srta dott dottore dottssa signor signora sig avv
  dhr mevr mevrouw meneer phd md mba esq`.split(/\s+/),
);
/** Small words within family names, which some write and some leave out. */
const PARTICLES = new Set(
  'de du des d la le les l van von der den dem ter ten te zu zum zur di da das do dos del della dello degli el bin ibn of y e und et'.split(
    ' ',
  ),
);
const WITHOUT_BLANKS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;
/** Letters that German and Nordic people write as two where they cannot write them. */
const AS_TWO: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe', æ: 'ae' };

/** A word of a name in each of its spellings: `müller` is `muller` and `mueller`. */
type Word = readonly [string, ...string[]];

/** A name that is read once: reading takes longer than comparing. */
export interface NameReading {
  readonly words: readonly Word[];
  /** It has a first and a last name. */
  readonly isFull: boolean;
}

/** One that nobody has. */
export const NO_NAME: NameReading = { words: [], isFull: false };

/** The name that a record of the CRM has, as far as it names somebody: an address or a number does not. */
export function nameIn(text: string | null): string | null {
  if (text === null || text.length > MAX_CHARS) return null;
  const name = withoutEntities(text);
  return /\S@\S/.test(name) ? null : fullName({ name, last_name: null });
}

export function readName(text: string | null): NameReading {
  const name = nameIn(text);
  return name === null ? NO_NAME : { words: wordsIn(name), isFull: isFullName(name) };
}

/** Compares two names. Symmetric; never throws. */
export function compareNames(a: NameReading, b: NameReading): Likeness {
  const [left, right] = [a.words, b.words];
  if (left.length === 0 || right.length === 0) return 'unsaid';
  const rest = unmatched(left, right);
  const shared = left.length - rest.left.length;
  const areFull = a.isFull && b.isFull;
  if (isSaidAs(rest.left, rest.right)) return areFull ? 'same' : 'fits';
  if (areFull) {
    const bare = unmatched(withoutParticles(left), withoutParticles(right));
    if (isSaidAs(bare.left, bare.right)) return 'same';
  }
  const open = withoutInitials(rest.left, rest.right);
  if (open.left.length > 0 && open.right.length > 0) return 'unlike';
  // Initials alone, or a "de" alone, name nobody.
  if (shared === 0 || matchedOnly(left, rest.left).every(([word]) => isSmall(word))) return 'unsaid';
  return 'fits';
}

function wordsIn(name: string): readonly Word[] {
  const words = name
    .toLowerCase()
    .normalize('NFC')
    .split(/[^\p{L}\p{M}\p{N}'’ʼ‘]+/u)
    .map(spellingsOf)
    .filter(([word]) => word !== '');
  const own = words.filter(([word]) => !TITLES.has(word));
  return (own.length === 0 ? words : own).slice(0, MAX_WORDS);
}

function spellingsOf(word: string): Word {
  const plain = folded(word);
  const asTwo = folded(word.replaceAll(/[äöüåøæ]/g, (letter) => AS_TWO[letter] ?? letter));
  return plain === asTwo ? [plain] : [plain, asTwo];
}

function folded(word: string): string {
  return foldText(word).replaceAll(/[^\p{L}\p{N}]/gu, '');
}

interface Rest {
  readonly left: readonly Word[];
  readonly right: readonly Word[];
}

/** The words of each that the other does not have. */
function unmatched(left: readonly Word[], right: readonly Word[]): Rest {
  const rest = [...right];
  const alone = left.filter((word) => {
    const at = rest.findIndex((other) => isSameWord(word, other));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return { left: alone, right: rest };
}

function matchedOnly(all: readonly Word[], rest: readonly Word[]): readonly Word[] {
  return all.filter((word) => !rest.includes(word));
}

function isSameWord(a: Word, b: Word): boolean {
  return a.some((spelling) => b.includes(spelling));
}

/** Nothing is left of either, or the same once it is written without blanks, whichever part comes first. */
function isSaidAs(left: readonly Word[], right: readonly Word[]): boolean {
  if (left.length === 0 && right.length === 0) return true;
  if (left.length === 0 || right.length === 0) return false;
  const others = new Set(turns(right));
  return turns(left).some((turn) => others.has(turn));
}

function turns(words: readonly Word[]): readonly string[] {
  return words.flatMap((_, at) => {
    const turned = [...words.slice(at), ...words.slice(0, at)];
    return [turned.map(([word]) => word).join(''), turned.map((word) => word.at(-1)).join('')];
  });
}

/** First and last name, neither of them an initial: "Jean-Pierre" is one. Of a name without blanks, two characters. */
function isFullName(name: string): boolean {
  const parts = name
    .split(/[\s,;]+/)
    .map((part) => wordsIn(part).filter(([word]) => !TITLES.has(word) && !isSmall(word)))
    .filter((words) => words.length > 0);
  const whole = parts
    .flat()
    .map(([word]) => word)
    .join('');
  return WITHOUT_BLANKS.test(whole) ? [...whole].length >= 2 : parts.length >= 2;
}

function withoutParticles(words: readonly Word[]): readonly Word[] {
  return words.filter(([word]) => !PARTICLES.has(word));
}

function isSmall(word: string): boolean {
  return PARTICLES.has(word) || isInitial(word);
}

function isInitial(word: string): boolean {
  return [...word].length === 1 && !WITHOUT_BLANKS.test(word);
}

/** Leaves out an initial together with the word that it stands for, and "JP" with Jean and Pierre. */
function withoutInitials(left: readonly Word[], right: readonly Word[]): Rest {
  const once = spellOut(left, right);
  const twice = spellOut(once.right, once.left);
  return { left: twice.right, right: twice.left };
}

function spellOut(short: readonly Word[], long: readonly Word[]): Rest {
  let rest = [...long];
  const left = short.filter(([word]) => {
    const letters = [...word];
    if (letters.length > 3 || WITHOUT_BLANKS.test(word)) return true;
    const at = rest.findIndex((_, from) =>
      letters.every((letter, n) => rest[from + n]?.[0].startsWith(letter) === true),
    );
    if (at >= 0) rest = rest.toSpliced(at, letters.length);
    return at < 0;
  });
  return { left, right: rest };
}
