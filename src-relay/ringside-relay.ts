#!/usr/bin/env node
import { writeSync } from 'node:fs';
import { runCli } from './cli/program.ts';

/** The writer's thread lies beside this file: as a source, or as what the build makes of it. */
const workerFile = import.meta.url.endsWith('.ts') ? './journal/worker.ts' : './journal-worker.js';

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: {
    out: (text) => void writeSync(1, text),
    error: (line) => void writeSync(2, `${line}\n`),
  },
  now: Date.now,
  workerUrl: new URL(workerFile, import.meta.url),
});
