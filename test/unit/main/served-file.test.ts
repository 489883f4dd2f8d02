import { join, relative, isAbsolute, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CSP } from '../../../src-main/security/csp.ts';
import { servedFile } from '../../../src-main/security/served-file.ts';

const ROOT = resolve('/srv/ringside/dist/renderer');

test.each([
  ['app://ringside/pop.html', 'pop.html', 'text/html; charset=utf-8'],
  ['app://ringside/assets/pop-4f2a.js', 'assets/pop-4f2a.js', 'text/javascript; charset=utf-8'],
  ['app://ringside/assets/inter.woff2?v=1#x', 'assets/inter.woff2', 'font/woff2'],
])('%s is served', (url, file, contentType) => {
  expect(servedFile('GET', url, ROOT)).toEqual({ path: join(ROOT, file), contentType });
});

test.each([
  'app://ringside/',
  'app://ringside',
  'app://evil/pop.html',
  'app://ringside:80/pop.html',
  'app://ringside.evil/pop.html',
  'app://user@ringside/../../secret.html',
  'https://ringside/pop.html',
  'file:///etc/passwd',
  'app://ringside/../main/main.js',
  'app://ringside/%2e%2e/main/main.js',
  'app://ringside/%2e%2e%2fmain/main.js',
  'app://ringside/..%2fmain%2fmain.js',
  'app://ringside/assets/..%2f..%2fmain/main.js',
  'app://ringside/%252e%252e/main/main.js',
  'app://ringside/..%5cmain%5cmain.js',
  'app://ringside/%5c%5cserver%5cshare%5cx.js',
  'app://ringside/pop.html%00.js',
  'app://ringside/C:%2fwindows%2fx.js',
  'app://ringside//etc/passwd',
  'app://ringside/%2fetc%2fpasswd',
  'app://ringside/%',
  'app://ringside/%ff.js',
  'app://ringside/pop.exe',
  'app://ringside/.env',
  'not a url',
])('%s is not served from outside, or not at all', (url) => {
  const file = servedFile('GET', url, ROOT);
  // Chromium and Node take plain `..` out of a URL themselves: what is left must lie inside.
  if (file !== null) expect(file.path.startsWith(join(ROOT, '/'))).toBe(true);
  else expect(file).toBeNull();
});

test.each(['POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s gets nothing', (method) => {
  expect(servedFile(method, 'app://ringside/pop.html', ROOT)).toBeNull();
});

test('no path whatever leaves the root', () => {
  const part = fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2E.',
    '%5c',
    '\\',
    '%2f',
    '/',
    'a',
    'pop.html',
    '%00',
    '%25',
    ':',
    'x.js',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.constantFrom('', '/'), (parts, glue) => {
      const file = servedFile('GET', `app://ringside/${parts.join(glue)}`, ROOT);
      if (file === null) return;
      const inside = relative(ROOT, file.path);
      expect(inside.startsWith('..') || isAbsolute(inside) || inside === '').toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test('the policy of every page is exactly this', () => {
  expect(CSP).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'self'; media-src 'self'; worker-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
});
