import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Company, Deal, Person } from '../../../src-shared/allo/parties.ts';
import { crmSchema, RECORD_KINDS, type Crm } from '../../../src-shared/crm/config.ts';
import { isAllowedUrl, recordLink, type LinkFacts } from '../../../src-shared/crm/links.ts';
import { crmPages } from '../../../src-shared/crm/presets.ts';

function crm(config: object): Crm {
  return v.parse(crmSchema, config);
}

const hubspot = crm({ preset: 'hubspot', portal: '1234' });
const salesforce = crm({ preset: 'salesforce', domain: 'acme' });
const pipedrive = crm({ preset: 'pipedrive', company: 'acme', ids: { deal: ['deal.crm_id'] } });
const custom = crm({
  preset: 'custom',
  name: 'Acme CRM',
  contact: 'https://crm.example/people/{person.crm_id}',
  deal: 'https://crm.example/deals/{deal.id}?from=ringside',
  search: 'https://crm.example/find?q={name}',
});
const all = [hubspot, salesforce, pipedrive, custom];

function facts(
  over: { person?: object; company?: object; deal?: object; integrationId?: string; number?: string } = {},
): LinkFacts {
  const person: Person = {
    id: 'con_1',
    name: 'Ana',
    last_name: 'Lopez',
    email: 'ana@globex.example',
    emails: [],
    numbers: [],
    job_title: null,
    properties: {},
    ...over.person,
  };
  const company: Company = { id: 'com-1', name: 'Globex', properties: {}, ...over.company };
  const deal: Deal = {
    id: 'dea-1',
    name: 'Hydra renewal',
    status: null,
    value: null,
    currency: null,
    close_date: null,
    properties: { id: 'dea-1' },
    ...over.deal,
  };
  return { person, company, deal, integrationId: over.integrationId ?? null, number: over.number ?? null };
}

describe('record links', () => {
  it.each<[string, Crm, (typeof RECORD_KINDS)[number], LinkFacts, string]>([
    [
      'HubSpot contact',
      hubspot,
      'contact',
      facts({ person: { properties: { hubspot_id: 77 } } }),
      'https://app.hubspot.com/contacts/1234/record/0-1/77',
    ],
    [
      'HubSpot contact learnt from a call',
      hubspot,
      'contact',
      facts({ integrationId: '512' }),
      'https://app.hubspot.com/contacts/1234/record/0-1/512',
    ],
    [
      'HubSpot company',
      hubspot,
      'company',
      facts({ company: { properties: { hubspot_id: '9' } } }),
      'https://app.hubspot.com/contacts/1234/record/0-2/9',
    ],
    [
      'HubSpot deal',
      hubspot,
      'deal',
      facts({ deal: { properties: { hubspot_id: '55' } } }),
      'https://app.hubspot.com/contacts/1234/record/0-3/55',
    ],
    [
      'Salesforce deal',
      salesforce,
      'deal',
      facts({ deal: { properties: { salesforce_id: '006000000000001AAA' } } }),
      'https://acme.lightning.force.com/lightning/r/Opportunity/006000000000001AAA/view',
    ],
    [
      'Pipedrive deal by the admin’s own property',
      pipedrive,
      'deal',
      facts({ deal: { properties: { crm_id: 31 } } }),
      'https://acme.pipedrive.com/deal/31',
    ],
    ['custom deal', custom, 'deal', facts(), 'https://crm.example/deals/dea-1?from=ringside'],
  ])('%s', (_, config, kind, given, url) => {
    expect(recordLink(config, kind, given)).toEqual({ url, leadsTo: 'record' });
  });

  it('searches for the name when there is no usable id', () => {
    expect(recordLink(hubspot, 'deal', facts())).toEqual({
      url: 'https://app.hubspot.com/contacts/1234/objects/0-3/views/all/list?query=Hydra%20renewal',
      leadsTo: 'search',
    });
    expect(
      recordLink(
        salesforce,
        'contact',
        facts({ person: { properties: { salesforce_id: '001000000000001' } } }),
      )?.leadsTo,
    ).toBe('search');
    expect(recordLink(custom, 'contact', facts())?.url).toBe('https://crm.example/find?q=Ana%20Lopez');
  });

  it('is nothing without a CRM, and nothing without id and name', () => {
    expect(recordLink(null, 'deal', facts())).toBeNull();
    expect(recordLink(hubspot, 'company', facts({ company: { name: null } }))).toBeNull();
  });

  const hostile = [
    'javascript:alert(1)',
    '../../evil',
    '..',
    '.',
    '%2f..',
    'https://evil.example',
    '1?x=1',
    '1#x',
    '1/2',
    '１２３',
    '9'.repeat(400),
    '',
    ' ',
    '\u202E77',
    '7\n7',
    '{id}',
    '\ud800',
  ];

  it.each(hostile)('an id like %j never becomes part of a path', (id) => {
    for (const config of all) {
      for (const kind of RECORD_KINDS) {
        const properties = { hubspot_id: id, salesforce_id: id, pipedrive_id: id, crm_id: id };
        const link = recordLink(
          config,
          kind,
          facts({
            person: { properties },
            company: { properties },
            deal: { id, properties },
            integrationId: id,
          }),
        );
        expect(link === null || link.leadsTo === 'search').toBe(true);
      }
    }
  });

  it('every link is https on the admin’s host, whatever the webhook holds', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.constantFrom(...hostile),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.constantFrom(...RECORD_KINDS),
        anything,
        anything,
        anything,
        (config, kind, id, name, key) => {
          const record = {
            id,
            name,
            properties: { id, hubspot_id: id, salesforce_id: id, pipedrive_id: id, crm_id: id, [key]: id },
          };
          const link = recordLink(
            config,
            kind,
            facts({ person: record, company: record, deal: record, integrationId: id, number: name }),
          );
          if (link === null) return;
          const url = new URL(link.url);
          expect([url.protocol, url.host, url.username, url.hash]).toEqual([
            'https:',
            crmPages(config).host,
            '',
            '',
          ]);
          expect(isAllowedUrl(config, link.url)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the last check before a URL leaves', () => {
  it.each([
    'http://app.hubspot.com/contacts/1',
    'https://user@app.hubspot.com/',
    'https://app.hubspot.com:8443/',
    'https://app.hubspot.com.evil.example/',
    'https://evil.example/app.hubspot.com',
    'https://app.hubspot.com@evil.example/',
    'https://аpp.hubspot.com/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    '\\\\server\\share',
    '//app.hubspot.com/',
    ' https://app.hubspot.com/',
    'https://app.hubspot.com/a/../b',
    `https://app.hubspot.com/${'a'.repeat(3000)}`,
    '',
  ])('refuses %j', (url) => {
    expect(isAllowedUrl(hubspot, url)).toBe(false);
  });

  it('refuses everything without a CRM', () => {
    expect(isAllowedUrl(null, 'https://app.hubspot.com/')).toBe(false);
  });
});

describe('the CRM in the config', () => {
  it.each([
    ['http template', { preset: 'custom', name: 'x', deal: 'http://crm.example/{deal.id}' }],
    ['placeholder in the host', { preset: 'custom', name: 'x', deal: 'https://{deal.id}.crm.example/' }],
    ['user in the template', { preset: 'custom', name: 'x', deal: 'https://me@crm.example/{deal.id}' }],
    ['port in the template', { preset: 'custom', name: 'x', deal: 'https://crm.example:8443/{deal.id}' }],
    ['unknown placeholder', { preset: 'custom', name: 'x', deal: 'https://crm.example/{secret}' }],
    [
      'two hosts',
      {
        preset: 'custom',
        name: 'x',
        deal: 'https://a.example/{deal.id}',
        search: 'https://b.example/{name}',
      },
    ],
    ['no template', { preset: 'custom', name: 'x' }],
    ['portal that is no number', { preset: 'hubspot', portal: '12/34' }],
    ['foreign HubSpot host', { preset: 'hubspot', portal: '1', host: 'app.hubspot.com.evil.example' }],
    ['Salesforce domain with a dot', { preset: 'salesforce', domain: 'evil.example/' }],
    ['id source that is none', { preset: 'hubspot', portal: '1', ids: { deal: ['window.location'] } }],
    ['unknown preset', { preset: 'rolodex' }],
  ])('refuses: %s', (_, config) => {
    expect(v.safeParse(crmSchema, config).success).toBe(false);
  });
});

describe('a template that the config takes', () => {
  const label = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
  const piece = fc.oneof(
    fc.stringMatching(/^[ -~]{0,6}$/),
    fc.constantFrom('{deal.id}', '..', '.', '%2e%2e', '%', '?', '#', '//', ':443', '@', "'", '"', 'é', '\\'),
  );
  const text = fc
    .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.array(piece, { maxLength: 5 }))
    .map(([labels, pieces]) => `https://${labels.join('.')}/${pieces.join('')}`);

  it('makes links that are opened', () => {
    fc.assert(
      fc.property(text, (deal) => {
        const read = v.safeParse(crmSchema, { preset: 'custom', name: 'Acme', deal });
        fc.pre(read.success);
        if (!read.success) return;
        const link = recordLink(read.output, 'deal', facts({ deal: { properties: { id: 'dea-1' } } }));
        expect(link === null ? null : isAllowedUrl(read.output, link.url)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
