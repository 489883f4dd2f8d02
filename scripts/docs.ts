import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fieldTables } from './docs/fields.ts';
import { metricsTable } from './docs/metrics.ts';
import { managedJsonSchema, policyTable } from './docs/managed.ts';
import { checklistTables, fusesTable } from './docs/security.ts';
import { configJsonSchema, settingsTable } from './docs/settings.ts';
import { sizingCosts, sizingTable } from './docs/sizing.ts';
import { withSection } from './docs/sections.ts';
import { ROOT } from './setup/places.mjs';

export interface GeneratedDoc {
  readonly path: string;
  readonly text: string;
}

/** What the documents say that the code knows: the JSON Schemas of the config and of a computer's policy, and the tables in
 * docs/operating.md, docs/monitoring.md, docs/rollout.md, docs/fields.md, docs/security.md and docs/sizing.md. */
export async function generatedDocs(): Promise<GeneratedDoc[]> {
  const fields = await readFile(join(ROOT, 'docs/fields.md'), 'utf8');
  const rollout = await readFile(join(ROOT, 'docs/rollout.md'), 'utf8');
  const operating = await readFile(join(ROOT, 'docs/operating.md'), 'utf8');
  const monitoring = await readFile(join(ROOT, 'docs/monitoring.md'), 'utf8');
  const security = await readFile(join(ROOT, 'docs/security.md'), 'utf8');
  const sizing = await readFile(join(ROOT, 'docs/sizing.md'), 'utf8');
  return [
    {
      path: 'docs/sizing.md',
      text: withSection(withSection(sizing, 'costs', sizingCosts()), 'sizes', sizingTable()),
    },
    { path: 'docs/fields.md', text: withSection(fields, 'fields', fieldTables()) },
    { path: 'docs/rollout.md', text: withSection(rollout, 'policy', policyTable()) },
    { path: 'docs/managed.schema.json', text: `${JSON.stringify(managedJsonSchema(), null, 2)}\n` },
    { path: 'docs/relay.config.schema.json', text: `${JSON.stringify(configJsonSchema(), null, 2)}\n` },
    { path: 'docs/operating.md', text: withSection(operating, 'settings', settingsTable()) },
    { path: 'docs/monitoring.md', text: withSection(monitoring, 'metrics', await metricsTable()) },
    {
      path: 'docs/security.md',
      text: withSection(withSection(security, 'fuses', fusesTable()), 'checklist', await checklistTables()),
    },
  ];
}

/** `npm run docs`: brings them up to date. Resolves with the exit code. */
export async function writeDocs(): Promise<number> {
  for (const { path, text } of await generatedDocs()) await writeFile(join(ROOT, path), text);
  return 0;
}
