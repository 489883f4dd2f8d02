import { describe, expect, it } from 'vitest';
import { packageFolder } from '../../../scripts/release/sbom/packages.ts';
import { belowNodeModules } from '../../../scripts/release/sbom/recorded.ts';

describe('a module of a build', () => {
  it.each([
    ['/home/x/node_modules/ws/lib/sender.js', 'node_modules/ws'],
    ['C:\\x\\node_modules\\ws\\lib\\sender.js', 'node_modules/ws'],
    ['../node_modules/@tanstack/virtual-core/dist/index.js?v=1', 'node_modules/@tanstack/virtual-core'],
    [
      '/x/node_modules/xml2js/node_modules/xmlbuilder/lib/a.js',
      'node_modules/xml2js/node_modules/xmlbuilder',
    ],
    ['/x/node_modules/@a/b/node_modules/@c/d/e.js#f', 'node_modules/@a/b/node_modules/@c/d'],
  ])('%s is of %s', (id, folder) => {
    expect(packageFolder(belowNodeModules(id) ?? '')).toBe(folder);
  });

  it.each(['/home/x/src-main/main.ts', '\0commonjsHelpers.js', '\0/x/node_modules/a/b.js?commonjs-exports'])(
    '%j is of no package',
    (id) => {
      expect(belowNodeModules(id)).toBeNull();
    },
  );
});
