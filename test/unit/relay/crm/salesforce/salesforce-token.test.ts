import { describe, expect, test } from 'vitest';
import { salesforce } from '../../../../../src-relay/crm/salesforce/salesforce.ts';
import { accessToken } from '../../../../../src-relay/crm/salesforce/token.ts';
import { RING } from '../../../../fixtures/crm/asked.ts';
import { failureOf } from '../../../../fixtures/crm/plain-crm.ts';
import { accountRecord, idOf, orgId } from '../../../../fixtures/crm/salesforce-records.ts';
import { ORG_ID, SALESFORCE_CLIENT } from '../../../../fixtures/crm/salesforce.ts';
import { idsOf, useOrg } from './org.ts';

const org = useOrg();

describe('who it is', () => {
  test('is the org, at its My Domain', async () => {
    expect(await org.crm.whoAmI(RING)).toEqual({
      id: ORG_ID.slice(0, 15),
      name: 'Acme Sales',
      config: { preset: 'salesforce', domain: 'acme' },
    });
  });

  test('is a sandbox at the domain of that', async () => {
    org.standIn.domain = 'acme--uat.sandbox';
    expect((await org.crm.whoAmI(RING)).config).toEqual({
      preset: 'salesforce',
      domain: 'acme--uat.sandbox',
    });
  });

  test('is told also when its name cannot be read', async () => {
    org.standIn.hidden.add('Organization');
    expect((await org.crm.whoAmI(RING)).name).toBe('acme');
  });

  test.each(['evil.example/x', 'acme.my.salesforce.com.evil', 'na42'])(
    'is not believed at %s',
    async (domain) => {
      org.standIn.domain = domain;
      if (domain === 'na42') {
        const json = {
          access_token: 't',
          instance_url: 'https://na42.salesforce.com',
          id: `/id/${ORG_ID}/005`,
        };
        org.standIn.play({ status: 200, json }, { on: 'token' });
      }
      expect(await failureOf(org.crm.whoAmI(RING))).toMatchObject({ trouble: 'other-account' });
      expect(org.asked('queries')).toEqual([]);
    },
  );

  test('another domain than the config’s is asked nothing, and is told as it is', async () => {
    org.connect({ block: { preset: 'salesforce', domain: 'globex' } });
    expect((await org.crm.whoAmI(RING)).config).toEqual({ preset: 'salesforce', domain: 'acme' });
    expect(await failureOf(org.crm.deal(orgId('Opportunity'), RING))).toMatchObject({
      trouble: 'other-account',
    });
    expect(org.asked('queries')).toEqual([]);
  });
});

describe('the token', () => {
  test('is asked for once, however many wait for it', async () => {
    await Promise.all(Array.from({ length: 5 }, () => org.crm.company(orgId('Account'), RING)));
    expect(org.asked('token')).toHaveLength(1);
  });

  test('is asked for anew, once, when it is not known any more', async () => {
    const [account] = org.plant(accountRecord());
    await org.crm.company(idOf(account), RING);
    org.pass(2 * 3_600_000);
    const again = await Promise.all([1, 2, 3].map(() => org.crm.company(idOf(account), RING)));
    expect(idsOf(again.flatMap((one) => one ?? []))).toHaveLength(3);
    expect(org.asked('token')).toHaveLength(2);
  });

  test('is not asked for anew by whoever hears late that the one before is not known any more', async () => {
    let made = 0;
    const tokens = accessToken({
      secret: SALESFORCE_CLIENT,
      ask: async () => {
        made += 1;
        const instance_url = 'https://acme.my.salesforce.com';
        const json = { access_token: `t${made}`, instance_url, id: `https://x.test/id/${ORG_ID}/005` };
        return { status: 200, json, header: () => null };
      },
    });
    const stale = await tokens.current(RING);
    const fresh = await tokens.after(stale, RING);
    expect(await tokens.after(stale, RING)).toBe(fresh);
    expect(await tokens.current(RING)).toBe(fresh);
    expect([stale.token, fresh.token, made]).toEqual(['t1', 't2', 2]);
  });

  test('that is refused as soon as it is made is not made again', async () => {
    const expired = { status: 401, json: [{ errorCode: 'INVALID_SESSION_ID', message: 'x' }] };
    org.standIn.play(expired, { on: 'queries', times: 2 });
    expect(await failureOf(org.crm.company(orgId('Account'), RING))).toMatchObject({ trouble: 'refused' });
    expect([org.asked('token').length, org.asked('queries').length]).toEqual([2, 2]);
  });

  test('is asked for no more than once in a minute', () => {
    expect(salesforce.pots['tokens']).toEqual({ units: 1, everyMs: 60_000 });
    expect(salesforce.reads['token']?.pot).toBe('tokens');
  });
});
