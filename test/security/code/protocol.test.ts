import { isAbsolute, join, relative, resolve } from 'node:path';
import type { CustomScheme } from 'electron';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { registerAppScheme } from '../../../src-main/security/app-scheme.ts';
import { servedFile } from '../../../src-main/security/served-file.ts';

test('P1 the scheme is registered with the rights of an origin, and with none that would lift the policy', () => {
  const registered: CustomScheme[] = [];
  registerAppScheme({
    registerSchemesAsPrivileged: (schemes: CustomScheme[]) => void registered.push(...schemes),
  } as never);
  expect(registered).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
});

const ROOT = resolve('/srv/ringside/dist/renderer');
/** What a path can be led out with, in one, two and three layers of encoding, and what only looks like it. */
const LAYERS = (text: string): string[] => {
  const once = [...text].map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
  const twice = once.replaceAll('%', '%25');
  return [text, once, once.toUpperCase(), twice, twice.replaceAll('%', '%25')];
};
const PARTS = [
  ...['..', '.', '/', '\\', ':', '\0', '%', '//', '/..', '../', 'etc/passwd', 'C:\\'].flatMap(LAYERS),
  '%c0%ae',
  '%u002e',
  '．．',
  '․․',
  '~',
  'pop.html',
  'assets',
  'x.js',
  '?',
  '#',
  '@',
  'app:',
  '.html',
];

test('P2 no path leads out of our files, however it is encoded and whatever it is asked with', () => {
  const scheme = fc.constantFrom('app', 'APP', 'file', 'https');
  const host = fc.constantFrom('ringside', 'RINGSIDE', 'evil', 'ringside:80', 'u@ringside', '');
  fc.assert(
    fc.property(
      fc.constantFrom('GET', 'GET', 'GET', 'POST', 'HEAD'),
      scheme,
      host,
      fc.array(fc.constantFrom(...PARTS), { maxLength: 10 }),
      (method, name, at, parts) => {
        const file = servedFile(method, `${name}://${at}/${parts.join('')}`, ROOT);
        if (file === null) return;
        const inside = relative(ROOT, file.path);
        expect([method, inside === '', inside.startsWith('..'), isAbsolute(inside)]).toEqual([
          'GET',
          false,
          false,
          false,
        ]);
        expect(file.path).not.toMatch(/[\\:\0]/);
      },
    ),
    { numRuns: 20_000 },
  );
  expect(servedFile('GET', 'app://ringside/pop.html', ROOT)?.path).toBe(join(ROOT, 'pop.html'));
});
