import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { EMBEDDED_ONLY_FILES } from './test/fixtures/relay/embedded-only.ts';

/** Vitest makes style sheets empty, unless it is told not to: the relay's page has one. */
const AS_BUILT = { include: [/src-relay/] };

export default defineConfig({
  test: {
    // Vitest leaves one core free, which of two is half of the machine.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/security/code/**/*.test.ts'],
          environment: 'node',
          css: AS_BUILT,
          // Nothing of ours has an effect when it is imported: files of one worker may share what they import.
          isolate: false,
          // Real sockets, disks and processes among them, on a machine that may be busy.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'relay',
          include: ['test/relay/**/*.test.ts', 'test/security/relay/**/*.test.ts'],
          globalSetup: ['test/build-first.ts', 'test/postgres-first.ts'],
          environment: 'node',
          css: AS_BUILT,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // What relays promise on sockets, on PostgreSQL.
        test: {
          name: 'postgres',
          include: ['test/relay/**/*.test.ts'],
          exclude: EMBEDDED_ONLY_FILES,
          globalSetup: ['test/build-first.ts', 'test/postgres-first.ts'],
          env: { RINGSIDE_TEST_STORE: 'postgres' },
          environment: 'node',
          css: AS_BUILT,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Hard days, with real processes: `npm run test:faults` plays them at full length.
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          exclude: ['test/faults/measured/**', 'test/faults/postgres/**'],
          globalSetup: 'test/build-first.ts',
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // They fill the machine.
          fileParallelism: false,
        },
      },
      {
        // Those of them that hold the relay to milliseconds and megabytes: nothing else may run.
        test: {
          name: 'measured',
          include: ['test/faults/measured/**/*.test.ts'],
          globalSetup: 'test/build-first.ts',
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 30_000,
          fileParallelism: false,
        },
      },
      {
        // The same with several relays and real PostgreSQL servers that die, hang and fill up.
        test: {
          name: 'outages',
          include: ['test/faults/postgres/**/*.test.ts'],
          globalSetup: 'test/build-first.ts',
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 30_000,
          fileParallelism: false,
        },
      },
      {
        // What a release is besides the application, with the real tools of whoever gets it.
        test: {
          name: 'release',
          include: ['test/release/**/*.test.ts'],
          globalSetup: 'test/build-first.ts',
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Two versions of the AppImage, and a feed between them.
        test: {
          name: 'updates',
          include: ['test/updates/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        // The packaged application: made, looked at, and started.
        test: {
          name: 'dist',
          include: ['test/dist/**/*.test.ts', 'test/security/packaged/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          // One of them packages, and the others wait for it.
          hookTimeout: 300_000,
        },
      },
      {
        // The installed program, in a small Debian of its own: one test is one computer from the first installation on.
        test: {
          name: 'installed',
          include: ['test/installed/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
