import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '../../src-relay/config/schema.ts';
import { markdownTable } from './sections.ts';

/** The JSON Schema of `relay.config.json`, for editors. Checks that JSON Schema cannot express are left to the relay. */
export function configJsonSchema(): JsonSchema {
  return {
    title: 'relay.config.json of a Ringside relay',
    ...toJsonSchema(configSchema, {
      typeMode: 'input',
      errorMode: 'ignore',
      // Marks of our own mean nothing to an editor.
      overrideAction: ({ jsonSchema }) =>
        Object.fromEntries(Object.entries(jsonSchema).filter(([key]) => key !== 'oneValue')),
    }),
  };
}

/** Every setting of the config in a table. */
export function settingsTable(): string {
  return markdownTable(
    ['setting', 'what it takes', 'default', 'what it does'],
    rowsOf(configJsonSchema(), ''),
  );
}

function rowsOf(schema: JsonSchema, prefix: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, part]) => {
    if (typeof part === 'boolean') return [];
    const name = `${prefix}${key}`;
    const row = [`\`${name}\``, kindOf(part), defaultOf(part), part.description ?? ''];
    const keyed = typeof part.additionalProperties === 'object' ? part.additionalProperties : null;
    // The app's preferences have a table of their own: they are the same in both places. One download is like another.
    if (name === 'app.fixed' || name === 'app.defaults' || 'x64' in (part.properties ?? {})) return [row];
    return [row, ...rowsOf(part, `${name}.`), ...(keyed === null ? [] : rowsOf(keyed, `${name}.*.`))];
  });
}

function kindOf(schema: JsonSchema): string {
  const { type, minimum, maximum } = schema;
  if (schema.anyOf !== undefined) {
    return schema.anyOf.map((one) => (typeof one === 'boolean' ? '' : kindOf(one))).join(' or ');
  }
  if (minimum !== undefined && maximum !== undefined) return `${String(type)}, ${minimum} to ${maximum}`;
  if (type === 'array') return 'list of texts';
  if (type === 'string') return 'text';
  return type === undefined ? 'object' : String(type);
}

function defaultOf(schema: JsonSchema): string {
  return schema.default === undefined ? '–' : `\`${JSON.stringify(schema.default)}\``;
}
