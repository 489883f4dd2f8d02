import { NAMES_ALONE, NO_NAMES } from './no-name-words.ts';
import { wordsOf } from './no-name.ts';

/** Between the words of "PrivateNumber" and "NoCallerID". */
const HUMP = /(?<=\p{Ll})(?=\p{Lu}\p{Ll}|ID$)/gu;

/** Written as one word. */
const JOINED = /^([a-z]{4,})(number|caller|call)$/;

/** Each alone says that there is no number: English, French, Spanish, German, Italian, Portuguese and Dutch. */
const WITHHELD = words(`
  anonymous anonymized anonymised unknown private restricted unavailable withheld blocked hidden masked suppressed
  undisclosed unidentified unlisted concealed unassigned invalid false anon unavail n/a na null undefined none nil nan
  anonyme inconnu inconnue prive privee masque masquee cache cachee secret secrete indisponible restreint bloque
  anonimo anonima desconocido desconocida privado privada oculto oculta restringido restringida bloqueado
  anonym unbekannt unbekannter unbekannte privat anonymer
  unterdruckt unterdrueckt unterdruckte unterdrueckte verborgen gesperrt
  sconosciuto sconosciuta privato privata riservato nascosto nascosta
  desconhecido desconhecida anonimato confidencial
  anoniem onbekend onbekende prive afgeschermd geheim
  privenummer privatnummer geheimnummer скрыт скрытый неизвестен неизвестный неизвестно аноним анонимный
  非通知 非通知設定 不明 匿名 未知 未知号码 表示圏外 발신번호표시제한 알수없음
`);

/** These deny whatever follows: "no caller ID", "out of area". */
const DENYING = words('no not non nao nicht niet out sans pas sin ohne keine kein senza sem geen zonder');

/** What switchboards write for private, out of area and unavailable. */
const LETTER = /^[pou]$/;

/** What may stand around them, and says nothing without them. */
const AROUND = words(`
  number caller callers callerid call id presentation by name phone cli cid line of area the is available provided found
  disponible disponibile disponivel verfugbar beschikbaar communique comunicado identificado identificada identifie
  numero appel appelant appelante nom de correspondant identifiant
  llamada llamante nombre nummer anrufer anruf rufnummer teilnehmer angabe
  chiamata chiamante chamada chamador beller nummerweergave номер абонент
`);

/** Nobody dials letters: a word that stands for "no number", typed on a telephone's keys. Twilio and others send these. */
const ON_KEYS: ReadonlySet<string> = new Set(
  ['anonymous', 'unknown', 'private', 'restricted', 'unavailable', 'withheld', 'blocked', 'hidden'].map(
    onKeys,
  ),
);

/** Whether a text says in words that there is no number: "Restricted", "No Caller ID", "Numéro masqué", "-". */
export function saysNoNumber(text: string): boolean {
  const said = plain(text)
    .split(/[^\p{L}\p{N}/]+/u)
    .flatMap((word) => JOINED.exec(word)?.slice(1) ?? [word])
    .filter((word) => word !== '' && word !== '/');
  const [first] = said;
  if (first === undefined || (said.length === 1 && LETTER.test(first))) return true;
  // A single "Out" is somebody's name.
  if (said.length === 1 && first === 'out') return false;
  const wording = wordsOf(text);
  return (
    (NO_NAMES.has(wording) && !NAMES_ALONE.has(wording)) ||
    (said.every((word) => WITHHELD.has(word) || AROUND.has(word) || DENYING.has(word)) &&
      (DENYING.has(first) ||
        said.some((word) => WITHHELD.has(word) || (DENYING.has(word) && word !== 'out'))))
  );
}

/**
 * Whether digits stand for "no number": nothing but zeros, or such a word on a telephone's keys ("+266696687").
 * @param digits without `+`
 * @param withCountry whether they begin with a country code: without one, 7 or 10 digits may be a number in America
 */
export function standsForNoNumber(digits: string, withCountry: boolean): boolean {
  if (/^0*$/.test(digits)) return true;
  return ON_KEYS.has(digits) && (withCountry || (digits.length !== 7 && digits.length !== 10));
}

function onKeys(word: string): string {
  return word.replace(/[a-z]/g, (letter) => '22233344455566677778889999'.charAt(letter.charCodeAt(0) - 97));
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll(HUMP, ' ').toLowerCase();
}

function words(list: string): ReadonlySet<string> {
  return new Set(
    plain(list)
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
}
