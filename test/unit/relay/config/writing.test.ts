import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readConfig } from '../../../../src-relay/config/reading.ts';
import { withCrm } from '../../../../src-relay/config/writing.ts';

const BLOCKS: readonly Readonly<Record<string, string>>[] = [
  { preset: 'hubspot', portal: '8812734', host: 'app-eu1.hubspot.com' },
  { preset: 'pipedrive', company: 'acme' },
  { preset: 'attio', workspace: 'acme-sales' },
  { preset: 'salesforce', domain: 'acme--uat.sandbox' },
  { preset: 'zoho', dataCenter: 'eu', org: '20074822955' },
];

const settings = fc.record(
  {
    ringWindow: fc.integer({ min: 5, max: 600 }),
    retentionDays: fc.integer({ min: 1, max: 3650 }),
    aliases: fc.constant({ 'n@acme.test': 'nora@acme.test' }),
    lines: fc.constant({ '+33199003300': { name: 'Sales "1" {é}', agents: ['nora@acme.test'] } }),
    records: fc.constant({ ask: true, show: { owner: false } }),
    crm: fc.constantFrom(
      null,
      ...BLOCKS,
      { preset: 'hubspot', portal: '1', ids: { contact: ['person.x'] } },
      { preset: 'custom', name: 'Ours', search: 'https://crm.test/?q={name}' },
    ),
  },
  { requiredKeys: [] },
);

const texts = fc
  .tuple(
    settings,
    fc.constantFrom('', '  ', '    ', '\t'),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\uFEFF'),
  )
  .map(([config, indent, eol, bom]) => ({
    config,
    text: bom + JSON.stringify(config, null, indent).replaceAll('\n', eol) + (indent === '' ? '' : eol),
  }));

test('a CRM that is written into a config is in it then, and everything else is as it was', () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(...BLOCKS), ({ config, text }, block) => {
      const after = withCrm(text, block);
      const { crm, ...others } = readConfig(after);
      const { crm: before, ...same } = readConfig(text);
      expect(others).toEqual(same);
      expect(crm).toMatchObject(block);
      // What else the admin chose for this very CRM stays.
      if (before !== null && before.preset === block['preset'] && 'ids' in before)
        expect(crm).toMatchObject({ ids: before.ids });
      expect(Object.keys(JSON.parse(after) as object).filter((key) => key !== 'crm')).toEqual(
        Object.keys(config).filter((key) => key !== 'crm'),
      );
      expect(withCrm(after, block)).toBe(after);
      if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    }),
    { numRuns: 500 },
  );
});

describe('a config', () => {
  it('that is empty gets the CRM and nothing else', () => {
    for (const text of ['', '\n', '{}', ' { } ']) {
      expect(JSON.parse(withCrm(text, BLOCKS[1] ?? {}))).toEqual({ crm: BLOCKS[1] });
    }
  });

  it.each([
    '{"crm": }',
    '[]',
    '{"retentionDays": 0}',
    '{"crm": {"preset": "hubspot", "portal": "1", "newContact": "https://app.hubspot.com/x"}}',
  ])('that the relay would not take with it is not changed: %s', (text) =>
    expect(() => withCrm(text, BLOCKS[0] ?? {})).toThrow(/./),
  );
});
