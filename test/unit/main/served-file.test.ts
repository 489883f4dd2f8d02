import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
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
