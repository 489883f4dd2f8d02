import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { E164 } from '../../../../src-shared/brand.ts';
import type { LanguageCode } from '../../../../src-shared/preferences/languages.ts';
import { openNumberPlaces } from '../../../../src-main/card/number-places.ts';

const FOLDER = join(import.meta.dirname, '../../../../assets/places');

function placeOf(number: string, language: LanguageCode = 'en') {
  return openNumberPlaces(FOLDER, () => language)(number as E164);
}

test('a number tells its city or region and its time zone', () => {
  expect(placeOf('+442079460018')).toEqual({ name: 'London', timeZone: 'Europe/London' });
  expect(placeOf('+4930123456')).toEqual({ name: 'Berlin', timeZone: 'Europe/Berlin' });
  expect(placeOf('+14155550123')).toEqual({ name: 'San Francisco, CA', timeZone: 'America/Los_Angeles' });
  expect(placeOf('+390612345678').name).toBe('Rome');
});

test('a number of a whole country has its time, when the country has one', () => {
  expect(placeOf('+33639981234')).toEqual({ name: null, timeZone: 'Europe/Paris' });
  expect(placeOf('+447700900123').timeZone).toBe('Europe/London');
  expect(placeOf('+18005550123')).toEqual({ name: null, timeZone: null });
});

test('places are named in the reader’s language', () => {
  expect(placeOf('+442079460018', 'fr').name).toBe('Londres');
  expect(placeOf('+41229190000', 'fr').name).toBe('Genève');
  expect(placeOf('+81312345678', 'fr').name).toBe('Tokyo');
});

test('without tables, or for a number of no country, nothing is known', () => {
  expect(openNumberPlaces('/nowhere', () => 'en')('+442079460018' as E164)).toEqual({
    name: null,
    timeZone: null,
  });
  expect(placeOf('+999123456')).toEqual({ name: null, timeZone: null });
});
