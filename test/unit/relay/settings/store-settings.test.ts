import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePostgresUrl } from '../../../../src-relay/settings/postgres-url.ts';
import {
  readSettings,
  SettingsError,
  type SecretEnvironment,
} from '../../../../src-relay/settings/settings.ts';
import {
  copiedStore,
  storeName,
  storeOfCopy,
  type PostgresSettings,
} from '../../../../src-relay/settings/store.ts';

const RAW = { host: '127.0.0.1', port: '0', data: '/data' };

function storeOf(store: string, environment: SecretEnvironment = {}, storeIsFlag = false): PostgresSettings {
  const { store: read } = readSettings({ ...RAW, store, storeIsFlag }, environment);
  if (read.kind !== 'postgres') throw new Error('embedded');
  return read;
}

describe('a URL', () => {
  test.each(['', undefined])('of nothing is the embedded journal', (store) => {
    expect(readSettings({ ...RAW, ...(store === undefined ? {} : { store }) }).store).toEqual({
      kind: 'embedded',
    });
  });

  test.each([
    ['postgres://u@db/ringside', [{ host: 'db', port: 5432 }], 'u', 'ringside'],
    ['postgresql://u@db:6000/ringside', [{ host: 'db', port: 6000 }], 'u', 'ringside'],
    [
      'postgres://u@a,b:6001/x',
      [
        { host: 'a', port: 5432 },
        { host: 'b', port: 6001 },
      ],
      'u',
      'x',
    ],
    ['postgres://u@[::1]:6000/x', [{ host: '::1', port: 6000 }], 'u', 'x'],
    ['postgres://u@/x?host=/var/run/postgresql', [{ host: '/var/run/postgresql', port: 5432 }], 'u', 'x'],
    ['postgres://u@%2Fvar%2Frun/x', [{ host: '/var/run', port: 5432 }], 'u', 'x'],
    [
      'postgres:///x?user=u&host=a,b&port=1,2',
      [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
      'u',
      'x',
    ],
    ['postgres://u@db', [{ host: 'db', port: 5432 }], 'u', 'u'],
    ['postgres://u%40team@db/a%20b', [{ host: 'db', port: 5432 }], 'u@team', 'a b'],
  ])('%s', (url, hosts, user, database) => {
    expect(storeOf(url)).toMatchObject({ kind: 'postgres', hosts, user, database });
  });

  test.each([
    ['mysql://u:secret@db/x', /postgres:\/\/USER/],
    ['db.example', /postgres:\/\/USER/],
    ['postgres://u:sec/ret@db/x', /%2F/],
    ['postgres://u:sec@ret@db/x', /%40/],
    ['postgres://u:secret@db:port/x', /port/],
    ['postgres://u:secret@db:70000/x', /port/],
    ['postgres://u:secret@db:0/x', /port/],
    ['postgres://u:secret%@db/x', /%25/],
    ['postgres://u:secret@::1/x', /brackets/],
    [
      'postgres://u:secret@db/x?sslmode=maybe',
      /sslmode: one of disable, prefer, require, verify-ca, verify-full/,
    ],
    ['postgres://u:secret@db/x?sslmod=require', /no parameter "sslmod"/],
    ['postgres://u:secret@db/x?sslcert=a', /go together/],
    ['postgres://u:secret@db/x?target_session_attrs=any', /read-write/],
    ['postgres://u:secret@db/x?pool_size=0', /pool_size/],
    ['postgres://u:secret@db/x?pool_size=many', /pool_size/],
    ['postgres://u:secret@a,b/x?host=c', /two places/],
    ['postgres:///x?host=a,b&port=1,2,3&password=secret', /port/],
  ])('%s is refused with a reason that names no password', (url, reason) => {
    expect(() => storeOf(url)).toThrow(SettingsError);
    expect(() => storeOf(url)).toThrow(reason);
    expect(() => storeOf(url)).not.toThrow(/secret|sec@|ret/);
  });

  test.each([
    ['', { mode: 'prefer', rootCert: null }],
    ['sslmode=disable', { mode: 'disable' }],
    ['sslmode=require', { mode: 'require' }],
    ['sslmode=require&sslrootcert=/ca', { mode: 'verify-ca', rootCert: '/ca' }],
    ['sslmode=verify-full&sslrootcert=system', { mode: 'verify-full', rootCert: null }],
    ['sslmode=verify-full&sslcert=/c&sslkey=/k', { mode: 'verify-full', cert: '/c', key: '/k' }],
  ])('with %s', (parameters, tls) => {
    expect(parsePostgresUrl(`postgres://u@db/x?${parameters}`).tls).toMatchObject(tls);
  });

  test('never makes the relay throw anything but a setting that is refused', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('postgres://', 'postgresql://', ''), (rest, scheme) => {
        try {
          readSettings({ ...RAW, store: scheme + rest });
        } catch (error) {
          expect(error).toBeInstanceOf(SettingsError);
        }
      }),
    );
  });
});

/** Whatever a person is shown of a store. */
function shownOf(url: string): string {
  try {
    return storeName(storeOf(url));
  } catch (error) {
    return String(error);
  }
}

describe('the password', () => {
  const SECRET = 'p@ss:w/rd?#%';
  const URL_WITH = `postgres://u:${encodeURIComponent(SECRET)}@db/x`;

  test('as it is, not written for a URL, is shown to nobody', () => {
    // Long pieces between what a URL takes apart: `12/…` passes for a port, `…?…` for parameters.
    const piece = fc.stringMatching(/^[a-zA-Z0-9!$*+=,;:~]{6,12}$/);
    const port = fc.nat({ max: 70_000 }).map(String);
    const secret = fc
      .tuple(fc.oneof(piece, port), fc.constantFrom('/', '?', '#', '@', '%', '&'), piece)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(secret, fc.constantFrom('', '/x', '/x?sslmode=disable'), (secret, rest) => {
        const shown = shownOf(`postgres://u:${secret}@db${rest}`);
        for (const part of secret.split(/[/?#@%&=]/)) if (part.length >= 6) expect(shown).not.toContain(part);
      }),
    );
  });

  test('is what the URL says, before what the environment says', () => {
    expect(storeOf(URL_WITH, { PGPASSWORD: 'other' }).password?.reveal()).toBe(SECRET);
    expect(storeOf('postgres://u@db/x', { PGPASSWORD: 'other' }).password?.reveal()).toBe('other');
    expect(storeOf('postgres://u@db/x').password).toBeNull();
  });

  test('may be anything', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (secret) => {
        const read = storeOf(`postgres://u:${encodeURIComponent(secret)}@db/x`);
        expect(read.password?.reveal()).toBe(secret);
      }),
    );
  });

  test('does not show itself', () => {
    const read = storeOf(URL_WITH);
    const shown = [
      JSON.stringify(read),
      inspect(read, { depth: 9 }),
      `${String(read.password)}`,
      inspect({ ...read }),
    ];
    for (const text of shown) expect(text).not.toContain(SECRET);
  });

  test.each([URL_WITH, 'postgres://u@db/x?password=secret'])(
    'is refused in a flag, which everybody sees',
    (url) => {
      expect(() => storeOf(url, {}, true)).toThrow(/RINGSIDE_STORE: everybody on this machine sees/);
      expect(storeOf('postgres://u@db/x', {}, true).user).toBe('u');
    },
  );

  test('goes to another thread and is hidden again there', () => {
    const read = storeOf(URL_WITH);
    const there = storeOfCopy(structuredClone(copiedStore(read)));
    expect(there.password?.reveal()).toBe(SECRET);
    expect(there).toEqual(read);
  });
});
