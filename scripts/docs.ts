import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fieldTables } from './docs/fields.ts';
import { metricsTable } from './docs/metrics.ts';
import { configJsonSchema, settingsTable } from './docs/settings.ts';
import { withSection } from './docs/sections.ts';
import { ROOT } from './setup/places.mjs';

export interface GeneratedDoc {
  readonly path: string;
  readonly text: string;
}

/** What the documents say that the code knows: the config's JSON Schema, and the tables in docs/operating.md and docs/fields.md. */
export async function generatedDocs(): Promise<GeneratedDoc[]> {
  const fields = await readFile(join(ROOT, 'docs/fields.md'), 'utf8');
  const operating = await readFile(join(ROOT, 'docs/operating.md'), 'utf8');
  return [
    { path: 'docs/fields.md', text: withSection(fields, 'fields', fieldTables()) },
    { path: 'docs/relay.config.schema.json', text: `${JSON.stringify(configJsonSchema(), null, 2)}\n` },
    {
      path: 'docs/operating.md',
      text: withSection(withSection(operating, 'settings', settingsTable()), 'metrics', await metricsTable()),
    },
  ];
}

/** `npm run docs`: brings them up to date. Resolves with the exit code. */
export async function writeDocs(): Promise<number> {
  for (const { path, text } of await generatedDocs()) await writeFile(join(ROOT, path), text);
  return 0;
}
