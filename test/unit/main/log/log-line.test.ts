import { homedir, userInfo } from 'node:os';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeWords, logLine } from '../../../../src-main/log/log-line.ts';

const AT = Date.UTC(2026, 0, 13, 14, 32, 4);

test.each(['ECONNRESET', 'main.js:3881:14', 'certificate-expired', 'pop:state'])(
  'a code is told: %s',
  (code) => {
    expect(codeWords(code)).toBe(code);
  },
);

test.each([
  ['+33199001234', 'other'],
  ['0199001234', 'other'],
  ['at 01 99 00 12 34', 'at other other other other other'],
  ['relay.example', 'other'],
  ['ana@example.com', 'other'],
  ['/home/ana/.config/Ringside', 'other'],
  ['Ana\nLopez', 'other'],
  ['Чайка', 'other'],
  ['lines.+33199001234.name', 'other'],
  ['tok_3f9c1d7ae26b40518d3e7f', 'other'],
  ['"},"x":"', 'other'],
  ['a'.repeat(41), 'other'],
  [Array.from({ length: 40 }, () => 'word').join(' '), Array.from({ length: 12 }, () => 'word').join(' ')],
])('what is none is not: %j', (text, told) => {
  expect(codeWords(text)).toBe(told);
});

test('where something is in what was read is told by its field', () => {
  const facts = { fields: 'lines.0.name crm.contact lines.+33199001234 ana@example.com' };
  expect(logLine(AT, { level: 'warn', what: 'left out', facts })).toContain(
    '{"fields":"lines.0.name crm.contact other other"}',
  );
});

const personal = fc.oneof(
  fc.integer({ min: 1e9, max: 1e12 }).map((digits) => `+${digits}`),
  fc.integer({ min: 1e9, max: 1e12 }).map((digits) => String(digits).replaceAll(/(..)/g, '$1-')),
  fc.emailAddress(),
  fc.constantFrom(homedir(), `C:\\Users\\${userInfo().username}`, `/home/${userInfo().username}/x`),
  fc.webUrl(),
);

test('whatever an error or a peer says, a line is one line of ASCII without anybody’s number, address or path', () => {
  const odd = fc.string({ unit: 'binary', maxLength: 200 });
  const facts = fc.dictionary(fc.constantFrom('code', 'at', 'why'), fc.oneof(odd, personal, fc.boolean()));
  fc.assert(
    fc.property(facts, personal, odd, (some, whom, around) => {
      const line = logLine(AT, {
        level: 'error',
        what: 'it failed',
        facts: { ...some, said: around + whom },
      });
      expect(line).toMatch(/^2026-01-13T14:32:04\.000Z error it failed \{[\x20-\x7e]*\}\n$/);
      expect(line).not.toContain(whom);
      const told = line.slice(line.indexOf('{'));
      expect(told).not.toMatch(/\d{6}|@|\/|\\\\/);
    }),
  );
});
