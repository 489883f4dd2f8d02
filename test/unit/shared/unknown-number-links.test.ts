import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { crmSchema, type Crm } from '../../../src-shared/crm/config.ts';
import { isAllowedUrl, newContactLink, recordLink, type LinkFacts } from '../../../src-shared/crm/links.ts';

const crm = (config: object): Crm => v.parse(crmSchema, config);
const hubspot = { preset: 'hubspot', portal: '8812734' };
const salesforce = { preset: 'salesforce', domain: 'acme' };
const pipedrive = { preset: 'pipedrive', company: 'acme' };
const own = { preset: 'custom', name: 'Acme CRM', search: 'https://crm.example/find?q={name}' };
const SPELLINGS = [
  '+33199001234',
  'sip:+33199001234@pbx.example',
  'Mobile: +33 (0)1 99 00 12 34',
  '+33199001234 x42',
];

const caller = (number: string | null): LinkFacts => ({
  person: null,
  company: null,
  deal: null,
  integrationId: null,
  number,
  records: null,
});

describe('a number that nobody is known to have', () => {
  it.each([
    [hubspot, 'https://app.hubspot.com/contacts/8812734/objects/0-1/views/all/list?query=199001234'],
    [salesforce, 'https://acme.lightning.force.com/_ui/search/ui/UnifiedSearchResults?str=199001234'],
    [pipedrive, 'https://acme.pipedrive.com/search?term=199001234'],
    [own, 'https://crm.example/find?q=%2B33199001234'],
    [
      { ...own, search: 'https://crm.example/find?phone={number}' },
      'https://crm.example/find?phone=%2B33199001234',
    ],
  ])('is searched for in the CRM, in whatever spelling it came: %o', (config, url) => {
    for (const number of SPELLINGS)
      expect(recordLink(crm(config), 'contact', caller(number))).toEqual({ url, leadsTo: 'search' });
  });

  it('without its country is searched for as it is, and a sender by name', () => {
    expect(recordLink(crm(hubspot), 'contact', caller('01 99 00 12 34'))?.url).toMatch(/query=199001234$/);
    expect(recordLink(crm(own), 'contact', caller('DHL Express'))?.url).toMatch(/q=DHL%20Express$/);
  });

  it.each(['+266696687', 'anonymous', null, '36'])(
    'is not searched for when there is none to find: %s',
    (number) => {
      expect(recordLink(crm(hubspot), 'contact', caller(number))).toBeNull();
      expect(newContactLink(crm({ ...salesforce }), caller(number))).toBeNull();
    },
  );

  it('becomes a new contact where the admin says, or where the address is known', () => {
    const template = 'https://crm.example/people/new?phone={number}';
    expect(newContactLink(crm({ ...own, newContact: template }), caller(SPELLINGS[1] ?? ''))).toBe(
      'https://crm.example/people/new?phone=%2B33199001234',
    );
    expect(newContactLink(crm(salesforce), caller('+33199001234'))).toBe(
      'https://acme.lightning.force.com/lightning/o/Contact/new?defaultFieldValues=Phone=%2B33199001234',
    );
    const other = 'https://acme.lightning.force.com/lightning/o/Lead/new?defaultFieldValues=Phone={number}';
    expect(newContactLink(crm({ ...salesforce, newContact: other }), caller('+33199001234'))).toMatch(
      /o\/Lead\/new/,
    );
    expect(newContactLink(crm(hubspot), caller('+33199001234'))).toBeNull();
    expect(newContactLink(crm(own), caller('+33199001234'))).toBeNull();
    expect(newContactLink(null, caller('+33199001234'))).toBeNull();
  });

  it.each([
    [hubspot, 'https://evil.example/new?phone={number}'],
    [pipedrive, 'https://acme.pipedrive.com.evil.example/new?phone={number}'],
    [salesforce, 'http://acme.lightning.force.com/new?phone={number}'],
    [own, 'https://{number}.example/new'],
    [own, 'https://other.example/new?phone={number}'],
    [own, 'javascript:alert({number})'],
  ])('never leads to another host: %o, %s', (config, newContact) => {
    expect(v.safeParse(crmSchema, { ...config, newContact }).success).toBe(false);
  });

  it('opens nothing but https on the host of the CRM, whatever the number', () => {
    const all = [
      crm({ ...own, newContact: 'https://crm.example/new/{number}?n={name}#x' }),
      crm(hubspot),
      crm(salesforce),
      crm(pipedrive),
    ];
    const odd = fc.string({ unit: fc.constantFrom(...'+0123456789()#,;x@:./?&= %<>"'), maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.oneof(odd, fc.string({ unit: 'binary' })), (one, number) => {
        for (const url of [
          newContactLink(one, caller(number)),
          recordLink(one, 'contact', caller(number))?.url ?? null,
        ])
          if (url !== null) expect(isAllowedUrl(one, url)).toBe(true);
      }),
    );
  });
});
