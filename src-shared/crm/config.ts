import * as v from 'valibot';
import { idEntries, presetEntries, ZOHO_HOSTS } from './preset-entries.ts';
import { hostOf } from './template.ts';

/** A record in the CRM that a card can open. */
export const RECORD_KINDS = ['contact', 'company', 'deal'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
/** A page in the CRM that a card can open. */
export const CRM_PAGES = [...RECORD_KINDS, 'newContact'] as const;
export type CrmPage = (typeof CRM_PAGES)[number];

const ids = v.optional(v.object(idEntries), {});

const presets = v.variant('preset', [
  v.object({ ...presetEntries.hubspot, ids }),
  v.object({ ...presetEntries.salesforce, ids }),
  v.object({ ...presetEntries.pipedrive, ids }),
  v.object({ ...presetEntries.attio, ids }),
  v.object({ ...presetEntries.zoho, ids }),
  v.object({ ...presetEntries.folk, ids }),
  v.object({ ...presetEntries.dynamics, ids }),
  v.object({ ...presetEntries.close, ids }),
  v.object({ ...presetEntries.copper, ids }),
  v.object({ ...presetEntries.monday, ids }),
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
    case 'dynamics':
      return crm.host;
    case 'salesforce':
      return `${crm.domain}.lightning.force.com`;
    case 'pipedrive':
      return `${crm.company}.pipedrive.com`;
    case 'attio':
      return 'app.attio.com';
    case 'zoho':
      return ZOHO_HOSTS[crm.dataCenter];
    case 'folk':
      return 'app.folk.app';
    case 'close':
      return 'app.close.com';
    case 'copper':
      return 'app.copper.com';
    case 'monday':
      return `${crm.account}.monday.com`;
    case 'custom':
      return hostOf(templatesOf(crm)[0] ?? '');
  }
}

function templatesOf(crm: Crm): string[] {
  const own = crm.preset === 'custom' ? [crm.contact, crm.company, crm.deal] : [];
  const search = 'search' in crm ? crm.search : undefined;
  return [...own, search, crm.newContact].filter((one) => one !== undefined);
}

export const crmSchema = v.pipe(
  presets,
  v.check(isOnOneHost, 'templates: at least one, and all on one host'),
);
/** The CRM as the admin sets it: it fixes the host of every link. */
export type Crm = v.InferOutput<typeof presets>;
