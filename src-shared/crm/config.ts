import * as v from 'valibot';

/** A record in the CRM that a card can open. */
export const RECORD_KINDS = ['contact', 'company', 'deal'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Where an id comes from: `deal.id`, `person.hubspot_id` (any custom property), `integration_id`. */
const idSource = v.pipe(
  v.string(),
  v.regex(/^(?:(?:person|company|deal)\.[A-Za-z0-9_-]{1,64}|integration_id)$/, 'not an id source'),
);
const idSources = v.optional(
  v.object({
    contact: v.optional(v.array(idSource)),
    company: v.optional(v.array(idSource)),
    deal: v.optional(v.array(idSource)),
  }),
  {},
);

/** Placeholders that a custom template may use, none of them before the path. */
export const PLACEHOLDER = /\{([A-Za-z0-9_.-]{1,80})\}/g;
const KNOWN_PLACEHOLDER = /^(?:(?:person|company|deal)\.[A-Za-z0-9_-]{1,64}|integration_id|name|number)$/;

const template = v.pipe(
  v.string(),
  v.maxLength(1024),
  v.check(
    isSafeTemplate,
    'must be https://host/… without user, port or placeholder before the path, placeholders like {deal.id}',
  ),
);

const presets = v.variant('preset', [
  v.object({
    preset: v.literal('hubspot'),
    /** The account's number, as in app.hubspot.com/contacts/NUMBER. */
    portal: v.pipe(v.string(), v.regex(/^\d{1,15}$/)),
    host: v.optional(
      v.pipe(v.string(), v.regex(/^app(?:-[a-z0-9]{2,5})?\.hubspot\.com$/)),
      'app.hubspot.com',
    ),
    ids: idSources,
  }),
  v.object({
    preset: v.literal('salesforce'),
    /** My Domain: `acme`, or `acme--uat.sandbox`. */
    domain: v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,60})(?:\.sandbox|\.develop)?$/)),
    ids: idSources,
  }),
  v.object({
    preset: v.literal('pipedrive'),
    /** `acme` in acme.pipedrive.com. */
    company: v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,60})$/)),
    ids: idSources,
  }),
  v.object({
    preset: v.literal('custom'),
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
    contact: v.optional(template),
    company: v.optional(template),
    deal: v.optional(template),
    /** The page that finds `{name}`, for records without an id. */
    search: v.optional(template),
  }),
]);

export const crmSchema = v.pipe(
  presets,
  v.check(
    (crm: Crm) => crm.preset !== 'custom' || hasOneHost([crm.contact, crm.company, crm.deal, crm.search]),
    'templates: at least one, and all on one host',
  ),
);
/** The CRM as the admin sets it: it fixes the host of every link. */
export type Crm = v.InferOutput<typeof presets>;

function isSafeTemplate(text: string): boolean {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  const host = /^https:\/\/([a-z0-9.-]+)\//.exec(text)?.[1];
  return (
    host !== undefined &&
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) &&
    names.every((placeholder) => KNOWN_PLACEHOLDER.test(placeholder)) &&
    !/[{}\s\\]/.test(text.replace(PLACEHOLDER, ''))
  );
}

/** The host that a template is fixed to. */
export function hostOf(text: string): string {
  return /^https:\/\/([a-z0-9.-]+)\//.exec(text)?.[1] ?? '';
}

function hasOneHost(templates: readonly (string | undefined)[]): boolean {
  return new Set(templates.filter((t) => t !== undefined).map(hostOf)).size === 1;
}
