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
    [
      '{\n  "ringwindow": 30\n}',
      'ringwindow: not a setting we know (line 2, column 3): is ringWindow meant?',
    ],
    [
      '{"crm": {"preset": "hubspot", "portal": "1", "portl": "2"}}',
      'crm.portl: not a setting we know (line 1, column 46): is crm.portal meant?',
    ],
    [
      '{"crm": {"preset": "pipedrive", "company": "acme",\n "ids": {"contacts": []}}}',
      'crm.ids.contacts: not a setting we know (line 2, column 10): is crm.ids.contact meant?',
    ],
    [
      '{"crm": {"preset": "pipedrive", "company": "acme", "token": "hush"}}',
      'crm.token: not a setting we know (line 1, column 52)',
    ],
    [
      '{"lines":{"+33199003300":{"agent":[]}}}',
      'lines.*.agent: not a setting we know (line 1, column 27): is lines.*.agents meant?',
    ],
    [
      '{"limits":{"socket":1}}',
      'limits.socket: not a setting we know (line 1, column 12): is limits.sockets meant?',
    ],
    [
      '{"card": {"facts": [{"label": "Plan", "from": "deal.plan"}]}}',
      'card.facts.0.from: not a property of person or company, like company.plan (line 1, column 47)',
    ],
    [
      `{"card": {"facts": [${Array(4).fill('{"label":"A","from":"person.a"}').join()}]}}`,
      'card.facts: more than 3 do not fit on a card (line 1, column 20)',
    ],
    ['{\n\n "crm": {"preset": "hubspot"}}', 'crm.portal: missing (line 3, column 9)'],
    ['{"limits":\n{"sockets": 0}}', 'limits.sockets: Invalid value: Expected >=1 (line 2, column 13)'],
    [
      '{"limits":{"trustedProxies":["10.0.0.0/8","10.0.0.0/33"]}}',
      'limits.trustedProxies.1: not an address or a network in CIDR notation, like 10.0.0.0/8 (line 1, column 43)',
    ],
    [
      '{"downloads":{"windows":{"x64":{"url":"http://example.com/a.exe"}}}}',
      'downloads.windows.x64.url: not an https address without user and password (line 1, column 39)',
    ],
    [
      '{"downloads":{"linux":{"deb":{"x64":{"url":"https://a:b@example.com/a.deb"}}}}}',
      'downloads.linux.deb.x64.url: not an https address without user and password (line 1, column 44)',
    ],
    [
      '{"downloads":{"macos":{"arm64":{"url":"https://example.com/a.dmg","sha256":"abc"}}}}',
      'downloads.macos.arm64.sha256: not a SHA-256 sum: 64 hexadecimal digits (line 1, column 76)',
    ],
    ['{"downloads":{"windows":{"x64":{}}}}', 'downloads.windows.x64.url: missing (line 1, column 32)'],
    [
      '{"downloads":{"window":{}}}',
      'downloads.window: not a setting we know (line 1, column 15): is downloads.windows meant?',
    ],
    [
      '{"downloads":{"linux":{"apt":["a\\nb"]}}}',
      'downloads.linux.apt.0: more than one line, or what nobody sees (line 1, column 31)',
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

describe('publicUrl', () => {
  it.each([
    'https://relay.example.com',
    'https://relay.example.com:8443/ringside',
    'http://127.0.0.1:8787',
    'http://localhost:8787',
    'http://[::1]:8787',
  ])('%s is taken: an app pairs with it', (publicUrl) => {
    expect(refusal(JSON.stringify({ publicUrl }))).toBe('taken');
  });

  it.each([
    'http://relay.example.com',
    'http://192.168.1.5:8787',
    'https://nora@relay.example.com',
    'https://nora:hush@relay.example.com',
    'https://relay.example.com/?a=1',
    'https://relay.example.com/#a',
    'https://relay.example.com/ringside?',
    'https://relay.example.com/ringside#',
    'ftp://relay.example.com',
    'wss://relay.example.com',
    'relay.example.com',
    'https://',
  ])('%s is refused: no app would take it', (publicUrl) => {
    expect(refusal(JSON.stringify({ publicUrl }))).toMatch(
      /^ConfigError: publicUrl: not an address that apps take/,
    );
    expect(refusal(JSON.stringify({ publicUrl }))).not.toContain('hush');
  });
});

describe('a CRM', () => {
  const withDeal = (deal: string) => JSON.stringify({ crm: { preset: 'custom', name: 'Acme', deal } });

  it.each([
    'https://crm..example/{deal.id}',
    'https://-crm.example/{deal.id}',
    'https://crm-.example/{deal.id}',
    'https://1.2.3/{deal.id}',
    'https://0x7f.0.0.1/{deal.id}',
    `https://${'a'.repeat(64)}.example/{deal.id}`,
    'https://crm.example/a/../{deal.id}',
    'https://crm.example/"{deal.id}"',
    'https://crm.example/é/{deal.id}',
    'https://crm.example:443/{deal.id}',
  ])('%s is refused: no link of it would be opened', (deal) => {
    expect(refusal(withDeal(deal))).toMatch(/^ConfigError: crm.deal: must be https/);
  });

  it.each([
    [{ preset: 'salesforce', domain: 'acme-' }, 'crm.domain: not a My Domain'],
    [{ preset: 'salesforce', domain: 'acme.example' }, 'crm.domain: not a My Domain'],
    [{ preset: 'pipedrive', company: 'acme.eu' }, 'crm.company: not a company'],
    [{ preset: 'pipedrive', company: '-acme' }, 'crm.company: not a company'],
    [
      { preset: 'attio', workspace: 'https://app.attio.com/acme' },
      'crm.workspace: not a workspace, like acme',
    ],
    [{ preset: 'zoho', dataCenter: 'us' }, 'crm.dataCenter: expected ("com" | "eu" | "in"'],
    [{ preset: 'zoho' }, 'crm.dataCenter: missing'],
    [{ preset: 'dynamics', host: 'acme.dynamics.com' }, 'crm.host: not a host of Dynamics 365'],
    [{ preset: 'hubspot', portal: '1', host: 'crm.example' }, 'crm.host: not a host of HubSpot'],
  ])('%j is refused for its host', (crm, message) => {
    expect(refusal(JSON.stringify({ crm }))).toContain(`ConfigError: ${message}`);
  });

  it.each([
    [{ preset: 'salesforce', domain: 'acme--uat.sandbox' }],
    [{ preset: 'pipedrive', company: 'acme' }],
    [{ preset: 'hubspot', portal: '1', host: 'app-eu1.hubspot.com' }],
  ])('%j is taken', (crm) => {
    expect(refusal(JSON.stringify({ crm }))).toBe('taken');
  });
});

describe('the documents made from the code', () => {
  it('are up to date: else run npm run docs', async () => {
    for (const { path, text } of await generatedDocs()) {
      expect(await readFile(join(ROOT, path), 'utf8'), path).toBe(text);
    }
  });
});
