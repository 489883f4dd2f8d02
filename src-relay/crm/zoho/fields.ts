import * as v from 'valibot';

/** A record as Zoho sends it: fields by their API names. */
const recordSchema = v.looseObject({ id: v.pipe(v.string(), v.check(isZohoId)) });
export type ZohoRecord = v.InferOutput<typeof recordSchema>;

export function isZohoId(text: string): boolean {
  return /^\d{1,20}$/.test(text);
}

/** Null: it cannot be read. */
export function readRecord(json: unknown): ZohoRecord | null {
  const read = v.safeParse(recordSchema, json);
  return read.success ? read.output : null;
}

/** An API name of a field; anything else is not asked for. */
export function isFieldName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(name);
}

function fieldOf(record: ZohoRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Null: it is empty, or no text. */
export function textOf(record: ZohoRecord, name: string): string | null {
  const value = fieldOf(record, name);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export function numberOf(record: ZohoRecord, name: string): number | null {
  const value = fieldOf(record, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The texts of several fields, and whether each that is filled could be read. */
export function textsOf(
  record: ZohoRecord,
  names: readonly string[],
): { readonly items: readonly string[]; readonly isComplete: boolean } {
  const filled = names.filter((name) => {
    const value = fieldOf(record, name);
    return value !== undefined && value !== null && value !== '';
  });
  const items = filled.flatMap((name) => textOf(record, name) ?? []);
  return { items: [...new Set(items)], isComplete: items.length === filled.length };
}

const lookupSchema = v.looseObject({
  id: v.pipe(v.string(), v.check(isZohoId)),
  name: v.nullish(v.fallback(v.nullable(v.string()), null)),
});

/** Another record that a field names. COQL leaves its name out. */
export function lookupOf(
  record: ZohoRecord,
  field: string,
): { readonly id: string; readonly name: string | null } | null {
  const read = v.safeParse(lookupSchema, fieldOf(record, field));
  if (!read.success) return null;
  const { id, name } = read.output;
  return { id, name: name === undefined || name === null || name.trim() === '' ? null : name };
}

/** Any field as text, for the facts line; null: it says nothing. */
export function anyTextOf(record: ZohoRecord, name: string): string | null {
  return textIn(fieldOf(record, name));
}

function textIn(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const parts = value.flatMap((one: unknown) => textIn(one) ?? []);
    return parts.length === 0 ? null : parts.join(', ');
  }
  const named = v.safeParse(v.looseObject({ name: v.string() }), value);
  return named.success && named.output.name.trim() !== '' ? named.output.name : null;
}
