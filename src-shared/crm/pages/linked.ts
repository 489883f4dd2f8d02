import { crmHost } from '../config.ts';
import { UUID } from '../preset-entries.ts';
import { DIGITS, type CrmPages, type Of, type RecordPage } from './page.ts';

/** Of Close's leads, which are companies with their contacts. */
const CLOSE_LEAD = /^lead_[A-Za-z0-9]{1,64}$/;
/** For custom templates: a word that is one path segment or query value. */
const ANY_ID = /^(?!\.{1,2}$)[A-Za-z0-9._:@+-]{1,128}$/;

/** No address of a record of folk's is documented, and none is known for sure: the network opens instead. */
export function folk(crm: Of<'folk'>): CrmPages {
  const search = crm.search ?? `https://app.folk.app/apps/contacts/network/${crm.network}`;
  const page: RecordPage = { page: null, ids: [], idPattern: UUID, search };
  return {
    name: 'folk',
    host: crmHost(crm),
    newContact: crm.newContact ?? null,
    findsNumber: 'in-full',
    lead: null,
    pages: { contact: page, company: page, deal: page },
  };
}

/** https://learn.microsoft.com/power-apps/developer/model-driven-apps/open-forms-views-dialogs-reports-url */
export function dynamics(crm: Of<'dynamics'>): CrmPages {
  const base = `https://${crm.host}/main.aspx?appid=${crm.app}`;
  const page = (table: string, ids: readonly string[]): RecordPage => ({
    page: `${base}&pagetype=entityrecord&etn=${table}&id={id}`,
    ids,
    idPattern: UUID,
    search: `${base}&pagetype=search&searchText={name}`,
  });
  return {
    name: 'Dynamics 365',
    host: crmHost(crm),
    newContact: crm.newContact ?? null,
    findsNumber: 'national',
    lead: page('lead', []),
    pages: {
      contact: page('contact', crm.ids.contact ?? ['person.dynamics_id']),
      company: page('account', crm.ids.company ?? ['company.dynamics_id', 'person.dynamics_account_id']),
      deal: page('opportunity', crm.ids.deal ?? ['deal.dynamics_id']),
    },
  };
}

/** Everything of a company's is on the page of its lead, contacts and opportunities among it: https://developer.close.com */
export function close(crm: Of<'close'>): CrmPages {
  const base = `https://${crmHost(crm)}`;
  const page = (ids: readonly string[]): RecordPage => ({
    page: `${base}/lead/{id}/`,
    ids,
    idPattern: CLOSE_LEAD,
    search: `${base}/search/{name}/`,
  });
  const people = crm.ids.contact ?? ['person.close_lead_id', 'company.close_lead_id'];
  return {
    name: 'Close',
    host: crmHost(crm),
    newContact: crm.newContact ?? null,
    findsNumber: 'national',
    lead: null,
    pages: {
      contact: page(people),
      company: page(crm.ids.company ?? ['company.close_lead_id', 'person.close_lead_id']),
      deal: page(crm.ids.deal ?? ['deal.close_lead_id', ...people]),
    },
  };
}

/** No address of Copper's search is known: the app opens instead. */
export function copper(crm: Of<'copper'>): CrmPages {
  const base = `https://app.copper.com/companies/${crm.account}/app`;
  const page = (path: string, ids: readonly string[]): RecordPage => ({
    page: `${base}#/${path}/{id}`,
    ids,
    idPattern: DIGITS,
    search: crm.search ?? base,
  });
  return {
    name: 'Copper',
    host: crmHost(crm),
    newContact: crm.newContact ?? null,
    findsNumber: 'national',
    lead: null,
    pages: {
      contact: page('contact', crm.ids.contact ?? ['person.copper_id']),
      company: page('organization', crm.ids.company ?? ['company.copper_id', 'person.copper_company_id']),
      deal: page('deal', crm.ids.deal ?? ['deal.copper_id']),
    },
  };
}

/** A record is an item of the board that its kind is kept on; without the board, or the id, the board or the account opens. */
export function monday(crm: Of<'monday'>): CrmPages {
  const base = `https://${crmHost(crm)}`;
  const page = (board: string | undefined, ids: readonly string[]): RecordPage => ({
    page: board === undefined ? null : `${base}/boards/${board}/pulses/{id}`,
    ids,
    idPattern: DIGITS,
    search: crm.search ?? (board === undefined ? `${base}/` : `${base}/boards/${board}`),
  });
  return {
    name: 'monday CRM',
    host: crmHost(crm),
    newContact: crm.newContact ?? null,
    findsNumber: 'national',
    lead: null,
    pages: {
      contact: page(crm.contactBoard, crm.ids.contact ?? ['person.monday_id']),
      company: page(crm.companyBoard, crm.ids.company ?? ['company.monday_id', 'person.monday_company_id']),
      deal: page(crm.dealBoard, crm.ids.deal ?? ['deal.monday_id']),
    },
  };
}

/** The admin's own templates. */
export function custom(crm: Of<'custom'>): CrmPages {
  const search = crm.search ?? null;
  const page = (template: string | undefined): RecordPage => ({
    page: template ?? null,
    ids: [],
    idPattern: ANY_ID,
    search,
  });
  return {
    name: crm.name,
    host: crmHost(crm),
    newContact: crm.newContact ?? null,
    findsNumber: 'in-full',
    lead: null,
    pages: { contact: page(crm.contact), company: page(crm.company), deal: page(crm.deal) },
  };
}
