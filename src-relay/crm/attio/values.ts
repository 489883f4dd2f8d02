import * as v from 'valibot';

/**
 * `values` of a record: by slug, an array of values, of which the workspace may have kept former ones.
 * https://docs.attio.com/docs/attribute-types
 */
export type AttioValues = Readonly<Record<string, unknown>>;

/** One value, in the parts that are used; each is left out where it is of another type. */
const valueSchema = v.looseObject({
  active_until: v.nullish(v.unknown()),
  attribute_type: v.optional(v.fallback(v.string(), '')),
});
type AttioValue = v.InferOutput<typeof valueSchema>;

export interface Read<T> {
  readonly items: readonly T[];
  /** Each value that there is could be read. */
  readonly isComplete: boolean;
}

/** The active values of an attribute, as `read` makes them out. */
export function valuesOf<T>(
  values: AttioValues,
  slug: string,
  read: (value: AttioValue) => T | null,
): Read<T> {
  const there = Object.hasOwn(values, slug) ? values[slug] : [];
  if (!Array.isArray(there)) return { items: [], isComplete: there === null || there === undefined };
  const made = there.flatMap((one: unknown) => {
    const value = v.safeParse(valueSchema, one);
    if (!value.success) return [null];
    return isActive(value.output) ? [read(value.output)] : [];
  });
  const items = made.filter((one) => one !== null);
  return { items, isComplete: items.length === made.length };
}

/** The first active value; null: there is none, or none that can be read. */
export function firstOf<T>(
  values: AttioValues,
  slug: string,
  read: (value: AttioValue) => T | null,
): T | null {
  return valuesOf(values, slug, read).items[0] ?? null;
}

function isActive({ active_until: until }: AttioValue): boolean {
  return until === null || until === undefined;
}

export function textIn(value: AttioValue, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = value[key];
    if (typeof text === 'string' && text.trim() !== '') return text;
  }
  return null;
}

/** A personal name, or the text that a company's or deal's name is. */
export function nameIn(value: AttioValue): string | null {
  const whole = textIn(value, 'full_name', 'value');
  if (whole !== null) return whole;
  const parts = [textIn(value, 'first_name'), textIn(value, 'last_name')].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}

/** The attribute types' page calls it `normalized_phone_number`, the OpenAPI description `phone_number`: both in E.164. */
export function numberIn(value: AttioValue): string | null {
  return textIn(value, 'normalized_phone_number', 'phone_number', 'original_phone_number');
}

export function emailIn(value: AttioValue): string | null {
  return textIn(value, 'email_address', 'original_email_address');
}

/** A record of that object that it refers to. */
export function referenceTo(object: string): (value: AttioValue) => string | null {
  return (value) => {
    const id = textIn(value, 'target_record_id');
    return value['target_object'] === object && id !== null && isRecordId(id) ? id : null;
  };
}

/** A member of the workspace that it refers to. */
export function memberIn(value: AttioValue): string | null {
  return value['referenced_actor_type'] === 'workspace-member' ? textIn(value, 'referenced_actor_id') : null;
}

/** The title of a status or of a select's option. */
export function titleIn(value: AttioValue): string | null {
  const titled = v.safeParse(titledSchema, value['status'] ?? value['option']);
  return titled.success ? titled.output.title : null;
}
const titledSchema = v.looseObject({ title: v.pipe(v.string(), v.minLength(1)) });

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isRecordId(text: string): boolean {
  return UUID.test(text);
}

/** Any attribute as text, for the facts line; null: it has no value, or one that says nothing by itself. */
export function textOf(values: AttioValues, slug: string): string | null {
  const { items } = valuesOf(values, slug, anyText);
  return items.length === 0 ? null : items.join(', ');
}

function anyText(value: AttioValue): string | null {
  switch (value.attribute_type) {
    case 'select':
    case 'status':
      return titleIn(value);
    case 'personal-name':
      return nameIn(value);
    case 'phone-number':
      return numberIn(value);
    case 'email-address':
      return emailIn(value);
    case 'domain':
      return textIn(value, 'domain');
    case 'currency':
      return amountText(value);
    case 'location':
      return placeText(value);
    case 'interaction':
      return dayIn(textIn(value, 'interacted_at'));
    case 'timestamp':
      return dayIn(textIn(value, 'value'));
    default:
      return scalarText(value['value']);
  }
}

function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function amountText(value: AttioValue): string | null {
  const amount = scalarText(value['currency_value']);
  const code = textIn(value, 'currency_code');
  return amount === null || code === null ? amount : `${amount} ${code}`;
}

function placeText(value: AttioValue): string | null {
  const parts = ['locality', 'region', 'country_code'].map((key) => textIn(value, key));
  return parts.filter((part) => part !== null).join(', ') || null;
}

function dayIn(moment: string | null): string | null {
  return moment === null ? null : moment.slice(0, 10);
}
