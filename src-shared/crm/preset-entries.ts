import * as v from 'valibot';
import { isHost, isHostLabel, template } from './template.ts';

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

/** Where a contact is made for a number that nobody has: on the CRM's own host, whatever the preset. */
const newContact = v.optional(template);
/** The page that finds `{name}`, on the CRM's own host, where no such page is known of the CRM. */
const search = v.optional(template);

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const number = (message: string) => v.pipe(v.string(), v.regex(/^\d{1,15}$/, message));
/** The first label of `LABEL.host`. */
const labelOf = (host: string, message: string) =>
  v.pipe(
    v.string(),
    v.check((text) => isHostLabel(text) && isHost(`${text}.${host}`), message),
  );
const board = v.optional(number('not the number of a board, like 1234567890'));

/** The hosts of Zoho's data centres, by their domain: https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html */
export const ZOHO_HOSTS = {
  com: 'crm.zoho.com',
  eu: 'crm.zoho.eu',
  in: 'crm.zoho.in',
  'com.au': 'crm.zoho.com.au',
  jp: 'crm.zoho.jp',
  'com.cn': 'crm.zoho.com.cn',
  sa: 'crm.zoho.sa',
  ca: 'crm.zohocloud.ca',
} as const;
const DATA_CENTERS = Object.keys(ZOHO_HOSTS) as (keyof typeof ZOHO_HOSTS)[];

/** What each preset takes besides `ids`. */
export const presetEntries = {
  hubspot: {
    preset: v.literal('hubspot'),
    /** The account's number, as in app.hubspot.com/contacts/NUMBER. */
    portal: number('not the number of an account, like 8812734'),
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
        (text) =>
          isHost(`${text}.lightning.force.com`) &&
          /^[^.]+(?:\.(?:sandbox|develop|scratch|trailblaze|patch|demo|free))?$/.test(text),
        'not a My Domain, like acme or acme--uat.sandbox',
      ),
    ),
    newContact,
  },
  pipedrive: {
    preset: v.literal('pipedrive'),
    /** `acme` in acme.pipedrive.com. */
    company: labelOf('pipedrive.com', 'not a company, like acme in acme.pipedrive.com'),
    newContact,
  },
  attio: {
    preset: v.literal('attio'),
    /** `acme` in app.attio.com/acme. */
    workspace: v.pipe(
      v.string(),
      v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'not a workspace, like acme in app.attio.com/acme'),
    ),
    search,
    newContact,
  },
  zoho: {
    preset: v.literal('zoho'),
    /** What follows `crm.zoho.` in the address; `ca` for crm.zohocloud.ca. */
    dataCenter: v.picklist(DATA_CENTERS),
    /** The number in crm.zoho.com/crm/orgNUMBER: needed by those who are in several organisations. */
    org: v.optional(
      v.pipe(v.string(), v.regex(/^\d{1,20}$/, 'not the number of an organisation, like 74822955')),
    ),
    search,
    newContact,
  },
  folk: {
    preset: v.literal('folk'),
    /** The long id in app.folk.app/apps/contacts/network/ID. */
    network: v.pipe(v.string(), v.regex(UUID, 'not the id of a network, like 9f1c2f4e-…')),
    search,
    newContact,
  },
  dynamics: {
    preset: v.literal('dynamics'),
    /** `acme.crm4.dynamics.com`. */
    host: v.pipe(
      v.string(),
      v.check(
        (text) => isHost(text) && /^[^.]+\.crm(?:[1-9]\d?)?\.dynamics\.com$/.test(text),
        'not a host of Dynamics 365, like acme.crm4.dynamics.com',
      ),
    ),
    /** The app's id, after `appid=` in the address. */
    app: v.pipe(v.string(), v.regex(UUID, 'not the id of an app, as after appid= in the address')),
    newContact,
  },
  close: { preset: v.literal('close'), newContact },
  copper: {
    preset: v.literal('copper'),
    /** The number in app.copper.com/companies/NUMBER. */
    account: number('not the number of an account, like 190749'),
    search,
    newContact,
  },
  monday: {
    preset: v.literal('monday'),
    /** `acme` in acme.monday.com. */
    account: labelOf('monday.com', 'not an account, like acme in acme.monday.com'),
    /** The board of each kind of record, by its number in the address. */
    contactBoard: board,
    companyBoard: board,
    dealBoard: board,
    search,
    newContact,
  },
  custom: {
    preset: v.literal('custom'),
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
    contact: v.optional(template),
    company: v.optional(template),
    deal: v.optional(template),
    /** The page that finds `{name}`, for records without an id. */
    search,
    newContact,
  },
};
