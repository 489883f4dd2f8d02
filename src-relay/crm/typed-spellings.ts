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
    ...grouped(international, '-').map((one) => `+${one}`),
    national,
    national.replaceAll(/\D/g, ''),
    ...['.', '-', ' '].flatMap((sign) => grouped(national, sign)),
    ...(digits.endsWith(national.replaceAll(/\D/g, ''))
      ? [national, ...grouped(national, '-')].map((one) => `+${parsed.countryCallingCode} ${one}`)
      : []),
    ...withTrunkZero(`+${parsed.countryCallingCode}`, national, parsed.nationalNumber),
  ];
  // Nothing else is ever written into a query.
  return [...new Set(spellings)].filter((one) => /^[+\d ().-]{3,40}$/.test(one));
}

function grouped(number: string, sign: string): readonly string[] {
  const groups = number.match(/\d+/g) ?? [];
  return groups.length < 2 ? [] : [groups.join(sign)];
}

/** "+33 (0)6 12 34 56 78": only where the 0 is not dialled from abroad. */
function withTrunkZero(country: string, national: string, significant: string): readonly string[] {
  const rest = /^0([\d ]+)$/.exec(national)?.[1]?.trim();
  if (rest === undefined || significant.startsWith('0')) return [];
  const digits = rest.replaceAll(' ', '');
  return [
    `${country} (0)${rest}`,
    `${country} (0) ${rest}`,
    `${country} (0)${digits}`,
    `${country}(0)${digits}`,
  ];
}
