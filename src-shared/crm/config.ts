import * as v from 'valibot';

/** A record in the CRM that a card can open. */
export const RECORD_KINDS = ['contact', 'company', 'deal'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
/** A page in the CRM that a card can open. */
export const CRM_PAGES = [...RECORD_KINDS, 'newContact'] as const;
export type CrmPage = (typeof CRM_PAGES)[number];

/** Where an id comes from: `deal.id`, `person.hubspot_id` (any custom property), `integration_id`. */
const idSource = v.pipe(
  v.string(),
  v.regex(/^(?:(?:person|company|deal)\.[A-Za-z0-9_-]{1,64}|integration_id)$/, 'not an id source'),
);
/** Where the ids of each kind of record come from. */
export const idEntries = {
  contact: v.optional(v.array(idSource)),
  company: v.optional(v.array(idSource)),
  deal: v.optional(v.array(idSource)),
};
const ids = v.optional(v.object(idEntries), {});

/** Placeholders that a custom template may use, none of them before the path. */
export const PLACEHOLDER = /\{([A-Za-z0-9_.-]{1,80})\}/g;
const KNOWN_PLACEHOLDER = /^(?:(?:person|company|deal)\.[A-Za-z0-9_-]{1,64}|integration_id|name|number)$/;

const template = v.pipe(
  v.string(),
  v.maxLength(1024),
  v.check(
    isSafeTemplate,
    'must be https://host/… as browsers write it, without user, port or placeholder before the path, placeholders like {deal.id}',
  ),
);

/** Where a contact is made for a number that nobody has: on the CRM's own host, whatever the preset. */
const newContact = v.optional(template);

const hostLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What each preset takes besides `ids`. */
export const presetEntries = {
  hubspot: {
    preset: v.literal('hubspot'),
    /** The account's number, as in app.hubspot.com/contacts/NUMBER. */
    portal: v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'not the number of an account, like 8812734')),
    host: v.optional(
      v.pipe(
        v.string(),
        v.regex(
          /^app(?:-[a-z0-9]{2,5})?\.hubspot\.com$/,
          'not a host of HubSpot, like app.hubspot.com or app-eu1.hubspot.com',
        ),
      ),
      'app.hubspot.com',
    ),
    newContact,
  },
  salesforce: {
    preset: v.literal('salesforce'),
    /** My Domain: `acme`, or `acme--uat.sandbox`. */
    domain: v.pipe(
      v.string(),
      v.check(
        (text) => isHost(`${text}.lightning.force.com`) && /^[^.]+(?:\.sandbox|\.develop)?$/.test(text),
        'not a My Domain, like acme or acme--uat.sandbox',
      ),
    ),
    newContact,
  },
  pipedrive: {
    preset: v.literal('pipedrive'),
    /** `acme` in acme.pipedrive.com. */
    company: v.pipe(
      v.string(),
      v.check(
        (text) => isHost(`${text}.pipedrive.com`) && hostLabel.test(text),
        'not a company, like acme in acme.pipedrive.com',
      ),
    ),
    newContact,
  },
  custom: {
    preset: v.literal('custom'),
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
    contact: v.optional(template),
    company: v.optional(template),
    deal: v.optional(template),
    /** The page that finds `{name}`, for records without an id. */
    search: v.optional(template),
    newContact,
  },
};

const presets = v.variant('preset', [
  v.object({ ...presetEntries.hubspot, ids }),
  v.object({ ...presetEntries.salesforce, ids }),
  v.object({ ...presetEntries.pipedrive, ids }),
  v.object(presetEntries.custom),
]);

/** Whether every template is fixed to the CRM's one host; a custom CRM needs one at least. */
export function isOnOneHost(crm: Crm): boolean {
  const host = crmHost(crm);
  return host !== '' && templatesOf(crm).every((one) => hostOf(one) === host);
}

/** The one host that the CRM's pages are on; '' for a custom one without any. */
export function crmHost(crm: Crm): string {
  switch (crm.preset) {
    case 'hubspot':
      return crm.host;
    case 'salesforce':
      return `${crm.domain}.lightning.force.com`;
    case 'pipedrive':
      return `${crm.company}.pipedrive.com`;
    case 'custom':
      return hostOf(templatesOf(crm)[0] ?? '');
  }
}

function templatesOf(crm: Crm): string[] {
  const own = crm.preset === 'custom' ? [crm.contact, crm.company, crm.deal, crm.search] : [];
  return [...own, crm.newContact].filter((one) => one !== undefined);
}

export const crmSchema = v.pipe(
  presets,
  v.check(isOnOneHost, 'templates: at least one, and all on one host'),
);
/** The CRM as the admin sets it: it fixes the host of every link. */
export type Crm = v.InferOutput<typeof presets>;

function isSafeTemplate(text: string): boolean {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  const host = hostOf(text);
  const filled = text.replace(PLACEHOLDER, '1');
  return (
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) &&
    isHost(host) &&
    names.every((placeholder) => KNOWN_PLACEHOLDER.test(placeholder)) &&
    !/[{}\s\\]/.test(text.replace(PLACEHOLDER, '')) &&
    // What a browser would write in another way, like `/../`, is never opened.
    new URL(filled).href === filled
  );
}

/**
 * Whether a host can be one: labels of letters, digits and inner hyphens, no longer than DNS takes them, and written as
 * browsers write it, who take numbers for an address.
 */
function isHost(host: string): boolean {
  const address = `https://${host}/`;
  return (
    host.length <= 253 &&
    host.split('.').every((label) => hostLabel.test(label)) &&
    URL.canParse(address) &&
    new URL(address).host === host
  );
}

/** The host that a template is fixed to. */
function hostOf(text: string): string {
  return /^https:\/\/([a-z0-9.-]+)\//.exec(text)?.[1] ?? '';
}
