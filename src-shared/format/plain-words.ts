/** Short forms and names, as people write them. */
const KNOWN: ReadonlyMap<string, string> = new Map(
  `AI API B2B B2C CEO CRM ERP FAQ GDPR HR IBAN ID IDs IP IT IVR KPI KYC MMS MRR NPS PO PDF RGPD SDR SIREN SIRET SLA
  SMS TVA UID URL URLs UTC UTM UUID VAT VIP ZIP HubSpot LinkedIn WhatsApp YouTube`
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
);
/** Between the words of `lead_source`, `lead-source`, `lead.source`, `leadSource` and `CRMSource`. */
const BORDER = /[_\s]+|(?<=\p{L})[.-]+(?=\p{L})|(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu;

/**
 * A name that a program gave, as people write it: `IVR_HANGUP` is "IVR hangup", `linkedin_url` "LinkedIn URL". What people
 * wrote, with blanks and small letters, stays but for its underscores. Keeps every letter and digit.
 */
export function plainWords(name: string): string {
  const written = name.replaceAll(/[\s_]*\s[\s_]*/g, ' ').replaceAll(/^[\s_]+|[\s_]+$/g, '');
  if (written.includes(' ') && /\p{Ll}/u.test(written)) return written.replaceAll(/_+/g, ' ');
  const words = (KNOWN.has(written.toLowerCase()) ? [written] : written.split(BORDER)).map(
    (word) => KNOWN.get(word.toLowerCase()) ?? word.toLowerCase(),
  );
  const [first = '', ...rest] = words;
  return [KNOWN.has(first.toLowerCase()) ? first : upperFirst(first), ...rest].join(' ');
}

function upperFirst(word: string): string {
  const [first = ''] = word;
  const upper = first.toUpperCase();
  // Some letters have no large form of their own, and would come apart.
  return (upper.toLowerCase() === first ? upper : first) + word.slice(first.length);
}
