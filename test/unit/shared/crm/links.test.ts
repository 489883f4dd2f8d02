import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { crmSchema, RECORD_KINDS, type Crm } from '../../../../src-shared/crm/config.ts';
import { isAllowedUrl, recordLink, type LinkFacts } from '../../../../src-shared/crm/links.ts';
import { crmPages } from '../../../../src-shared/crm/presets.ts';
import { APP, CRMS, facts, idProperties } from './every-preset.ts';

const { hubspot, salesforce, pipedrive, custom } = CRMS;
const all = Object.values(CRMS);

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
        const properties = idProperties(id);
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
            properties: { id, ...idProperties(id), [key]: id },
          };
          const link = recordLink(
            config,
            kind,
            facts({ person: record, company: record, deal: record, integrationId: id, number: name }),
          );
          if (link === null) return;
          const url = new URL(link.url);
          expect([url.protocol, url.host, url.username]).toEqual(['https:', crmPages(config).host, '']);
          expect(url.hash).toMatch(config.preset === 'copper' ? /^(?:#\/[a-z]+\/\d+)?$/ : /^$/);
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
    ['Attio workspace that is a path', { preset: 'attio', workspace: 'acme/../other' }],
    ['Attio workspace that is none', { preset: 'attio', workspace: '' }],
    ['search on another host', { preset: 'attio', workspace: 'acme', search: 'https://evil.example/{name}' }],
    ['Zoho data centre that is none', { preset: 'zoho', dataCenter: 'com.evil.example' }],
    ['Zoho data centre that every object has', { preset: 'zoho', dataCenter: 'constructor' }],
    ['Zoho organisation that is no number', { preset: 'zoho', dataCenter: 'eu', org: '1/tab' }],
    ['folk network that is no id', { preset: 'folk', network: '..' }],
    ['foreign Dynamics host', { preset: 'dynamics', host: 'acme.crm4.dynamics.com.evil.example', app: APP }],
    ['Dynamics host of two labels', { preset: 'dynamics', host: 'a.b.crm4.dynamics.com', app: APP }],
    ['Dynamics host of nobody', { preset: 'dynamics', host: 'crm4.dynamics.com', app: APP }],
    ['Dynamics app that is no id', { preset: 'dynamics', host: 'acme.crm4.dynamics.com', app: 'sales&x=1' }],
    ['Copper account that is no number', { preset: 'copper', account: 'acme' }],
    ['monday account of two labels', { preset: 'monday', account: 'a.b' }],
    ['monday board that is no number', { preset: 'monday', account: 'acme', dealBoard: '3/4' }],
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
