import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../setup/places.mjs';

/** What the letters of the checklist's lines stand for, in its order. */
export const BLOCKS = {
  S: 'Electron’s twenty',
  F: 'Fuses of the packaged program',
  P: 'The scheme of our pages',
  C: 'The policy of our pages',
  K: 'Secrets of the app',
  H: 'What hardened apps add, and what was found besides',
  N: 'What Electronegativity looks for, in our own tree',
  R: 'The relay',
} as const;
export type Block = keyof typeof BLOCKS;

/** Which step of `npm test` runs what is in a folder of test/security. */
const STEP = { app: 'e2e', code: 'unit', relay: 'relay', packaged: 'dist' } as const;

/** A line of the checklist: one test. */
export interface Line {
  readonly block: Block;
  readonly number: number;
  readonly promise: string;
  /** `npm test` runs it by this. */
  readonly run: string;
}

const NAMED = /(?:\b(?:test|it)\(|\bname:)\s*'([SFPCKHNR])(\d+) ([^'\n]+)'/g;

/** Every line, as the tests name it. */
export async function checklistLines(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [folder, step] of Object.entries(STEP)) {
    const path = join(ROOT, 'test/security', folder);
    for (const file of (await readdir(path)).sort()) {
      const text = await readFile(join(path, file), 'utf8');
      // The table of the rules is read by the test of the same folder.
      const name = file === 'rules.ts' ? 'lint' : file.replace(/\.(?:test|spec)\.ts$/, '');
      for (const [, block, number, promise] of text.matchAll(NAMED))
        lines.push({
          block: block as Block,
          number: Number(number),
          promise: promise ?? '',
          run: `${step}:${folder}/${name}`,
        });
    }
  }
  return lines.sort((a, b) => order(a) - order(b));
}

function order({ block, number }: Line): number {
  return Object.keys(BLOCKS).indexOf(block) * 1000 + number;
}
