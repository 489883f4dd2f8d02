import type { AskedCrm, CrmHost } from '../contract.ts';

/** Where a CRM is asked: one origin, and the one that gives tokens out. */
export type Origins = Readonly<Record<CrmHost, string>>;

/** Source: https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html */
export const ZOHO_DATA_CENTERS = {
  com: { accounts: 'accounts.zoho.com', api: 'www.zohoapis.com' },
  eu: { accounts: 'accounts.zoho.eu', api: 'www.zohoapis.eu' },
  in: { accounts: 'accounts.zoho.in', api: 'www.zohoapis.in' },
  'com.au': { accounts: 'accounts.zoho.com.au', api: 'www.zohoapis.com.au' },
  jp: { accounts: 'accounts.zoho.jp', api: 'www.zohoapis.jp' },
  'com.cn': { accounts: 'accounts.zoho.com.cn', api: 'www.zohoapis.com.cn' },
  sa: { accounts: 'accounts.zoho.sa', api: 'www.zohoapis.sa' },
  ca: { accounts: 'accounts.zohocloud.ca', api: 'www.zohoapis.ca' },
} as const;

/** `acme`, `acme--uat.sandbox`, `acme-dev-ed.develop`. Source: https://help.salesforce.com/s/articleView?id=xcloud.domain_name_app_url_changes.htm */
const MY_DOMAIN =
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.(?:sandbox|develop|scratch|trailblaze|patch|demo|free))?$/;

/**
 * The only origins that a secret of the CRM's is ever sent to; null: the block does not say which of them, or says what is
 * none.
 * @param config the config's block, or what is known of it
 */
export function originsOf(crm: AskedCrm, config: Readonly<Record<string, string>>): Origins | null {
  switch (crm) {
    case 'hubspot':
      return both('api.hubapi.com');
    case 'pipedrive':
      return both('api.pipedrive.com');
    case 'attio':
      return both('api.attio.com');
    case 'salesforce': {
      const domain = config['domain'] ?? '';
      return MY_DOMAIN.test(domain) ? both(`${domain}.my.salesforce.com`) : null;
    }
    case 'zoho': {
      const hosts = Object.entries(ZOHO_DATA_CENTERS).find(([dc]) => dc === config['dataCenter'])?.[1];
      return hosts === undefined
        ? null
        : { api: `https://${hosts.api}`, accounts: `https://${hosts.accounts}` };
    }
  }
}

function both(host: string): Origins {
  return { api: `https://${host}`, accounts: `https://${host}` };
}

/** The My Domain in an `instance_url` of Salesforce's; null: it is none of theirs. */
export function myDomainOf(instanceUrl: string): string | null {
  const domain = /^https:\/\/([a-z0-9.-]+)\.my\.salesforce\.com\/?$/.exec(instanceUrl)?.[1];
  return domain !== undefined && MY_DOMAIN.test(domain) ? domain : null;
}

/**
 * An origin of a stand-in on this very machine, in place of every host: for tests.
 * @returns null: it is no such origin, so that it can never send a secret away
 */
export function loopbackOrigins(url: string): Origins | null {
  const origin = /^(http:\/\/127\.0\.0\.1:\d{1,5})\/?$/.exec(url)?.[1];
  return origin === undefined || !URL.canParse(origin) ? null : { api: origin, accounts: origin };
}
