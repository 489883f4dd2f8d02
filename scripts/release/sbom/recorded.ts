import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { ROOT } from '../../setup/places.mjs';

/** Where a build says which modules it took, one file for each of its environments. */
const FOLDER = join(ROOT, 'dist/modules');

/**
 * Writes down which files of node_modules are in what was built: code that was left out by tree shaking is not, fonts and
 * pictures are. npm's own list would have every tool of the development instead, since nothing of node_modules ships.
 */
export function recordModules(): Plugin {
  return {
    name: 'record-modules',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = Object.values(bundle).flatMap((output) =>
        output.type === 'chunk' ? output.moduleIds : output.originalFileNames,
      );
      const packaged = files.map(belowNodeModules).filter((file) => file !== null);
      mkdirSync(FOLDER, { recursive: true });
      const text = JSON.stringify([...new Set(packaged)].sort(), null, 2);
      writeFileSync(join(FOLDER, `${this.environment.name}.json`), `${text}\n`);
    },
  };
}

/** The environments of the build that go into each thing that ships. */
export const SHIPPED = { app: ['client', 'main', 'preload'], relay: ['relay'] } as const;
export type Shipped = keyof typeof SHIPPED;

/** The files of node_modules that are in what ships, from node_modules on. @throws when nothing was built */
export function recordedModules(shipped: Shipped): readonly string[] {
  return SHIPPED[shipped].flatMap(
    (environment) => JSON.parse(readFileSync(join(FOLDER, `${environment}.json`), 'utf8')) as string[],
  );
}

/** `a/node_modules/@b/c/d.js?x` is `node_modules/@b/c/d.js`; null for a file of our own, and for a virtual one. */
export function belowNodeModules(id: string): string | null {
  const path = id.replaceAll('\\', '/').replace(/[?#].*$/, '');
  const at = path.indexOf('node_modules/');
  return at === -1 || path.includes('\0') ? null : path.slice(at);
}
