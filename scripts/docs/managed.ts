import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema';
import { managedSchema } from '../../src-main/managed/policy-schema.ts';
import { markdownTable } from './sections.ts';

/** The JSON Schema of `managed.json`, for editors. Checks that JSON Schema cannot express are left to the app. */
export function managedJsonSchema(): JsonSchema {
  return {
    title: 'managed.json of a computer with Ringside',
    ...toJsonSchema(managedSchema, {
      typeMode: 'input',
      errorMode: 'ignore',
      // Marks of our own mean nothing to an editor.
      overrideAction: ({ jsonSchema }) =>
        Object.fromEntries(Object.entries(jsonSchema).filter(([key]) => key !== 'oneValue')),
    }),
    additionalProperties: false,
  };
}

/** Every value of a policy in a table. */
export function policyTable(): string {
  const { properties = {} } = managedJsonSchema();
  const rows = Object.entries(properties).flatMap(([name, part]) => {
    if (typeof part === 'boolean' || name === '$schema') return [];
    const own = [`\`${name}\``, kindOf(part), part.description ?? ''];
    return name === 'pairing' ? [own, ...waysIn(part)] : [own];
  });
  return markdownTable(['value', 'what it takes', 'what it does'], rows);
}

/** The ways of pairing, and what each of them takes. */
function waysIn(pairing: JsonSchema): string[][] {
  const ways = [...(pairing.anyOf ?? []), ...(pairing.oneOf ?? [])].flatMap((way) =>
    typeof way === 'boolean' ? [] : [way.properties ?? {}],
  );
  const by = ways.flatMap((way) => {
    const part = way['by'];
    return part === undefined || typeof part === 'boolean'
      ? []
      : [['`pairing.by`', `\`"${String(part.const)}"\``, part.description ?? '']];
  });
  const parts = new Map(ways.flatMap((way) => Object.entries(way)).filter(([name]) => name !== 'by'));
  const others = [...parts].flatMap(([name, part]) =>
    typeof part === 'boolean' ? [] : [[`\`pairing.${name}\``, 'text', describedIn(part)]],
  );
  return [...by, ...others];
}

function describedIn({ description, anyOf = [] }: JsonSchema): string {
  if (description !== undefined) return description;
  for (const one of anyOf)
    if (typeof one !== 'boolean' && one.description !== undefined) return one.description;
  return '';
}

function kindOf({ type }: JsonSchema): string {
  if (type === 'boolean') return 'true or false';
  return type === 'string' ? 'text' : 'object';
}
