import fc from 'fast-check';
import { expect, test } from 'vitest';
import { passwordIn } from '../../../../src-relay/postgres/pass-file.ts';

const ASKED = { host: 'db.example', port: 5432, database: 'ringside', user: 'relay' };

test.each([
  ['db.example:5432:ringside:relay:secret', 'secret'],
  ['*:*:*:*:any', 'any'],
  ['# db.example:5432:ringside:relay:no\n*:5432:*:relay:yes', 'yes'],
  ['other:*:*:*:no\r\ndb.example:*:*:*:yes\r\n', 'yes'],
  ['db.example:5432:ringside:relay:a\\:b\\\\c', 'a:b\\c'],
  ['db.example:5432:ringside:relay:with:colons', 'with:colons'],
  ['db.example:5433:ringside:relay:no', null],
  ['db.example:5432:ringside', null],
  ['', null],
])('of the lines %j the password is %j', (text, password) => {
  expect(passwordIn(text, ASKED)).toBe(password);
});

test('whatever is in a field, its line is found', () => {
  const field = fc
    .string({ minLength: 1 })
    .filter((text) => !/[\r\n]/.test(text) && !text.startsWith('#') && text !== '*');
  const escaped = (text: string) => text.replaceAll(/[\\:]/g, '\\$&');
  fc.assert(
    fc.property(field, field, field, field, (host, database, user, password) => {
      fc.pre(!host.startsWith('/'));
      const line = [host, '5432', database, user, password].map(escaped).join(':');
      expect(passwordIn(`x:1:y:z:no\n${line}\n`, { host, port: 5432, database, user })).toBe(password);
    }),
  );
});
