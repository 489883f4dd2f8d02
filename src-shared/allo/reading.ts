import * as v from 'valibot';
import type { Instant } from '../brand.ts';
import { isNoName, isNoPart, wordsOf } from '../format/no-name.ts';
import { isPlaceAsName } from '../format/place-as-name.ts';
import { withoutEntities } from '../format/text-entities.ts';
import { tidyLine } from '../format/tidy-line.ts';
import { isVisible } from '../format/visible-text.ts';
import { toInstant } from './moments.ts';

const MAX_ID_CHARS = 1024;

/** Absent reads like null: the key is always there afterwards. */
export const anything = v.optional(v.unknown(), null);

/** Text that may be absent, null or of another type: everything but a string with something to see in it reads as null. */
export const text = v.pipe(
  anything,
  v.transform((value): string | null => (typeof value === 'string' && isVisible(value) ? value : null)),
);

/** Text or a number, for what may come as either: a time in seconds, say. */
export const written = v.pipe(
  anything,
  v.transform((value): string | null => {
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
    return typeof value === 'string' && isVisible(value) ? value : null;
  }),
);

/** A short text that people wrote into a form, on one line: what was written as an entity of HTML reads as its sign. */
export const label = v.pipe(text, v.transform(readLabel));

/** A company's name, or somebody's job title; a placeholder reads as null. */
export const companyName = v.pipe(label, v.transform(unless(isNoPart)));

/** A caller's name, as a phone network or the contacts gave it; what names nobody reads as null. */
export const callerName = v.pipe(
  label,
  v.transform(unless((name) => isNoName(name) || isPlaceAsName(wordsOf(name)))),
);

function readLabel(raw: string | null): string | null {
  const read = tidyLine(withoutEntities(raw ?? ''));
  return isVisible(read) ? read : null;
}

function unless(isNone: (name: string) => boolean): (name: string | null) => string | null {
  return (name) => (name === null || isNone(name) ? null : name);
}

/** A phone number, which may come as a JSON number: read as text either way. */
export const phone = v.pipe(
  anything,
  v.transform((value) => phoneText(value)),
);

/** A list of phone numbers: whatever else is in it, or instead of it, is left out. */
export const phones = v.pipe(
  anything,
  v.transform((value): readonly string[] =>
    Array.isArray(value) ? value.map(phoneText).filter((one) => one !== null) : [],
  ),
);

function phoneText(value: unknown): string | null {
  if (typeof value === 'number') return digitsOf(value);
  return typeof value === 'string' && isVisible(value) ? value : null;
}

/** Null for what JSON does not keep to the last digit, and for what is no row of digits. */
function digitsOf(n: number): string | null {
  return Number.isSafeInteger(n) && n >= 0 ? String(n) : null;
}

/**
 * An id as text, also when it was sent as a number: nothing but whole numbers that JSON keeps to the last digit, since
 * another digit is another record. Everything else reads as null.
 */
export const id = v.pipe(anything, v.transform(readId));

export function readId(value: unknown): string | null {
  if (typeof value === 'string') return isVisible(value) && value.length <= MAX_ID_CHARS ? value : null;
  return typeof value === 'number' ? digitsOf(value) : null;
}

/** Text that the event is useless without. */
export const requiredText = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID_CHARS));

/** A number, or a number written as text ("25000.0"); everything else reads as null. */
export const number = v.pipe(
  anything,
  v.transform((value): number | null => {
    const n = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof n === 'number' && Number.isFinite(n) ? n : null;
  }),
);

/** A list of non-empty texts: whatever else is in it, or instead of it, is left out. */
export const texts = v.pipe(
  anything,
  v.transform((value): readonly string[] =>
    Array.isArray(value)
      ? value.filter((entry): entry is string => typeof entry === 'string' && entry !== '')
      : [],
  ),
);

/** A list of labels. */
export const labels = v.pipe(
  texts,
  v.transform((read) => read.flatMap((one) => readLabel(one) ?? [])),
);

/** What a lenient field reads, for those who walk the schemas: `v.transform` hides it. */
export interface Inside {
  readonly inside: v.GenericSchema;
  readonly isList: boolean;
}

/** A sub-object by its own schema; absent, null or misshapen reads as null. */
export function optionalObject<const S extends v.GenericSchema>(schema: S) {
  return v.pipe(
    anything,
    v.metadata({ inside: schema, isList: false } satisfies Inside),
    v.transform((value): v.InferOutput<S> | null => {
      const read = v.safeParse(schema, value);
      return read.success ? read.output : null;
    }),
  );
}

/** A list by the schema of its entries; entries that do not fit are left out. */
export function listOf<const S extends v.GenericSchema>(schema: S) {
  return v.pipe(
    anything,
    v.metadata({ inside: schema, isList: true } satisfies Inside),
    v.transform((value): readonly v.InferOutput<S>[] =>
      Array.isArray(value)
        ? value.flatMap((entry) => {
            const read = v.safeParse(schema, entry);
            return read.success ? [read.output] : [];
          })
        : [],
    ),
  );
}

/** A JSON object with any keys: much cheaper than a record, which looks at every one of them. */
export const anyObject = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'not an object',
);

/** A moment that the event is useless without. */
export const requiredInstant = v.pipe(
  v.unknown(),
  v.transform(toInstant),
  v.check((at) => at !== null, 'not a date'),
  v.transform((at) => at as Instant),
);

/** A moment that may be absent or unreadable. */
export const instant = v.pipe(anything, v.transform(toInstant));
