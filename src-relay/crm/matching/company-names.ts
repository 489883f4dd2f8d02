import { withoutEntities } from '../../../src-shared/format/text-entities.ts';
import { isNoPart } from '../../../src-shared/format/no-name.ts';
import { foldText } from '../../../src-shared/history/fold-text.ts';
import type { Likeness } from './names.ts';

const MAX_CHARS = 300;

/** Legal forms that are one, as people shorten them. */
const FORMS: ReadonlyMap<string, string> = new Map(
  `sa|sas|sasu|sarl|eurl|sarlu|snc|sci|scop|scp|selarl|selas|scm|sca|gie|earl|gaec|asbl|sprl|srl|bvba|bv|nv|vzw|vof|cv
  |gmbh|ggmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|ev|eg|gesmbh|gmbh co kg|ag co kg|ug co kg|ug haftungsbeschrankt
  |ltd,limited|plc,public limited company|llp|llc,limited liability company|lp|inc,incorporated|corp,corporation|co,company,cie,compagnie
  |pty ltd,pty limited,proprietary limited|pte ltd,pte limited|pvt ltd,private limited,pvt limited|cic|dac
  |sl|slu|sau|sll|scoop|spa|srls|sapa|sas di|snc di|soc coop|lda,limitada|ltda|eireli|sgps|unipessoal lda
  |as|asa|aps|ab|oy|oyj|hf|ehf|sp z oo,spolka z oo|spolka akcyjna|sro|as cz|kft|zrt|doo|dd|ood|eood|ooo|oao|zao|pao
  |kk,kabushiki kaisha|gk|sdn bhd|bhd|pt|tbk|stichting|association|ltee,limitee`
    .split(/\s*\|\s*/)
    .flatMap((kind) => {
      const [form = '', ...others] = kind.split(',');
      return [form, ...others].map((one): [string, string] => [one, form]);
    }),
);
const MOST_WORDS = Math.max(...[...FORMS.keys()].map((form) => form.split(' ').length));
/** Those that stand before the name as well. */
const FIRST = new Set(
  'sa sas sasu sarl eurl snc sci scp selarl scm gie earl gaec asbl pt kk ooo oao zao stichting association'.split(
    ' ',
  ),
);
/** What joins two words and is left out as often as not. */
const JOINING = new Set(['and', 'et', 'und', 'y', 'e', 'en']);

interface CompanyName {
  /** Without its legal form, case, accents, signs and blanks. */
  readonly core: string;
  /** Null: it does not say. */
  readonly form: string | null;
  readonly words: readonly string[];
}

/**
 * Compares two companies' names. `same`: the same words, whatever the legal form's spelling; `fits`: one says less;
 * `unlike` as well where both say another legal form, since Acme SAS and Acme GmbH are two companies.
 */
export function compareCompanies(a: string | null, b: string | null): Likeness {
  const left = read(a);
  const right = left === null ? null : read(b);
  if (left === null || right === null) return 'unsaid';
  if (left.form !== null && right.form !== null && left.form !== right.form) return 'unlike';
  if (left.core === right.core) return 'same';
  const [less, more] =
    left.words.length <= right.words.length ? [left.words, right.words] : [right.words, left.words];
  return less.every((word) => more.includes(word)) ? 'fits' : 'unlike';
}

/** How to ask a CRM for every company that may have a name, its legal form and the spelling of the rest aside. */
export interface CompanyAsking {
  /** The longest word of the name that is no legal form, as it is written: whoever has the name has it somewhere. */
  readonly word: string;
  /** The first such word, where the name begins with it: most who have the name begin so. Null: it begins with another. */
  readonly start: string | null;
}

/** Null: there is no word to ask for. */
export function companyAsking(name: string): CompanyAsking | null {
  const known = read(name);
  if (known === null) return null;
  const isCore = (written: string): boolean => known.words.includes(foldWord(written));
  const written = withoutEntities(name).trim();
  const core = written
    .split(/[^\p{L}\p{M}\p{N}'’.]+/u)
    .flatMap((piece) => (isCore(piece) ? [piece] : runsIn(piece).filter(isCore)));
  const [first] = core;
  const word = core.flatMap(runsIn).toSorted((a, b) => b.length - a.length)[0];
  if (first === undefined || word === undefined) return null;
  return { word, start: written.startsWith(first) ? first : null };
}

function foldWord(written: string): string {
  return foldText(written).replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function runsIn(piece: string): string[] {
  return piece.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function read(name: string | null): CompanyName | null {
  if (name === null || name.length > MAX_CHARS || isNoPart(name)) return null;
  const said = wordsIn(withoutEntities(name));
  if (said.length === 0) return null;
  const atEnd = cut(said, 'end');
  const { form, words } = atEnd.form === null ? cut(said, 'start') : atEnd;
  return { core: words.join(''), form, words };
}

/** "S.A.S." is one word, and so is "L'Oréal". */
function wordsIn(name: string): readonly string[] {
  const words = foldText(name.replaceAll(/(?<!\p{L})(?:\p{L}\.){2,}\p{L}?(?!\p{L})/gu, undotted))
    .replaceAll(/['’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const last = words.length - 1;
  return words.filter((word, at) =>
    at === 0 ? word !== 'the' || last === 0 : at === last || !JOINING.has(word),
  );
}

function undotted(text: string): string {
  return text.replaceAll('.', '');
}

/** Takes the longest legal form off one end; a name is never nothing but one. */
function cut(words: readonly string[], from: 'start' | 'end'): Omit<CompanyName, 'core'> {
  for (let count = Math.min(MOST_WORDS, words.length - 1); count > 0; count -= 1) {
    const part = from === 'end' ? words.slice(-count) : words.slice(0, count);
    const form = FORMS.get(part.join(' '));
    if (form !== undefined && (from === 'end' || FIRST.has(form)))
      return { form, words: from === 'end' ? words.slice(0, -count) : words.slice(count) };
  }
  return { form: null, words };
}
