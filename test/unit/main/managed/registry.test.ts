import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRegistryText, subKeysIn } from '../../../../src-main/managed/registry-text.ts';
import { readWindowsPolicy, registryProgram } from '../../../../src-main/managed/windows.ts';

const KEY = 'Software\\Policies\\Ringside';
const HEAD = `HKEY_LOCAL_MACHINE\\${KEY}`;
const POLICIES = [
  '',
  'HKEY_LOCAL_MACHINE\\Software\\Policies\\Google',
  'HKEY_LOCAL_MACHINE\\Software\\Policies\\Microsoft',
  'HKEY_LOCAL_MACHINE\\Software\\Policies\\Ringside',
  '',
].join('\r\n');

/** As `reg.exe query HKLM\Software\Policies\Ringside /s` of Windows prints it. */
const PRINTED = [
  '',
  HEAD,
  '    (Default)    REG_SZ    (value not set)',
  '    relay    REG_SZ    https://relay.example.com',
  '    updates    REG_DWORD    0x0',
  '',
  `${HEAD}\\locked`,
  '    historyDays    REG_DWORD    0xe',
  '    hideFromCapture    REG_DWORD    0x1',
  '    theme    REG_SZ    dark',
  '    volume    REG_SZ    0.6',
  '    quietHours    REG_SZ    {"from":"19:00","to":"08:00","days":[1,2,3,4,5]}',
  '    summonShortcut    REG_SZ    null',
  '',
  `${HEAD}\\Pairing`,
  '    by    REG_SZ    group',
  '    token    REG_SZ    rgt_0123456789abcdef0123456789abcdef',
  '    agent    REG_SZ    {user}@example.com',
  '',
].join('\r\n');

const registry =
  (printed: string, policies = POLICIES) =>
  (key: string): string =>
    key === KEY ? printed : policies;

test('what reg.exe prints is read as the same policy as the file of the other systems', () => {
  expect(readWindowsPolicy(registry(PRINTED))).toEqual({
    isManaged: true,
    policy: {
      relay: new URL('https://relay.example.com'),
      pairing: { by: 'group', token: 'rgt_0123456789abcdef0123456789abcdef', agent: '{user}@example.com' },
      locked: {
        historyDays: 14,
        hideFromCapture: true,
        theme: 'dark',
        volume: 0.6,
        quietHours: { from: '19:00', to: '08:00', days: [1, 2, 3, 4, 5] },
        summonShortcut: null,
      },
      lockedAsTheyAre: [],
      updates: false,
    },
    problems: [],
  });
});

test('without the key nobody manages this computer', () => {
  const policies = POLICIES.replace(/\r\n.*Ringside/, '');
  expect(readWindowsPolicy(registry('', policies)).isManaged).toBe(false);
  expect(subKeysIn(policies, 'Software\\Policies')).toEqual(['Google', 'Microsoft']);
});

test('a registry that may not be asked, or a key that may not be read, leads to no pairing', () => {
  const denied = (): never => {
    throw new Error('ERROR: Registry editing has been disabled by your administrator.');
  };
  expect(readWindowsPolicy(denied)).toMatchObject({
    policy: { pairing: { by: 'nothing' } },
    problems: [{ kind: 'unreachable' }],
  });
  const half = (key: string): string => (key === KEY ? denied() : POLICIES);
  expect(readWindowsPolicy(half).policy.pairing).toEqual({ by: 'nothing' });
});

describe('a value', () => {
  const withLine = (line: string) => readWindowsPolicy(registry([HEAD, line].join('\r\n')));

  test.each([
    ['of another type', '    relay    REG_BINARY    6874747073'],
    [
      'with what the console’s code page may have changed',
      '    relay    REG_SZ    https://r\u00e9lay.example.com',
    ],
    ['that is empty', '    relay    REG_SZ    '],
    ['that is a number', '    relay    REG_DWORD    0x1'],
  ])('%s cannot be read, and fails closed', (_, line) => {
    expect(withLine(line)).toMatchObject({
      policy: { relay: null, pairing: { by: 'nothing' } },
      problems: [{ kind: 'value', name: 'relay' }],
    });
  });

  test('may be named in any case, as everything in the registry', () => {
    expect(withLine('    RELAY    REG_SZ    https://relay.example.com').policy.relay?.host).toBe(
      'relay.example.com',
    );
    expect(withLine('    Updates    REG_SZ    false').policy.updates).toBe(false);
  });

  test('of a name that objects have already steers nothing', () => {
    const tree = readRegistryText(
      [HEAD, '    __proto__    REG_SZ    x', `${HEAD}\\constructor`, '    a    REG_SZ    b'].join('\n'),
      KEY,
    );
    expect(Object.getPrototypeOf(tree)).toBe(Object.prototype);
    expect(Object.keys(tree)).toEqual(['__proto__', 'constructor']);
  });
});

test.each([
  ['on C, whatever the environment of its user says', 'X:\\Windows', ['C', 'X'], 'C'],
  ['on another drive, where there is none on C', 'D:\\Windows', ['D'], 'D'],
  ['on C, where the environment leads into a folder of somebody’s', 'C:\\Users\\nora\\Windows', [], 'C'],
  ['on C, where the environment says nothing', undefined, [], 'C'],
])('the registry is asked by the system’s own program: %s', (_, systemRoot, drives, drive) => {
  const exists = (path: string): boolean => drives.some((one) => path.startsWith(`${one}:`));
  expect(registryProgram(systemRoot, exists)).toBe(`${drive}:\\Windows\\System32\\reg.exe`);
});

test('any output whatever is read without a throw', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...PRINTED.split('\r\n')))), (lines) => {
      const { policy } = readWindowsPolicy(registry(lines.join('\r\n')));
      expect(['link', 'device', 'group', 'nothing']).toContain(policy.pairing.by);
    }),
  );
});
