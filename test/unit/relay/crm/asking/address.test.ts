import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addressOf } from '../../../../../src-relay/crm/asking/address.ts';
import type { CrmRead } from '../../../../../src-relay/crm/contract.ts';

const HOST = 'https://api.hubapi.com';
const READ: CrmRead = { method: 'GET', host: 'api', path: '/crm/{kind}/2026-09/{id}', pot: 'other', cost: 1 };

test('whatever fills it, the address is on the same host, has the same segments, and says the same', () => {
  const values = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2E.',
      '../../x',
      '..\\..',
      '//evil.test',
      '@evil.test',
      '?a=b',
      '#x',
      'é ',
      ' ',
      '\u0000',
      '\ud800',
      'a/../b',
      ':8080',
      '%',
    ),
    fc.emailAddress(),
  );
  fc.assert(
    fc.property(
      values,
      values,
      fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })),
      (kind, id, query) => {
        let url: URL;
        try {
          url = addressOf(HOST, READ, { path: { kind, id }, query });
        } catch (error) {
          expect(error).toMatchObject({ name: 'CrmFailure', trouble: 'rejected' });
          return;
        }
        expect(url.origin).toBe(HOST);
        expect(url.username + url.password + url.port + url.hash).toBe('');
        const segments = url.pathname.split('/');
        expect(segments.map(decodeURIComponent)).toEqual(['', 'crm', kind, '2026-09', id]);
        expect(Object.fromEntries(new URLSearchParams(url.search))).toEqual({ ...query });
      },
    ),
    { numRuns: 1000 },
  );
});

describe('an address', () => {
  it.each(['', '.', '..', '\ud800'])('is not made with %j in a place of its own', (id) => {
    expect(() => addressOf(HOST, READ, { path: { kind: 'deals', id } })).toThrow(/not sent/);
  });

  it.each<Readonly<Record<string, string>>[]>([
    [{ kind: 'deals' }],
    [{ kind: 'deals', id: '1', more: 'x' }],
    [{ kind: 'deals', other: '1' }],
    [{ kind: 'deals', isPrototypeOf: '1' }],
  ])('is not made when the places and their fillings differ: %j', (path) => {
    expect(() => addressOf(HOST, READ, { path })).toThrow(/not sent/);
  });

  it('has an e-mail address as one segment', () => {
    const url = addressOf(HOST, READ, {
      path: { kind: 'contacts', id: 'a/b+c@acme.test' },
      query: { idProperty: 'email' },
    });
    expect(url.href).toBe(
      'https://api.hubapi.com/crm/contacts/2026-09/a%2Fb%2Bc%40acme.test?idProperty=email',
    );
  });
});
