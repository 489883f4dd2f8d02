import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { dialledNumber, formerSpellings, isNumber, readNumber } from '../format/phone.ts';
import { plainText } from '../format/plain-digits.ts';

/**
 * Every way people type a number, in digits, for the haystack of a search: "+33612345678", "0033612345678",
 * "0612345678", and as it was before its country changed it. Empty for a withheld number and a sender's name.
 * @param raw as a webhook wrote it
 */
export function numberSpellings(raw: string | null): readonly string[] {
  const key = readNumber(raw);
  if (raw === null || !isNumber(key)) return [];
  if (key.e164 === null) return [plainText(raw).replace(/\D/g, '')];
  const full = new Set([dialledNumber(raw) ?? key.e164, key.e164, ...formerSpellings(key.e164)]);
  return [...full].flatMap((e164) => {
    const national = parsePhoneNumberFromString(e164)?.formatNational().replace(/\D/g, '');
    const digits = e164.slice(1);
    // What is part of a longer spelling need not be said again.
    return [e164, `00${digits}`, ...(national === undefined || digits.includes(national) ? [] : [national])];
  });
}
