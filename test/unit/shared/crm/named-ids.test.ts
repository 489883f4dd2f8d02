import { expect, test } from 'vitest';
import type { Crm } from '../../../../src-shared/crm/config.ts';
import { contactIdsIn } from '../../../../src-shared/crm/links.ts';
import type { Person } from '../../../../src-shared/allo/parties.ts';

const person = (properties: Person['properties']): Person => ({
  id: 'con_1',
  name: 'Ana',
  last_name: null,
  email: null,
  emails: [],
  numbers: [],
  job_title: null,
  properties,
});
const hubspot: Crm = { preset: 'hubspot', portal: '1', host: 'app.hubspot.com', ids: {} };
const salesforce: Crm = { preset: 'salesforce', domain: 'acme', ids: {} };
const ids = (crm: Crm, properties: Person['properties'], integrationId: string | null = null): string[] =>
  contactIdsIn(crm, { person: person(properties), company: null, integrationId }).map(
    ({ kind, id }) => `${kind} ${id}`,
  );

test('the ids that Allo names for a contact are this CRM’s by their look, best first and each once', () => {
  expect(ids(hubspot, { hubspot_id: '512' }, '77')).toEqual(['contact 512', 'contact 77']);
  expect(ids(hubspot, { hubspot_id: 512 }, '512')).toEqual(['contact 512']);
  expect(ids(hubspot, {}, null)).toEqual([]);
});

test('what is no id of this CRM is none: another one’s, a placeholder, a number that has lost its digits', () => {
  for (const odd of ['0035g00000AbcdeAAA', 'null', '0', '-1', '1.2E+17', '../7', '']) {
    expect(ids(hubspot, { hubspot_id: odd }), odd).toEqual([]);
  }
});

test('they are where the admin says', () => {
  const own: Crm = { ...hubspot, ids: { contact: ['person.crm_ref'] } };
  expect(ids(own, { hubspot_id: '512', crm_ref: '9' }, '77')).toEqual(['contact 9']);
});

test('a lead’s id is a lead’s', () => {
  expect(ids(salesforce, { salesforce_id: '00Q5g00000Abcde' })).toEqual(['lead 00Q5g00000Abcde']);
  expect(ids(salesforce, { salesforce_id: '0035g00000Abcde' })).toEqual(['contact 0035g00000Abcde']);
});
