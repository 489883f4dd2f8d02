import { distance } from 'fastest-levenshtein';

/** What Valibot's schemas have in common, as far as names of settings are looked for in them. */
interface SchemaLike {
  readonly entries?: Readonly<Record<string, SchemaLike>>;
  /** Of an optional or nullable one. */
  readonly wrapped?: SchemaLike;
  /** Of a variant. */
  readonly options?: readonly SchemaLike[];
  /** Of a record: what every key leads to. */
  readonly value?: SchemaLike;
}

/** The settings that may stand in the object at a path. */
export function namesAt(schema: object, path: readonly (string | number)[]): string[] {
  let here = objectsIn(schema);
  for (const key of path) {
    here = here.flatMap((one) => {
      const next = one.entries?.[key] ?? one.value;
      return next === undefined ? [] : objectsIn(next);
    });
  }
  return [...new Set(here.flatMap(({ entries }) => Object.keys(entries ?? {})))];
}

function objectsIn(schema: SchemaLike): SchemaLike[] {
  if (schema.wrapped !== undefined) return objectsIn(schema.wrapped);
  const isVariant = schema.options?.every((option) => typeof option === 'object') ?? false;
  return isVariant ? (schema.options ?? []).flatMap(objectsIn) : [schema];
}

/** The name that a word is a slip of: at most a third of its letters are others. Null when none is near. */
export function nearestName(word: string, names: readonly string[]): string | null {
  const [nearest] = names
    .map((name) => ({ name, apart: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.apart - b.apart);
  if (nearest === undefined || nearest.apart > Math.max(1, Math.floor(word.length / 3))) return null;
  return nearest.name;
}
