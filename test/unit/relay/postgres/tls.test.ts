import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tlsOptions } from '../../../../src-relay/postgres/tls.ts';
import type { TlsMode, TlsRules } from '../../../../src-relay/settings/postgres-url.ts';
import { StoreFault } from '../../../../src-relay/sql/sql.ts';

let folder: string;
let rules: Omit<TlsRules, 'mode'>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-tls-'));
  const file = (name: string): string => {
    writeFileSync(join(folder, name), name);
    return join(folder, name);
  };
  rules = { rootCert: file('root'), cert: file('cert'), key: file('key') };
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each<readonly [TlsMode, { readonly believes: 'anybody' | 'root'; readonly asks: boolean } | null]>([
  ['disable', null],
  ['prefer', { believes: 'anybody', asks: false }],
  ['require', { believes: 'anybody', asks: false }],
  ['verify-ca', { believes: 'root', asks: false }],
  ['verify-full', { believes: 'root', asks: true }],
])('%s believes whom libpq does, and shows its own certificate', (mode, expected) => {
  const options = tlsOptions({ mode, ...rules });
  if (options === false || expected === null) {
    expect([options, expected]).toEqual([false, null]);
    return;
  }
  expect([String(options.cert), String(options.key)]).toEqual(['cert', 'key']);
  expect(options.rejectUnauthorized).toBe(expected.believes === 'root');
  expect(options.ca === undefined ? null : String(options.ca)).toBe(
    expected.believes === 'root' ? 'root' : null,
  );
  // Node asks for the host's name unless it is told not to.
  const asks = options.rejectUnauthorized === true && options.checkServerIdentity === undefined;
  expect(asks).toBe(expected.asks);
});

test('the system’s authorities are believed when no other is named', () => {
  expect(tlsOptions({ mode: 'verify-full', rootCert: null, cert: null, key: null })).toEqual({
    rejectUnauthorized: true,
  });
});

test.each(['rootCert', 'cert', 'key'] as const)('a file that cannot be read is named: %s', (which) => {
  const missing = join(folder, 'missing');
  const read = (): unknown => tlsOptions({ mode: 'verify-full', ...rules, [which]: missing });
  expect(read).toThrow(StoreFault);
  expect(read).toThrow(`ssl${which.toLowerCase()}: ${missing} cannot be read (ENOENT)`);
});
