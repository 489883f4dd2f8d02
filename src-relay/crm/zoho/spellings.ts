import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * A number as people type it into a CRM, for a comparison to the letter: in full and as it is dialled in its country, with
 * blanks, dots, dashes, or nothing between its groups.
 * @param e164 a number in full; anything else has no spellings
 */
export function typedSpellings(e164: string): readonly string[] {
  const parsed = /^\+\d{5,15}$/.test(e164) ? parsePhoneNumberFromString(e164) : undefined;
  if (parsed === undefined) return [];
  const international = parsed.formatInternational();
  const national = parsed.formatNational();
  const digits = e164.slice(1);
  const spellings = [
    e164,
    digits,
    `00${digits}`,
    international,
    international.replace('+', '00'),
    national,
    national.replaceAll(/\D/g, ''),
    ...['.', '-', ' '].flatMap((sign) => grouped(national, sign)),
  ];
  // Nothing else is ever written into a query.
  return [...new Set(spellings)].filter((one) => /^[+\d ().-]{3,40}$/.test(one));
}

function grouped(national: string, sign: string): readonly string[] {
  const groups = national.match(/\d+/g) ?? [];
  return groups.length < 2 ? [] : [groups.join(sign)];
}
