import { expect, test } from 'vitest';
import { CSP } from '../../../src-main/security/csp.ts';

test('C1 the policy begins with nothing at all, and nowhere lets in more than our own files', () => {
  const directives = new Map(
    CSP.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
  expect(directives.get('default-src')).toEqual(["'none'"]);
  for (const name of [
    'object-src',
    'base-uri',
    'form-action',
    'frame-ancestors',
    'worker-src',
    'trusted-types',
  ])
    expect(directives.get(name)).toEqual(["'none'"]);
  expect(directives.get('require-trusted-types-for')).toEqual(["'script'"]);
  expect(directives.get('sandbox')).toEqual(['allow-scripts', 'allow-same-origin', 'allow-forms']);
  directives.delete('sandbox');
  const allowed = new Set(["'none'", "'self'", 'data:', "'script'"]);
  for (const [name, sources] of directives) {
    for (const source of sources) expect([name, allowed.has(source)]).toEqual([name, true]);
    if (sources.includes('data:')) expect(name).toBe('img-src');
  }
});
