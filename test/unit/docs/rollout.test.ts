import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import plist from 'plist';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../scripts/setup/places.mjs';
import { readPolicyText } from '../../../src-main/managed/linux.ts';
import { UNMANAGED, type ManagedPolicy } from '../../../src-main/managed/managed-policy.ts';
import { givenUnder, mayGoOn, refusedLink } from '../../../src-main/managed/precedence.ts';
import { readPolicyValues } from '../../../src-main/managed/reading-policy.ts';
import { readWindowsPolicy } from '../../../src-main/managed/windows.ts';
import { page } from './pages.ts';

const { text: doc } = page('docs/rollout.md');
const sample = (name: string): string => readFileSync(join(ROOT, 'deploy/rollout', name), 'utf8');
const ours = readPolicyText(new TextEncoder().encode(sample('managed.json')));

/** As `reg.exe query` prints what `reg.exe import` has read. */
function printed(reg: string): string {
  return reg
    .split('\r\n')
    .map((line) =>
      line
        .replace(/^\[(.+)\]$/, '$1')
        .replace(/^"(.+?)"="(.*)"$/, '    $1    REG_SZ    $2')
        .replace(/^"(.+?)"=dword:0*([0-9a-f]+)$/, '    $1    REG_DWORD    0x$2'),
    )
    .join('\r\n');
}

describe('the samples of a policy', () => {
  test('the file can be read whole, and says what the page shows', () => {
    expect(ours.problems).toEqual([]);
    const blocks = [...doc.matchAll(/^```json\n(.*?)^```$/gms)].map(([, block = '']) => block);
    expect(blocks).toHaveLength(1);
    for (const block of blocks) expect(readPolicyText(new TextEncoder().encode(block))).toEqual(ours);
  });

  test('the registry’s says the same', () => {
    const reg = sample('ringside.reg');
    expect(reg.startsWith('Windows Registry Editor Version 5.00\r\n\r\n[')).toBe(true);
    expect(reg.replaceAll('\r\n', '')).not.toContain('\n');
    const query = (key: string) =>
      key === 'Software\\Policies' ? 'HKEY_LOCAL_MACHINE\\Software\\Policies\\Ringside' : printed(reg);
    expect(readWindowsPolicy(query)).toEqual(ours);
  });

  test('the profile’s says the same', () => {
    const profile = plist.parse(sample('ringside.mobileconfig')) as { PayloadContent: object[] };
    const [payload = {}] = profile.PayloadContent;
    expect(payload).toMatchObject({ PayloadType: 'com.ringside.app' });
    // macOS lays down a payload's own keys without those that describe it.
    const values = Object.entries(payload).filter(([name]) => !name.startsWith('Payload'));
    expect(readPolicyValues(Object.fromEntries(values))).toEqual(ours);
  });

  test('the playbook lays the policy down before the app, as one that the app takes', () => {
    const [{ tasks }] = parse(sample('playbook.yml')) as [
      { tasks: Record<string, Record<string, unknown>>[] },
    ];
    const at = (dest: string) =>
      tasks.findIndex((task) => Object.values(task).some((of) => of?.['dest'] === dest));
    const policy = tasks[at('/etc/ringside/managed.json')];
    expect(policy).toMatchObject({ 'ansible.builtin.copy': { owner: 'root', mode: '0644' }, no_log: true });
    expect(at('/etc/ringside/managed.json')).toBeLessThan(
      tasks.findIndex((task) => 'ansible.builtin.apt' in task),
    );
  });

  test('no sample holds a real token, and the page names each of them', () => {
    for (const name of readdirSync(join(ROOT, 'deploy/rollout'))) {
      expect(sample(name)).not.toMatch(/rgt_(?!PUT-THE-TOKEN)/);
      if (name !== 'managed.json') expect(doc).toContain(`deploy/rollout/${name}`);
    }
  });
});

describe('the table of what goes before what', () => {
  const RELAY = new URL('https://relay.example.com');
  const OTHER = new URL('https://relay.other.example');
  const token = 'token-0123456789abcdef';
  const only: ManagedPolicy = { ...UNMANAGED, relay: RELAY };
  const columns: readonly [string, ManagedPolicy][] = [
    ['nothing is managed', UNMANAGED],
    ['`relay` is set', only],
    ['pairing by device', { ...only, pairing: { by: 'device', token } }],
    ['pairing by group', { ...only, pairing: { by: 'group', token, agent: null } }],
    ['cannot be read', { ...UNMANAGED, pairing: { by: 'nothing' } }],
  ];
  const rows = doc
    .slice(doc.indexOf('### What goes before what'))
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(0, 6)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const said = (row: number, column: string): string => rows[row]?.[rows[0]?.indexOf(column) ?? -1] ?? '';

  test.each(columns)('holds for: %s', (name, policy) => {
    const fromOutside = (relay: URL): string => {
      const env = { relay: relay.href, token };
      return givenUnder(policy, env).isRefused ? 'refused' : 'used';
    };
    const both = (ourOwn: string, others: string, words: string): string =>
      ourOwn === others ? ourOwn : words;
    expect(said(2, name)).toBe(
      both(fromOutside(RELAY), fromOutside(OTHER), 'used for that relay, else refused'),
    );
    if (policy.pairing.by !== 'device') {
      const goesOn = (relay: URL): string => (mayGoOn(policy, relay) ? 'used' : 'left');
      expect(said(4, name)).toBe(
        both(goesOn(RELAY), goesOn(OTHER), 'used with that relay, else left unused'),
      );
    }
    const link = (relay: URL): string => (refusedLink(policy, relay) === null ? 'used' : 'refused');
    expect(said(5, name)).toBe(both(link(RELAY), link(OTHER), 'to that relay only'));
  });
});

test('every variable that app and relay read stands in the table, but for those of development and tests', () => {
  const inside = new Set(['RINGSIDE_DEV', 'RINGSIDE_CRM_URL', 'RINGSIDE_TEST_CRM_ORIGIN', 'ALLO_API_URL']);
  const sources = ['src-main', 'src-relay'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.name.endsWith('.ts'))
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')),
  );
  const named = sources.flatMap((source) => [...source.matchAll(/['.]((?:RINGSIDE|ALLO)_[A-Z_]*[A-Z])\b/g)]);
  const variables = [...new Set(named.map(([, name = '']) => name))].filter((name) => !inside.has(name));
  expect(variables.length).toBeGreaterThan(10);
  expect(variables.filter((name) => !doc.includes(`\`${name}\``))).toEqual([]);
});

test('what a page fetches of an apt repository is what one has', () => {
  const fetched = [page('docs/operating.md'), page('docs/rollout.md')].map(({ text }) =>
    [...text.matchAll(/curl -fsSLo (\S+) https:\S+\/apt\/([\w.-]+)/g)].map(
      ([, to, name]) => `${name} → ${to}`,
    ),
  );
  const whole = [
    'ringside-archive-keyring.gpg → /usr/share/keyrings/ringside-archive-keyring.gpg',
    'ringside.sources → /etc/apt/sources.list.d/ringside.sources',
  ];
  expect(fetched).toEqual([whole, whole]);
});
