import { saysNoNumber } from './no-number.ts';
import { plainText } from './plain-digits.ts';

/** What a text in place of a phone number is, taken apart but not yet understood. */
export type Written =
  /** Withheld, or empty. */
  | { readonly kind: 'none' }
  /** A name in place of a number: "DHL Express". */
  | { readonly kind: 'sender'; readonly name: string }
  | {
      readonly kind: 'number';
      /** As it was written, without label, scheme and extension. */
      readonly text: string;
      /** Without what is dialled before a country code. */
      readonly digits: string;
      /** Whether the digits begin with a country code. */
      readonly withCountry: boolean;
      readonly extension: string | null;
    };

/** Longer is no number, whatever it is. */
const MAX_LENGTH = 256;
/** A run of digits inside other text is a number from here on; "3Mobile", "Room 101" and short codes are names. */
const LEAST_IN_TEXT = 7;
/** What has fewer digits has no extension. */
const LEAST_BEFORE_EXTENSION = 5;
/** In brackets behind fewer digits stands the rest of the number. */
const LEAST_BEFORE_BRACKETS = 10;
const NONE: Written = { kind: 'none' };

const SCHEME = /^\s*(?:tel|sips?|callto|sms|whatsapp|im):(?:\/\/)?/i;
const EXTENSION_WORD =
  /(?<!\p{L})(?:extensi[oó]n|extn|ext|poste|pst|durchwahl|anschluss|dw|nst|interno|interne|int|anexo|ramal|toestel|tst|lokal|ankn|wew|доб|内線|내선|转|轉|分机|分機|[xwp])$/iu;
/** "+33 (0)6 …": who dials the country leaves the 0 out. */
const TRUNK_ZERO = /\(\s*0\s*\)/;
/** Where the 0 is dialled from abroad too: Italy, San Marino, the Vatican. */
const KEEPS_ZERO = /^3(?:9|7[89])/;
/** "#31#0612345678": how the call was to be placed, not to whom. */
const SERVICE_CODE = /^[*#]\d{2,3}[*#](?=(?:\D*\d){6})/;

/**
 * Takes a number apart, in any spelling: in a URI (`sip:+33…@pbx`, `tel:…;ext=42`), after a label ("Mobile: +33…"), with an
 * extension ("x42", "ext. 42", "#42", ",,42"), in the digits of any script, or as a JSON number. Never throws.
 */
export function takeApart(raw: unknown): Written {
  const text = textOf(raw);
  if (text === '') return NONE;
  const { said, host, extension, country } = outOfUri(text);
  if (saysNoNumber(said) || host?.startsWith('anonymous.') === true) return NONE;
  if (extension !== null) return numberIn(said, extension, country) ?? senderOf(said, host);
  const split = atExtension(said);
  const apart = split === null ? null : numberIn(split.before, split.extension, country);
  return apart ?? numberIn(said, null, country) ?? senderOf(said, host);
}

/** A spreadsheet's number. */
const AS_DECIMAL = /^(\+?\d{7,15})\.0$/;

/** '' for what can be no number. */
function textOf(raw: unknown): string {
  if (typeof raw === 'number') return Number.isSafeInteger(raw) && raw >= 0 ? String(raw) : '';
  if (typeof raw !== 'string' || raw.length > MAX_LENGTH) return '';
  return plainText(raw)
    .replace(AS_DECIMAL, '$1')
    .replace(/^%2B/i, '+')
    .replace(/\[\s*0\s*\]/, '(0)');
}

/** What stands before an extension, and the extension; null: there is none. */
function atExtension(said: string): { readonly before: string; readonly extension: string } | null {
  const bracketed = /^(.*\d)\s*\((\d{1,5})\)$/.exec(said);
  if (bracketed !== null && digitsOf(bracketed[1] ?? '').length >= LEAST_BEFORE_BRACKETS)
    return { before: bracketed[1] ?? '', extension: bracketed[2] ?? '' };
  const last = /(?<!\d)(\d{1,8})[\s)#]*$/.exec(said);
  if (last === null) return null;
  const [before, between] = cutBetween(said.slice(0, last.index));
  const word = EXTENSION_WORD.exec(before);
  if (word === null && !/[#~*,;]/.test(between)) return null;
  const number = word === null ? before : cutBetween(before.slice(0, word.index))[0];
  return digitsOf(number).length < LEAST_BEFORE_EXTENSION
    ? null
    : { before: number, extension: last[1] ?? '' };
}

/** A text without the signs at its end, and these. */
function cutBetween(text: string): [string, string] {
  let end = text.length;
  while (end > 0 && ' ,.;:#*~(=-'.includes(text.charAt(end - 1))) end -= 1;
  return [text.slice(0, end), text.slice(end)];
}

interface Said {
  readonly said: string;
  readonly host: string | null;
  readonly extension: string | null;
  /** The country code that a URI says its number is in. */
  readonly country: string | null;
}

/** Sources: https://www.rfc-editor.org/rfc/rfc3966 (tel), https://www.rfc-editor.org/rfc/rfc3261#section-19.1 (sip) */
function outOfUri(text: string): Said {
  const inner = /<\s*([^<>]*[\d@][^<>]*)>/.exec(text)?.[1] ?? withoutTags(text);
  const isUri = SCHEME.test(inner);
  if (!isUri && !inner.includes('@') && !inner.includes('='))
    return { said: inner, host: null, extension: null, country: null };
  const bare = isUri ? decoded(inner.replace(SCHEME, '')) : inner;
  const at = bare.lastIndexOf('@');
  const user = at < 0 ? bare : bare.slice(0, at);
  const host =
    at < 0
      ? null
      : bare
          .slice(at + 1)
          .replace(/[;?].*$/, '')
          .toLowerCase();
  const said = user.replace(/[;?]\s*[a-z-]+=.*$/i, '').replace(isUri && at >= 0 ? /:.*$/ : /$^/, '');
  return {
    said: said.trim(),
    host,
    extension: /;\s*ext(?:ension)?=(\d{1,8})(?!\d)/i.exec(bare)?.[1] ?? null,
    country: /;\s*phone-context=\+(\d{1,4})(?!\d)/i.exec(bare)?.[1] ?? null,
  };
}

/** "+33199001234<br>"; what says that there is no number may stand in such signs too. */
function withoutTags(text: string): string {
  const rest = text.replace(/<[^<>]*>/g, ' ').trim();
  return digitsOf(rest).length >= LEAST_IN_TEXT ? rest : (/<\s*([^<>]+)>/.exec(text)?.[1] ?? text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Null: there is no number in the text. */
function numberIn(said: string, extension: string | null, country: string | null): Written | null {
  const text = firstOf(said.trim().replace(SERVICE_CODE, ''));
  const bare = /^[+(\d*#][\d\s().\-/+*#]*$/.test(text) ? text : runIn(text);
  if (bare === null) return null;
  const written = bare.replace(/[\s(.\-/]+$/, '');
  const hasPlus = /^[\s(]*\+/.test(written);
  const digits = digitsOf(written);
  if (digits === '') return null;
  const isZeroExtra = TRUNK_ZERO.test(written) && (hasPlus || /^(?:00\s*)?[1-9]\d{0,2}\s*\(/.test(written));
  const withCountry = hasPlus || digits.startsWith('00') || isZeroExtra;
  if (!withCountry && country !== null)
    return {
      kind: 'number',
      text: written,
      digits: country + digits.replace(/^0/, ''),
      withCountry: true,
      extension,
    };
  const dialled = withCountry ? digits.replace(/^00/, '') : digits;
  const full =
    isZeroExtra && !KEEPS_ZERO.test(dialled)
      ? digitsOf(written.replace(TRUNK_ZERO, '')).replace(/^00/, '')
      : dialled;
  return { kind: 'number', text: written, digits: full, withCountry, extension };
}

/** Of "0199001234 / 0612345678" the first. A slash inside one number, as in "030/1234567", divides nothing. */
function firstOf(text: string): string {
  const [first = '', ...others] = text.split(/\s*(?:[|;,]|\/(?=\s*\+?\d{8})|\b(?:or|ou|oder|o)\b)\s*/i);
  const isMany =
    digitsOf(first).length >= LEAST_IN_TEXT &&
    others.some((other) => digitsOf(other).length >= LEAST_IN_TEXT);
  return isMany ? first : text;
}

/** The first number among other words; null when no run of digits is one. */
function runIn(text: string): string | null {
  for (const match of text.matchAll(/(?:\+|(?<![\p{L}\p{N}_+]))\(?\+?\d[\d\s().\-/]*\d/gu)) {
    const [run] = match;
    const next = text.slice(match.index + run.length);
    if (digitsOf(run).length >= LEAST_IN_TEXT && (run.startsWith('+') || !/^\p{L}/u.test(next))) return run;
  }
  return /[\p{L}&]/u.test(text) || digitsOf(text) === '' ? null : text;
}

function senderOf(said: string, host: string | null): Written {
  const name = host === null || said === '' ? said : `${said}@${host}`;
  return /[\p{L}\p{N}]/u.test(name) ? { kind: 'sender', name } : NONE;
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
