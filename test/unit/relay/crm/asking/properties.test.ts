import { expect, test } from 'vitest';
import { readConfig } from '../../../../../src-relay/config/reading.ts';
import { propertiesOf } from '../../../../../src-relay/crm/asking/properties.ts';

test('the CRM is asked for what the facts line is from, each once, and for no name that it could not have', () => {
  const asked = (...from: string[]): unknown =>
    propertiesOf(
      readConfig(JSON.stringify({ card: { facts: from.map((one) => ({ label: 'Fact', from: one })) } })),
    );
  expect(asked('company.plan', 'person.lead_source', 'company.plan')).toEqual({
    person: ['lead_source'],
    company: ['plan'],
  });
  expect(asked('company.Nom du commercial', "person.x'y", 'person.a,b')).toEqual({ person: [], company: [] });
  expect(asked()).toEqual({ person: [], company: [] });
});
