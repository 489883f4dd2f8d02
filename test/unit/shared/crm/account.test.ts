import { describe, expect, it } from 'vitest';
import { extrasOf } from '../../../../src-shared/card/extras.ts';
import { factsLineOf } from '../../../../src-shared/card/facts-line.ts';
import { accountIn } from '../../../../src-shared/crm/account.ts';
import type { Crm } from '../../../../src-shared/crm/config.ts';
import { foundIn } from '../../../../src-shared/crm/links.ts';
import type { Instant } from '../../../../src-shared/brand.ts';
import { crm as crmOf, CRMS, facts } from './every-preset.ts';

const OTHERS: Partial<Record<Crm['preset'], Crm>> = {
  hubspot: crmOf({ preset: 'hubspot', portal: '9' }),
  salesforce: crmOf({ preset: 'salesforce', domain: 'acme--uat.sandbox' }),
  pipedrive: crmOf({ preset: 'pipedrive', company: 'globex' }),
  attio: crmOf({ preset: 'attio', workspace: 'globex' }),
  zoho: crmOf({ preset: 'zoho', dataCenter: 'eu', org: '1' }),
};
const NOON = { now: Date.parse('2026-11-29T12:00:00Z'), relayNow: null };

/** Whether anything of what was told is used with this CRM. */
function isUsed(crm: Crm, account: string | undefined): boolean[] {
  const records = {
    crm: crm.preset,
    account,
    contact: { record: { id: '7' } },
    extras: { at: '2026-11-29T11:59:00.000Z' as Instant, owner: 'Sam', facts: { 'person.plan': 'Gold' } },
  };
  const call = { person: null, company: null };
  return [
    foundIn(crm, 'contact', { ...facts(), records }) !== null,
    extrasOf(crm, records, NOON) !== null,
    factsLineOf([{ label: 'Plan', from: 'person.plan' }], call, records, crm).length > 0,
  ];
}

describe.each(Object.entries(OTHERS))('what the relay told of %s', (preset, other) => {
  const crm = CRMS[preset as keyof typeof CRMS];

  it('is used while the config names the account that it is of', () => {
    expect(isUsed(crm, accountIn(crm) ?? undefined)).toEqual([true, true, true]);
    expect(isUsed(other, accountIn(other) ?? undefined)).toEqual([true, true, true]);
  });

  it('is of no use with another account, which has other records of the same ids', () => {
    expect(isUsed(other, accountIn(crm) ?? undefined)).toEqual([false, false, false]);
  });

  it('is used as before when the relay does not say whose it is', () => {
    expect(isUsed(other, undefined)).toEqual([true, true, true]);
  });
});
