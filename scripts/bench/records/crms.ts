import { attioCompany, attioDeal, attioPerson, WORKSPACE } from '../../../test/fixtures/crm/attio-records.ts';
import { ATTIO_TOKEN, startAttio } from '../../../test/fixtures/crm/attio.ts';
import { HUBSPOT_KEY, startHubspot } from '../../../test/fixtures/crm/hubspot.ts';
import { PIPEDRIVE_TOKEN, startPipedrive } from '../../../test/fixtures/crm/pipedrive.ts';
import {
  accountRecord,
  contactRecord,
  opportunityRecord,
  roleRecord,
} from '../../../test/fixtures/crm/salesforce-records.ts';
import { SALESFORCE_CLIENT, startSalesforce } from '../../../test/fixtures/crm/salesforce.ts';
import type { StandIn } from '../../../test/fixtures/crm/stand-in.ts';
import { zohoAccount, zohoContact, zohoDeal } from '../../../test/fixtures/crm/zoho-records.ts';
import { startZoho, ZOHO_ORG } from '../../../test/fixtures/crm/zoho.ts';
import { ZOHO_CLIENT } from '../../../test/fixtures/crm/zoho-tokens.ts';
import type { Caller } from './callers.ts';

/** A stand-in of a CRM that has the callers, and what a relay needs to ask it. */
export interface BenchedCrm {
  readonly name: string;
  readonly standIn: StandIn;
  /** The config's block. */
  readonly config: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

const PORTAL = '8812734';

export const CRMS: Readonly<Record<string, (callers: readonly Caller[]) => Promise<BenchedCrm>>> = {
  HubSpot: hubspot,
  Pipedrive: pipedrive,
  Attio: attio,
  Salesforce: salesforce,
  Zoho: zoho,
};

export async function hubspot(callers: readonly Caller[]): Promise<BenchedCrm> {
  const standIn = await startHubspot({ portalId: Number(PORTAL) });
  for (const { first, last, email, number, company, deal } of callers) {
    const house = standIn.add('companies', { name: company });
    const contact = standIn.add(
      'contacts',
      { firstname: first, lastname: last, email, phone: number, hubspot_owner_id: '41' },
      { companies: [house] },
    );
    standIn.add(
      'deals',
      {
        dealname: deal.title,
        amount: String(deal.amount),
        deal_currency_code: 'EUR',
        closedate: `${deal.closeDate}T00:00:00Z`,
        dealstage: 'qualifiedtobuy',
        pipeline: 'default',
        hs_is_closed: 'false',
      },
      { contacts: [contact], companies: [house] },
    );
  }
  return {
    name: 'HubSpot',
    standIn,
    config: { preset: 'hubspot', portal: PORTAL },
    env: { RINGSIDE_CRM_URL: standIn.url, RINGSIDE_CRM_TOKEN: HUBSPOT_KEY },
  };
}

async function pipedrive(callers: readonly Caller[]): Promise<BenchedCrm> {
  const standIn = await startPipedrive();
  for (const { first, last, email, number, company, deal } of callers) {
    const organization = standIn.addOrganization({ name: company });
    const person = standIn.addPerson({
      name: `${first} ${last}`,
      emails: [email],
      phones: [number],
      organization,
    });
    standIn.addDeal({ title: deal.title, person, organization, value: deal.amount, closes: deal.closeDate });
  }
  return {
    name: 'Pipedrive',
    standIn,
    config: { preset: 'pipedrive', company: 'acme' },
    env: { RINGSIDE_CRM_URL: standIn.url, RINGSIDE_CRM_TOKEN: PIPEDRIVE_TOKEN },
  };
}

async function attio(callers: readonly Caller[]): Promise<BenchedCrm> {
  const records = callers.flatMap(({ first, last, email, number, company, deal }) => {
    const house = attioCompany({ name: company });
    const person = attioPerson({ first, last, emails: [email], numbers: [number], company: house.id });
    const theirs = attioDeal({
      title: deal.title,
      amount: deal.amount,
      people: [person.id],
      company: house.id,
    });
    return [house, person, theirs];
  });
  const standIn = await startAttio(records);
  return {
    name: 'Attio',
    standIn,
    config: { preset: 'attio', workspace: WORKSPACE.workspace_slug },
    env: { RINGSIDE_CRM_URL: standIn.url, RINGSIDE_CRM_TOKEN: ATTIO_TOKEN },
  };
}

async function salesforce(callers: readonly Caller[]): Promise<BenchedCrm> {
  const records = callers.flatMap(({ first, last, email, number, company, deal }) => {
    const account = accountRecord({ Name: company });
    const contact = contactRecord({ Name: `${first} ${last}`, Email: email, Phone: number }, account);
    const theirs = opportunityRecord(
      { Name: deal.title, Amount: deal.amount, CloseDate: deal.closeDate },
      account,
    );
    return [account, contact, theirs, roleRecord(theirs, contact)];
  });
  const standIn = await startSalesforce(records);
  return {
    name: 'Salesforce',
    standIn,
    config: { preset: 'salesforce', domain: standIn.domain },
    env: clientEnv(standIn, SALESFORCE_CLIENT),
  };
}

async function zoho(callers: readonly Caller[]): Promise<BenchedCrm> {
  const records = callers.flatMap(({ first, last, email, number, company, deal }) => {
    const account = zohoAccount({ name: company });
    const contact = zohoContact({ first, last, email, phone: number, account });
    const theirs = zohoDeal({
      title: deal.title,
      amount: deal.amount,
      closing: deal.closeDate,
      contact,
      account,
    });
    return [account, contact, theirs];
  });
  const standIn = await startZoho(records);
  return {
    name: 'Zoho',
    standIn,
    config: { preset: 'zoho', dataCenter: 'eu', org: ZOHO_ORG },
    env: clientEnv(standIn, ZOHO_CLIENT),
  };
}

function clientEnv(
  { url }: StandIn,
  { id, secret }: { readonly id: string; readonly secret: string },
): Readonly<Record<string, string>> {
  return {
    RINGSIDE_CRM_URL: url,
    RINGSIDE_CRM_CLIENT_ID: id,
    RINGSIDE_CRM_CLIENT_SECRET: secret,
  };
}
