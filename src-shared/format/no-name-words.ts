/**
 * What phone networks, switchboards, CRMs and imports write where they know no name: words that name nobody, alone or after
 * one another ("Unknown caller", "Numéro masqué"), and phrases of which a word may be somebody's name. As `wordsOf` writes
 * them.
 */
const WORDS = {
  en: `unknown unidentified unlisted unpublished unavailable anonymous private restricted withheld hidden suppressed
    undisclosed wireless cellular mobile tollfree payphone callerid caller number phone name call unnamed nonpublished`,
  fr: `inconnu inconnue anonyme masque masquee indisponible confidentiel appelant appel numero correspondant nom`,
  es: `desconocido desconocida anonimo anonima privado privada oculto oculta restringido restringida llamada llamante anonima`,
  de: `unbekannt unbekannter unbekannte anonym anonymer unterdruckt unterdruckte privatnummer anrufer anruf nummer rufnummer
    geheimnummer`,
  it: `sconosciuto sconosciuta anonimo privato nascosto riservato chiamante chiamata`,
  pt: `desconhecido desconhecida restrito restrita indisponivel chamador chamada`,
  nl: `onbekend onbekende anoniem anonieme afgeschermd afgeschermde privenummer verborgen beller`,
  others: `nieznany nieznana okand okant ukendt ukjent tuntematon bilinmeyen neznamy nepoznat necunoscut ismeretlen
    неизвестно неизвестныи неизвестен невідомии аноним скрытыи номер αγνωστος مجهول 非通知 非通知設定 不明 匿名 公衆電話 表示圏外
    未知 未知号码 未知號碼 私人号码 隐藏号码 無號碼 알수없음 익명 발신번호표시제한 발신자표시제한`,
} as const;

const PHRASES = [
  // English
  'no name|no caller id|no id|no caller name|no number|no last name|no first name|no contact|no cid',
  'not available|not provided|not known|not set|not specified|not applicable|n a|na|fnu|lnu|fnu lnu|tbd',
  'name not available|number not available|data not available|id not available|caller id unavailable',
  'caller id|blocked|blocked number|blocked caller|id blocked|id withheld|caller id blocked|caller id withheld',
  'out of area|out of region|toll free|toll free call|toll free caller|toll free number|pay phone|coin phone',
  'international call|intl call|long distance|long distance call|inbound call|landline|non pub|non published',
  'contact|unnamed contact|no name given|not found|cli withheld|empty|unassigned',
  'cell phone|cell phone number|unknown person|unknown contact|unknown user|new contact|new caller|incoming call',
  'first name|last name|first name last name|firstname lastname|full name|firstname|lastname|fullname|object object',
  // French
  'sans nom|aucun nom|pas de nom|aucun|non renseigne|non renseignee|non communique|non disponible|numero prive|appel prive',
  'prive|numero secret|appel secret|numero non disponible|nom non disponible|contact inconnu|liste rouge|hors zone',
  'numero cache|numero non attribue|identite masquee',
  // Spanish
  'sin nombre|no disponible|ninguno|numero no disponible|numero desconocido|numero privado|no identificado|sin identificar',
  'numero no identificado|id de llamada desconocido|identificador desconocido',
  // German
  'kein name|ohne name|ohne namen|keine|keine angabe|keine nummer|k a|nicht verfugbar|nicht bekannt|privat|private nummer|privater anruf',
  // Italian
  'senza nome|nessun nome|nessuno|non disponibile|numero non disponibile|numero sconosciuto|numero privato|chiamata privata',
  // Portuguese
  'sem nome|nenhum|nao disponivel|nao identificado|nao informado|numero confidencial|confidencial',
  // Dutch
  'geen naam|niet beschikbaar|geheim nummer|prive nummer|onbekend nummer|anoniem nummer|anonieme oproep|prive oproep',
  // Others
  'hemligt nummer|hemmeligt nummer|skjult nummer|dolt nummer|numer prywatny|brak nazwy|gizli numara|без имени',
  'частныи номер|غير معروف|رقم خاص|알 수 없음|알 수 없는 번호|발신번호 표시제한|발신번호 표시 제한|발신자 표시 제한',
];

/** What stands for a missing first or last name. Narrower: "Private" and "Call" are surnames. */
const PARTS = `unknown unidentified anonymous unavailable inconnu inconnue anonyme desconocido desconocida unbekannt anonym
  sconosciuto sconosciuta desconhecido desconhecida onbekend anoniem nieznany nieznana 不明 匿名 未知`;
const PART_PHRASES = `n a|na na|no name|no last name|no first name|no surname|not available|not provided|not known|fnu|lnu|tbd
  |sans nom|non renseigne|non renseignee|sin nombre|sin apellido|kein name|ohne name|keine angabe|senza nome|sem nome
  |geen naam|first name|last name|firstname|lastname|object object`;

/** Of these words those that are somebody's name when they stand alone: Karel Appel, Brandon Call. */
export const NAMES_ALONE: ReadonlySet<string> = new Set(['appel', 'call']);

export const NO_NAMES = tableOf(Object.values(WORDS).join(' '), PHRASES.join('|'));
export const NO_PARTS = tableOf(PARTS, PART_PHRASES);

function tableOf(words: string, phrases: string): ReadonlySet<string> {
  const all = [...words.split(/\s+/), ...phrases.split('|')];
  return new Set(all.map((one) => one.normalize('NFKD').replace(/\p{M}/gu, '').trim()));
}
