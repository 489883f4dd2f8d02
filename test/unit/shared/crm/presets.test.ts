import { describe, expect, it } from 'vitest';
import { RECORD_KINDS, type Crm, type RecordKind } from '../../../../src-shared/crm/config.ts';
import { recordLink } from '../../../../src-shared/crm/links.ts';
import { APP, crm, CRMS, facts, GUID, idProperties } from './every-preset.ts';

const { attio, zoho, folk, dynamics, close, copper, monday, salesforce } = CRMS;
const guidPage = (table: string) =>
  `https://acme.crm4.dynamics.com/main.aspx?appid=${APP}&pagetype=entityrecord&etn=${table}&id=${GUID}`;

describe('a record whose id the contact, the company or the deal carries', () => {
  it.each<[Crm, RecordKind, string, string]>([
    [attio, 'contact', GUID, `https://app.attio.com/acme/person/${GUID}`],
    [attio, 'company', GUID, `https://app.attio.com/acme/company/${GUID}`],
    [attio, 'deal', GUID, `https://app.attio.com/acme/deals/record/${GUID}`],
    [zoho, 'contact', '5', 'https://crm.zoho.eu/crm/org74822955/tab/Contacts/5'],
    [zoho, 'company', '5', 'https://crm.zoho.eu/crm/org74822955/tab/Accounts/5'],
    [zoho, 'deal', '5', 'https://crm.zoho.eu/crm/org74822955/tab/Potentials/5'],
    [crm({ preset: 'zoho', dataCenter: 'ca' }), 'deal', '5', 'https://crm.zohocloud.ca/crm/tab/Potentials/5'],
    [dynamics, 'contact', GUID, guidPage('contact')],
    [dynamics, 'company', GUID, guidPage('account')],
    [dynamics, 'deal', GUID, guidPage('opportunity')],
    [close, 'contact', 'lead_Ab1', 'https://app.close.com/lead/lead_Ab1/'],
    [close, 'company', 'lead_Ab1', 'https://app.close.com/lead/lead_Ab1/'],
    [close, 'deal', 'lead_Ab1', 'https://app.close.com/lead/lead_Ab1/'],
    [copper, 'contact', '7', 'https://app.copper.com/companies/190749/app#/contact/7'],
    [copper, 'company', '7', 'https://app.copper.com/companies/190749/app#/organization/7'],
    [copper, 'deal', '7', 'https://app.copper.com/companies/190749/app#/deal/7'],
    [monday, 'contact', '7', 'https://acme.monday.com/boards/11/pulses/7'],
    [monday, 'deal', '7', 'https://acme.monday.com/boards/33/pulses/7'],
    [
      salesforce,
      'contact',
      '00Q000000000001AAA',
      'https://acme.lightning.force.com/lightning/r/Lead/00Q000000000001AAA/view',
    ],
  ])('is opened: %o, %s %s', (config, kind, id, url) => {
    const properties = idProperties(id);
    const given = facts({ person: { properties }, company: { properties }, deal: { properties } });
    expect(recordLink(config, kind, given)).toEqual({ url, leadsTo: 'record' });
  });
});

describe('a record without an id', () => {
  it.each<[Crm, string]>([
    [attio, 'https://app.attio.com/acme'],
    [zoho, 'https://crm.zoho.eu/crm/org74822955/tab/Potentials'],
    [folk, `https://app.folk.app/apps/contacts/network/${GUID}`],
    [
      dynamics,
      `https://acme.crm4.dynamics.com/main.aspx?appid=${APP}&pagetype=search&searchText=Hydra%20renewal`,
    ],
    [close, 'https://app.close.com/search/Hydra%20renewal/'],
    [copper, 'https://app.copper.com/companies/190749/app'],
    [monday, 'https://acme.monday.com/boards/33'],
    [crm({ preset: 'monday', account: 'acme' }), 'https://acme.monday.com/'],
    [
      crm({ preset: 'attio', workspace: 'acme', search: 'https://app.attio.com/acme/find?q={name}' }),
      'https://app.attio.com/acme/find?q=Hydra%20renewal',
    ],
  ])('leads to the search, or to where one can search, and without a name nowhere: %o', (config, url) => {
    expect(recordLink(config, 'deal', facts())).toEqual({ url, leadsTo: 'search' });
    expect(recordLink(config, 'deal', facts({ deal: { name: null } }))).toBeNull();
  });

  it('of a kind that has no page leads there too, whatever ids there are', () => {
    const properties = idProperties('7');
    for (const kind of RECORD_KINDS)
      expect(
        recordLink(folk, kind, facts({ person: { properties }, company: { properties } }))?.leadsTo,
      ).toBe('search');
    expect(recordLink(monday, 'company', facts({ company: { properties } }))).toEqual({
      url: 'https://acme.monday.com/',
      leadsTo: 'search',
    });
  });
});
