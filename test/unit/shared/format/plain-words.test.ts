import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainWords } from '../../../../src-shared/format/plain-words.ts';

test.each([
  ['IVR_HANGUP', 'IVR hangup'],
  ['TRANSFERRED_ELEVEN_LABS', 'Transferred eleven labs'],
  ['NO ANSWER', 'No answer'],
  ['hangup', 'Hangup'],
  ['linkedin_url', 'LinkedIn URL'],
  ['hubspot_id', 'HubSpot ID'],
  ['leadSource', 'Lead source'],
  ['CRMSource', 'CRM source'],
  ['lead-source', 'Lead source'],
  ['lead.source', 'Lead source'],
  ['__contract__number__', 'Contract number'],
  ['to_call_back', 'To call back'],
  ['Lead Source', 'Lead Source'],
  ['Nom du client', 'Nom du client'],
  ['Sales _ France', 'Sales France'],
  ['préférence_d_appel', 'Préférence d appel'],
  ['v1.2', 'V1.2'],
  ['区分_コード', '区分 コード'],
  ['URL', 'URL'],
  ['', ''],
])('%j is written %j', (name, written) => {
  expect(plainWords(name)).toBe(written);
});

test('no name keeps an underscore, or loses a letter or a digit', () => {
  const program = fc.oneof(
    fc.stringMatching(/^[A-Z]{1,8}(_[A-Z0-9]{1,8}){0,4}$/),
    fc.stringMatching(/^[a-z]{1,8}([_.-][a-z0-9]{1,8}){0,4}$/),
    fc.stringMatching(/^[a-z]{1,8}([A-Z][a-z]{1,8}){0,4}$/),
  );
  const names = fc.oneof(program, fc.string({ unit: 'grapheme' }));
  const signs = (text: string) =>
    [...text.toLowerCase()].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).join('');
  fc.assert(
    fc.property(names, (name) => {
      const written = plainWords(name);
      expect(written).not.toContain('_');
      expect(signs(written)).toBe(signs(name));
    }),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(program, (name) => {
      expect(plainWords(plainWords(name))).toBe(plainWords(name));
    }),
  );
});
