import * as v from 'valibot';
import { preferencesSchema } from '../../src-shared/preferences/preferences.ts';
import { managedSchema } from './policy-schema.ts';
import type { RegistryTree } from './registry-text.ts';

/**
 * The registry's values as those of the policy. Names are the policy's, in any case; a number stands for itself or for no and
 * yes, a text for itself or, where no text is taken, for the JSON that it is.
 */
export function policyOfRegistry(tree: RegistryTree): Record<string, unknown> {
  return named(tree, Object.keys(managedSchema.entries), (name, value) => {
    if (name === 'updates') return fitting(v.boolean(), value);
    if (typeof value !== 'object') return value;
    if (name === 'pairing') return named(value, ['by', 'token', 'agent'], (_, part) => part);
    if (name !== 'locked') return value;
    const choices: Readonly<Record<string, v.GenericSchema>> = preferencesSchema.entries;
    return named(value, Object.keys(choices), (choice, part) => {
      const schema = choices[choice];
      return schema === undefined ? part : fitting(schema, part);
    });
  });
}

function named(
  tree: RegistryTree,
  names: readonly string[],
  read: (name: string, value: RegistryTree[string]) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => {
      const known = names.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
      return [known, read(known, value)];
    }),
  );
}

/** What of the ways to read a value the schema takes, else the value. */
function fitting(schema: v.GenericSchema, value: RegistryTree[string]): unknown {
  if (value === 'null' && v.is(schema, null)) return null;
  const ways = [value, ...(value === 0 || value === 1 ? [value === 1] : []), ...jsonIn(value)];
  return ways.find((way) => v.is(schema, way)) ?? value;
}

function jsonIn(value: unknown): unknown[] {
  if (typeof value !== 'string') return [];
  try {
    return [JSON.parse(value)];
  } catch {
    return [];
  }
}
