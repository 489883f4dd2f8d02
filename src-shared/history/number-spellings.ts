import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { readNumber } from '../format/phone.ts';

/**
 * Every way people type a number, in digits, for the haystack of a search: "+33612345678", "0033612345678",
 * "0612345678". Empty for a withheld number.
 * @param raw as a webhook wrote it
 */
export function numberSpellings(raw: string | null): readonly string[] {
  const { e164, tail } = readNumber(raw);
  if (raw === null || tail === null) return [];
  if (e164 === null) return [raw.replace(/\D/g, '')];
  const national = parsePhoneNumberFromString(e164)?.formatNational().replace(/\D/g, '');
  const digits = e164.slice(1);
  // What is part of a longer spelling need not be said again.
  return [e164, `00${digits}`, ...(national === undefined || digits.includes(national) ? [] : [national])];
}
