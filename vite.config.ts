import { builtinModules } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { recordModules } from './scripts/release/sbom/recorded.ts';

/**
 * One build, four environments: renderer (the `client`), main and relay as ES modules, and the preload as one
 * CommonJS file, which is all that a sandboxed preload can be. Everything is bundled: nothing of node_modules ships.
 */
const node = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

export default defineConfig({
  root: 'src-renderer',
  base: './',
  plugins: [react(), recordModules()],
  build: { target: 'chrome130', emptyOutDir: true },
  environments: {
    client: {
      // Never a package's `browser` build: such a build may lean on what our CSP forbids, such as `innerHTML`. Where a
      // package has another, it is the same for every platform.
      resolve: { conditions: ['module', 'development|production'], mainFields: ['module', 'main'] },
      build: {
        outDir: '../dist/renderer',
        // A data: font would need a looser CSP.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: { pop: 'src-renderer/pop.html', home: 'src-renderer/home.html' } },
      },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: node },
      build: {
        outDir: '../dist/main',
        target: 'node20',
        minify: false,
        rolldownOptions: {
          input: { main: 'src-main/main.ts' },
          external: node,
          output: { format: 'es', entryFileNames: '[name].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: node },
      build: {
        outDir: '../dist/preload',
        target: 'chrome130',
        minify: false,
        rolldownOptions: {
          input: { preload: 'src-main/preload.ts' },
          external: node,
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
    relay: {
      consumer: 'server',
      resolve: { noExternal: true, external: node },
      build: {
        outDir: '../dist/relay',
        target: 'node24',
        minify: false,
        rolldownOptions: {
          input: {
            'ringside-relay': 'src-relay/ringside-relay.ts',
            'journal-worker': 'src-relay/writing/worker.ts',
          },
          external: node,
          output: { format: 'es', entryFileNames: '[name].js' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) await builder.build(environment);
    },
  },
});
