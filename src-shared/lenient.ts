import * as v from 'valibot';

/** What could be read, and the names of the fields that could not: as `lines[3].name`, never with a value. */
export interface Reading<T> {
  readonly value: T;
  readonly unread: readonly string[];
}

/** As much of a valibot schema as is looked at. */
interface Shape extends v.GenericSchema {
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly item?: Shape;
  readonly wrapped?: Shape;
  readonly default?: unknown;
  /** A variant's field that tells which one it is, or the schema of a record's keys. */
  readonly key?: string | Shape;
  /** Of a record's values. */
  readonly value?: Shape;
  readonly options?: readonly Shape[];
}

/** Where a part stands, and what counts in its place when it cannot be read. */
interface Place {
  readonly name: string;
  readonly held: unknown;
  /** Parts that belong together: what is held is of another whole, and no default may slip in. */
  readonly isOneValue: boolean;
}

/** Marks an object whose fields mean something only together, as a pipe's action: it is read whole or not at all. */
export function oneValue<T>() {
  return v.metadata<T, { readonly oneValue: true }>({ oneValue: true });
}

/** Marks an optional field that says what the others are of, as a pipe's action: an object in which it cannot be read is not read. */
export function decisive<T>() {
  return v.metadata<T, { readonly decisive: true }>({ decisive: true });
}

/** More names of one list are of no use to anybody. A field of its own is always named: locks depend on that. */
const MOST_NAMED = 50;

/**
 * Reads what another version, or the other end, wrote: a part that cannot be read costs only itself. In its place counts
 * what was `held` there before, else nothing. Of a list, an entry that cannot be read is left out, unless it was held
 * (entries of a list of objects are the same by their first field); a list of which nothing can be read is not read.
 * What the schema takes as it is comes out as the schema gives it.
 * @returns null when nothing can be read in a place that must have something. Never throws.
 */
export function readLeniently<const S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  held?: unknown,
): Reading<v.InferOutput<S>> | null {
  const found = read(schema, input, { name: '', held, isOneValue: false });
  if (found === null) return null;
  return { value: found.value as v.InferOutput<S>, unread: found.unread };
}

function read(schema: Shape, input: unknown, place: Place): Reading<unknown> | null {
  const whole = v.safeParse(schema, input);
  // valibot takes a list for an object, and one without fields for an object without any.
  if (whole.success && !isObject(input) && !Array.isArray(input)) return { value: whole.output, unread: [] };
  const parts = readParts(schema, input, place);
  if (parts === 'leaf') return whole.success ? { value: whole.output, unread: [] } : null;
  if (parts === null) return null;
  const again = v.safeParse(schema, parts.value);
  return again.success ? { value: again.output, unread: parts.unread } : null;
}

function readParts(schema: Shape, input: unknown, place: Place): Reading<unknown> | 'leaf' | null {
  if (schema.wrapped !== undefined) return readParts(schema.wrapped, input, place);
  if (schema.item !== undefined) return Array.isArray(input) ? readList(schema.item, input, place) : null;
  if (schema.type === 'record' && !v.is(schema, input)) return readRecord(schema, input, place);
  if (schema.entries === undefined && schema.type !== 'variant') return 'leaf';
  if (!isObject(input)) return null;
  const isOneValue =
    place.isOneValue || schema.type === 'variant' || v.getMetadata(schema)['oneValue'] === true;
  const option = schema.type === 'variant' ? optionFor(schema, input) : schema;
  return option?.entries === undefined ? null : readFields(option.entries, input, { ...place, isOneValue });
}

function readFields(
  entries: Readonly<Record<string, Shape>>,
  input: Readonly<Record<string, unknown>>,
  place: Place,
): Reading<unknown> | null {
  const value: Record<string, unknown> = {};
  const unread: string[] = [];
  for (const [key, entry] of Object.entries(entries)) {
    const name = place.name === '' ? key : `${place.name}.${key}`;
    const held = place.isOneValue ? undefined : own(place.held, key);
    const found = read(entry, own(input, key), { ...place, name, held });
    if (found !== null) {
      if (found.value !== undefined) value[key] = found.value;
      unread.push(...found.unread);
      continue;
    }
    unread.push(name);
    if (held !== undefined) value[key] = held;
    else if (!isLeftOut(entry, place.isOneValue)) return null;
  }
  return { value, unread };
}

function readList(item: Shape, input: readonly unknown[], place: Place): Reading<unknown> | null {
  const value: unknown[] = [];
  const unread: string[] = [];
  const twinOf = twins(item, place);
  for (const [at, one] of input.entries()) {
    const name = `${place.name}[${at}]`;
    const held = twinOf(one);
    const found = read(item, one, { ...place, name, held });
    if (found !== null) value.push(found.value);
    else if (held !== undefined) value.push(held);
    for (const part of found?.unread ?? [name]) if (unread.length < MOST_NAMED) unread.push(part);
  }
  return value.length === 0 && input.length > 0 ? null : { value, unread };
}

/** Its keys are data: none is named. */
function readRecord({ value, key }: Shape, input: unknown, place: Place): Reading<unknown> | null {
  if (!isObject(input) || value === undefined || typeof key !== 'object') return null;
  const name = `${place.name}.*`;
  const kept = Object.entries(input).flatMap(([word, one]) => {
    const found = v.is(key, word) ? read(value, one, { ...place, name, held: undefined }) : null;
    return found === null ? [] : [[word, found.value] as const];
  });
  return { value: Object.fromEntries(kept), unread: [name] };
}

/** Finds what was held of an entry, by the first field of its object. */
function twins(item: Shape, { held, isOneValue }: Place): (entry: unknown) => unknown {
  const [key] = Object.keys(item.entries ?? {});
  if (key === undefined || isOneValue || !Array.isArray(held)) return () => undefined;
  let known: Map<unknown, unknown> | null = null;
  return (entry) => {
    const id = own(entry, key);
    if (typeof id !== 'string') return undefined;
    known ??= new Map(held.map((one: unknown) => [own(one, key), one]));
    return known.get(id);
  };
}

function optionFor({ key, options = [] }: Shape, input: Readonly<Record<string, unknown>>): Shape | null {
  if (typeof key !== 'string') return null;
  const says = (option: Shape): boolean => {
    const word = option.entries?.[key];
    return word !== undefined && v.is(word, own(input, key));
  };
  return options.find(says) ?? null;
}

/** Whether a field may be missing; with nothing in its place, when its neighbours would give that a meaning. */
function isLeftOut(entry: Shape, isOneValue: boolean): boolean {
  const isOptional = entry.type === 'optional' || entry.type === 'nullish';
  const isDecisive = entry.wrapped !== undefined && v.getMetadata(entry.wrapped)['decisive'] === true;
  return isOptional && !isDecisive && (!isOneValue || entry.default === undefined);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
