import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedDocs } from '../../scripts/docs.ts';
import { ROOT } from '../../scripts/setup/places.mjs';
import { readConfig } from '../../src-relay/config/reading.ts';
import { DEFAULT_CONFIG } from '../../src-relay/config/schema.ts';

function refusal(text: string): string {
  try {
    readConfig(text);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : '';
  }
  return 'taken';
}

describe('relay.config.json', () => {
  it('may be empty, begin with a byte order mark, and name its JSON Schema', () => {
    expect(readConfig('{}')).toEqual(DEFAULT_CONFIG);
    expect(readConfig('\uFEFF{}')).toEqual(DEFAULT_CONFIG);
    expect(readConfig('{"$schema":"./relay.config.schema.json"}')).toMatchObject({ retentionDays: 30 });
  });

  it.each([
    ['{\n  "ringWindow": "long"\n}', 'ringWindow: expected number (line 2, column 17)'],
    ['{\n  "ringwindow": 30\n}', 'ringwindow: not a setting we know (line 2, column 3)'],
    ['{\n\n "crm": {"preset": "hubspot"}}', 'crm.portal: missing (line 3, column 9)'],
    ['{"limits":\n{"sockets": 0}}', 'limits.sockets: Invalid value: Expected >=1 (line 2, column 13)'],
    [
      '{"limits":{"trustedProxies":["10.0.0.0/8","10.0.0.0/33"]}}',
      'limits.trustedProxies.1: not an address or a network in CIDR notation, like 10.0.0.0/8 (line 1, column 43)',
    ],
    ['{\n  "ringWindow": 30,\n}', 'not valid JSON (line 3, column 1)'],
    ['{\n  // for the night\n}', 'not valid JSON (line 2, column 3)'],
    ['', 'not valid JSON (line 1, column 1)'],
    ['[]', 'expected an object with settings, not a list'],
  ])('%j is refused with field, reason and place', (text, message) => {
    expect(refusal(text)).toBe(`ConfigError: ${message}`);
  });

  it.each([
    ['{"aliases":{"hush":"nora@ringside.example"}}', 'aliases.*: not an e-mail address (line 1, column 13)'],
    [
      '{"lines":{"+33199003300":{"agents":["hush"]}}}',
      'lines.*.agents.0: not an e-mail address (line 1, column 37)',
    ],
    [
      '{"publicUrl":"hush"}',
      'publicUrl: not an address that apps take: https://… (http only to this very machine), a path at most after the host, no user, query or fragment (line 1, column 14)',
    ],
    ['{"retentionDays":"hush"}', 'retentionDays: expected number (line 1, column 18)'],
  ])('%j: the reason holds no value of the file', (text, message) => {
    expect(refusal(text)).toBe(`ConfigError: ${message}`);
  });
});

describe('the documents made from the code', () => {
  it('are up to date: else run npm run docs', async () => {
    for (const { path, text } of await generatedDocs()) {
      expect(await readFile(join(ROOT, path), 'utf8'), path).toBe(text);
    }
  });
});
