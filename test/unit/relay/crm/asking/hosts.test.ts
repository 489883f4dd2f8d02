import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  loopbackOrigins,
  myDomainOf,
  originsOf,
  ZOHO_DATA_CENTERS,
} from '../../../../../src-relay/crm/asking/hosts.ts';
import { ASKED_CRMS } from '../../../../../src-relay/crm/contract.ts';

const OWN =
  /^https:\/\/(?:api\.hubapi\.com|api\.pipedrive\.com|api\.attio\.com|[a-z0-9.-]+\.my\.salesforce\.com|www\.zohoapis\.[a-z.]+|accounts\.zoho(?:cloud)?\.[a-z.]+)$/;

const texts = fc.oneof(
  fc.string(),
  fc.domain(),
  fc.constantFrom(
    'acme',
    'acme--uat.sandbox',
    'evil.test/',
    'evil.test#',
    'a@evil.test',
    'evil.test:443',
    '..',
    'acme.my.salesforce.com.evil.test/?',
    'com',
    'eu',
    '__proto__',
    'constructor',
    'ACME',
    'ac\nme',
    '',
  ),
);

test('whatever the config says, a secret goes to a host of that very CRM or nowhere', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ASKED_CRMS),
      fc.dictionary(fc.constantFrom('domain', 'dataCenter', 'host', 'portal', 'company', 'org'), texts),
      (crm, config) => {
        const origins = originsOf(crm, config);
        if (origins === null) return;
        for (const origin of Object.values(origins)) {
          expect(origin).toMatch(OWN);
          expect(new URL(origin).origin).toBe(origin);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

describe('the hosts', () => {
  it('of Salesforce are of its My Domain, sandboxes included', () => {
    expect(originsOf('salesforce', { domain: 'acme--uat.sandbox' })?.api).toBe(
      'https://acme--uat.sandbox.my.salesforce.com',
    );
    expect(originsOf('salesforce', {})).toBeNull();
    expect(myDomainOf('https://acme--uat.sandbox.my.salesforce.com')).toBe('acme--uat.sandbox');
  });

  it.each([
    'https://evil.test',
    'https://acme.my.salesforce.com.evil.test',
    'http://acme.my.salesforce.com',
    'https://a@acme.my.salesforce.com',
    'https://acme.my.salesforce.com:8443',
    'https://acme.my.salesforce.com/x',
  ])('of an answer are not believed when they are %s', (url) => expect(myDomainOf(url)).toBeNull());

  it('of Zoho are of the data centre, one for tokens and one for the rest', () => {
    for (const dataCenter of Object.keys(ZOHO_DATA_CENTERS)) {
      const origins = originsOf('zoho', { dataCenter });
      expect(origins?.accounts).toMatch(/^https:\/\/accounts\./);
      expect(origins?.api).toMatch(/^https:\/\/www\.zohoapis\./);
    }
    expect(originsOf('zoho', { dataCenter: 'toString' })).toBeNull();
  });

  it.each(['http://127.0.0.1:4000', 'http://127.0.0.1:4000/'])('of a test are on this machine: %s', (url) => {
    expect(loopbackOrigins(url)?.api).toBe('http://127.0.0.1:4000');
  });

  it.each([
    'https://api.evil.test',
    'http://127.0.0.1.evil.test:80',
    'http://127.0.0.1:80@evil.test',
    'http://localhost:80',
    'http://127.0.0.1',
    'http://127.0.0.1:99999',
    'http://10.0.0.1:80',
    'http://127.0.0.1:80/x',
  ])('of a test are nowhere else: %s', (url) => expect(loopbackOrigins(url)).toBeNull());
});
