#!/usr/bin/env node
import { boundYoungGeneration } from './young-generation.ts';

// Before anything is loaded, which would be loaded twice.
if (process.argv.includes('serve')) boundYoungGeneration();
const { runCli } = await import('./cli/program.ts');
const { codeOf, writeWhole } = await import('./log/writing.ts');
const { askedOrPiped } = await import('./cli/input.ts');

/** The writer's thread lies beside this file: as a source, or as what the build makes of it. */
const workerFile = import.meta.url.endsWith('.ts') ? './writing/worker.ts' : './journal-worker.js';

// The journal holds calls and phone numbers: its files are for this user alone, whatever folder they are put in.
process.umask(0o077);

/** Whoever reads may go away before the end, like `head`. */
function say(fd: number, text: string): void {
  try {
    writeWhole(fd, text, Infinity);
  } catch (error) {
    if (codeOf(error) !== 'EPIPE' && fd !== 2) throw error;
  }
}

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: {
    out: (text) => say(1, text),
    error: (line) => say(2, `${line}\n`),
  },
  input: askedOrPiped,
  now: Date.now,
  workerUrl: new URL(workerFile, import.meta.url),
});
