import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECORD_KINDS } from '../../../../src-shared/crm/config.ts';
import { isAllowedUrl, linkById, recordLink } from '../../../../src-shared/crm/links.ts';
import { crmPages } from '../../../../src-shared/crm/presets.ts';
import { CRMS, facts, GUID } from './every-preset.ts';

const { hubspot, salesforce, zoho } = CRMS;
const base = 'https://app.hubspot.com/contacts/1234/record';

describe('a record that the relay found', () => {
  it('is what a click opens, before any id that Allo sent', () => {
    const records = {
      contact: { record: { id: '7' } },
      company: { record: { id: '8' } },
      deals: { 'dea-1': { record: { id: '9' } } },
    };
    const found = facts({ records, integrationId: '512' });
    expect(RECORD_KINDS.map((kind) => recordLink(hubspot, kind, found))).toEqual(
      ['0-1/7', '0-2/8', '0-3/9'].map((page) => ({ url: `${base}/${page}`, leadsTo: 'record' })),
    );
  });

  it('opens the page of a lead when it is one, where the CRM has such pages', () => {
    const lead = { record: { id: '00Q000000000001AAA', kind: 'lead' } } as const;
    expect(
      recordLink(salesforce, 'contact', facts({ records: { crm: 'salesforce', contact: lead } })),
    ).toEqual({
      url: 'https://acme.lightning.force.com/lightning/r/Lead/00Q000000000001AAA/view',
      leadsTo: 'record',
    });
    expect(linkById(zoho, 'contact', { id: '5', kind: 'lead' })?.url).toBe(
      'https://crm.zoho.eu/crm/org74822955/tab/Leads/5',
    );
    expect(linkById(hubspot, 'contact', { id: '5', kind: 'lead' })).toBeNull();
  });

  it.each([
    ['of another CRM', { crm: 'pipedrive', contact: { record: { id: '7' } } }],
    ['with an id that is none here', { contact: { record: { id: 'lead_Ab1' } } }],
    ['with the id of nobody', { contact: { record: { id: '000' } } }],
    ['that is a lead, where leads have no page', { contact: { record: { id: '7', kind: 'lead' as const } } }],
    ['that is one of several', { contact: { choices: [{ id: '7', label: 'Ana' }] } }],
    ['that is none', {}],
  ])('counts for nothing when it is one %s', (_, records) => {
    expect(recordLink(hubspot, 'contact', facts({ records, integrationId: '512' }))?.url).toBe(
      `${base}/0-1/512`,
    );
    expect(recordLink(hubspot, 'contact', facts({ records }))?.leadsTo).toBe('search');
  });

  it('of one deal is not that of another, whatever their ids are called', () => {
    const records = { deals: { 'dea-2': { record: { id: '9' } } } };
    expect(recordLink(hubspot, 'deal', facts({ records }))?.leadsTo).toBe('search');
    for (const id of ['constructor', '__proto__', 'toString'])
      expect(recordLink(hubspot, 'deal', facts({ records, deal: { id } }))?.leadsTo).toBe('search');
  });

  it('opens nothing but https on the host of the CRM, whatever its id', () => {
    const id = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
      fc.constantFrom('..', '../1', '1?x', '1#x', 'javascript:alert(1)', '%2e%2e', '7\n7', `${GUID}/`, '1/2'),
    );
    const kind = fc.constantFrom('contact', 'lead', undefined);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(CRMS)),
        fc.constantFrom(...RECORD_KINDS),
        id,
        kind,
        (one, record, text, person) => {
          const link = linkById(one, record, { id: text, kind: person });
          if (link === null) return;
          expect(text).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
          expect(link.url).toContain(text);
          expect(new URL(link.url).host).toBe(crmPages(one).host);
          expect(isAllowedUrl(one, link.url)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
