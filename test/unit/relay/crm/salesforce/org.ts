import { afterEach, beforeEach, expect } from 'vitest';
import type { CrmConnection, CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { salesforce } from '../../../../../src-relay/crm/salesforce/salesforce.ts';
import { askedCrm, type AskedParts } from '../../../../fixtures/crm/asked.ts';
import type { OrgRecord } from '../../../../fixtures/crm/salesforce-records.ts';
import {
  SALESFORCE_CLIENT,
  startSalesforce,
  type SalesforceStandIn,
} from '../../../../fixtures/crm/salesforce.ts';
import type { LoggedRequest } from '../../../../fixtures/crm/stand-in.ts';

export const NUMBER = '+33612345678';
export const EMAIL = 'ana@globex.example';

export interface Org {
  readonly standIn: SalesforceStandIn;
  readonly crm: CrmConnection;
  /** Another connection in place of the one that there is. */
  connect(parts: AskedParts): void;
  plant<const R extends readonly OrgRecord[]>(...records: R): R;
  asked(read: string): readonly LoggedRequest[];
  /** Time goes on, at Salesforce. */
  pass(ms: number): void;
}

/** An empty org for each test of a file, and a connection to it. */
export function useOrg(): Org {
  let standIn: SalesforceStandIn;
  let crm: CrmConnection;
  let clock = 0;
  beforeEach(async () => {
    clock = 0;
    standIn = await startSalesforce([], () => clock);
    crm = askedCrm(salesforce, standIn, SALESFORCE_CLIENT);
  });
  afterEach(async () => {
    expect(standIn.complaints).toEqual([]);
    await standIn.close();
  });
  return {
    get standIn() {
      return standIn;
    },
    get crm() {
      return crm;
    },
    connect: (parts) => {
      crm = askedCrm(salesforce, standIn, SALESFORCE_CLIENT, parts);
    },
    plant: (...records) => {
      standIn.records.push(...records);
      return records;
    },
    asked: (read) => standIn.requests.filter(({ name }) => name === read),
    pass: (ms) => {
      clock += ms;
    },
  };
}

export function idsOf(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id);
}

export const nobody: CrmPerson = {
  id: '',
  kind: 'contact',
  name: null,
  emails: [],
  numbers: [],
  company: null,
  dealIds: null,
  owner: null,
  properties: {},
};
