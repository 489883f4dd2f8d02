import { FUSES } from './fuses.ts';
import { markdownTable } from './sections.ts';
import { BLOCKS, checklistLines, type Block } from './security-lines.ts';

/** The checklist: what each line promises, and what proves it. */
export async function checklistTables(): Promise<string> {
  const lines = await checklistLines();
  return Object.entries(BLOCKS)
    .map(([block, title]) => {
      const rows = lines
        .filter((line) => line.block === (block as Block))
        .map(({ number, promise, run }) => [`${block}${number}`, promise, `\`${run}\``]);
      return `### ${title}\n\n${markdownTable(['', 'promise, which is the name of its test', '`npm test`'], rows)}`;
    })
    .join('\n\n');
}

/** Electron's fuses and what they are in the package. */
export function fusesTable(): string {
  const rows = FUSES.map(({ name, electrons, ours, why }) => [`\`${name}\``, electrons, ours, why]);
  return markdownTable(['fuse', 'as Electron comes', 'here', 'why'], rows);
}
