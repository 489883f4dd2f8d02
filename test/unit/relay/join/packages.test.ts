import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import * as v from 'valibot';
import { downloadsSchema } from '../../../../src-relay/config/downloads.ts';
import { offerFor, packagesIn } from '../../../../src-relay/join/packages.ts';
import { readerOf, type Processor, type Reader, type System } from '../../../../src-relay/join/reader.ts';
import { ALL_DOWNLOADS, USER_AGENTS } from '../../../fixtures/relay/downloads.ts';

const ALL = packagesIn(v.parse(downloadsSchema, ALL_DOWNLOADS));

function computer(
  system: System,
  processor: Processor | null = null,
  family: 'deb' | 'rpm' | null = null,
): Reader {
  return { kind: 'computer', system, processor, family };
}

test.each<[keyof typeof USER_AGENTS, Reader]>([
  ['chromeOnWindows', computer('windows')],
  ['edgeOnWindows', computer('windows')],
  ['firefoxOnWindows', computer('windows')],
  ['firefoxOnWindows7', { kind: 'unknown' }],
  ['safariOnMac', computer('macos')],
  ['chromeOnMac', computer('macos')],
  ['firefoxOnMac', computer('macos')],
  ['chromeOnLinux', computer('linux')],
  ['firefoxOnLinux', computer('linux', 'x64')],
  ['firefoxOnUbuntu', computer('linux', 'x64', 'deb')],
  ['firefoxOnFedora', computer('linux', 'x64', 'rpm')],
  ['firefoxOnArmLinux', computer('linux', 'arm64')],
  ['firefoxOn32BitLinux', { kind: 'unknown' }],
  ['chromeOnChromebook', { kind: 'unknown' }],
  ['firefoxOnFreeBsd', { kind: 'unknown' }],
  ['safariOnIphone', { kind: 'phone' }],
  ['safariOnIpad', { kind: 'phone' }],
  ['chromeOnAndroid', { kind: 'phone' }],
  ['chromeOnTablet', { kind: 'phone' }],
  ['firefoxOnAndroid', { kind: 'phone' }],
])('what %s says of its machine is understood, and no more than that', (name, reader) => {
  expect(readerOf({ 'user-agent': USER_AGENTS[name] })).toEqual(reader);
});

test.each<[string, Record<string, string>, Reader]>([
  [
    'an ARM processor on Windows',
    { arch: '"arm"', bitness: '"64"', platform: '"Windows"' },
    computer('windows', 'arm64'),
  ],
  [
    'an x64 processor on Windows',
    { arch: '"x86"', bitness: '"64"', platform: '"Windows"' },
    computer('windows', 'x64'),
  ],
  ['Apple silicon', { arch: '"arm"', bitness: '"64"', platform: '"macOS"' }, computer('macos', 'arm64')],
  ['Linux on ARM', { arch: '"arm"', bitness: '"64"', platform: '"Linux"' }, computer('linux', 'arm64')],
  ['32 bits', { arch: '"x86"', bitness: '"32"', platform: '"Windows"' }, computer('windows')],
  ['nothing of the bits', { arch: '"x86"', platform: '"Windows"' }, computer('windows')],
  ['an empty processor', { arch: '""', bitness: '""', platform: '"Windows"' }, computer('windows')],
  ['a processor of tomorrow', { arch: '"riscv"', bitness: '"64"', platform: '"Linux"' }, computer('linux')],
  ['a Chromebook', { arch: '"x86"', bitness: '"64"', platform: '"Chrome OS"' }, { kind: 'unknown' }],
  ['a phone', { platform: '"Android"' }, { kind: 'phone' }],
  ['no text at all', { arch: 'arm', bitness: '64', platform: 'Windows' }, computer('windows')],
])('hints go before the name of the browser: %s', (_, { arch, bitness, platform }, reader) => {
  const headers = {
    'user-agent': USER_AGENTS.chromeOnWindows,
    'sec-ch-ua-arch': arch,
    'sec-ch-ua-bitness': bitness,
    'sec-ch-ua-platform': platform,
  };
  expect(readerOf(headers)).toEqual(reader);
});

test('no header makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (agent, arch, platform) => {
      readerOf({ 'user-agent': agent, 'sec-ch-ua-arch': arch, 'sec-ch-ua-platform': platform });
    }),
  );
  expect(readerOf({})).toEqual({ kind: 'unknown' });
});

describe('the first package', () => {
  it.each<[string, Reader, string | null]>([
    ['Windows', computer('windows'), 'Ringside-Setup-1.0.0-x64.exe'],
    ['Windows on ARM', computer('windows', 'arm64'), 'Ringside-Setup-1.0.0-arm64.exe'],
    ['a Mac', computer('macos'), 'Ringside-1.0.0-arm64.dmg'],
    ['a Mac of Intel', computer('macos', 'x64'), 'Ringside-1.0.0-x64.dmg'],
    ['Linux', computer('linux'), 'ringside_1.0.0_amd64.deb'],
    ['Ubuntu', computer('linux', 'x64', 'deb'), 'ringside_1.0.0_amd64.deb'],
    ['Fedora', computer('linux', 'x64', 'rpm'), 'ringside-1.0.0.x86_64.rpm'],
    ['Fedora on ARM', computer('linux', 'arm64', 'rpm'), 'ringside-1.0.0.aarch64.rpm'],
    ['a phone', { kind: 'phone' }, null],
    ['anything else', { kind: 'unknown' }, null],
  ])('of %s', (_, reader, name) => {
    expect(offerFor(reader, ALL).first?.url.split('/').at(-1) ?? null).toBe(name);
  });

  it.each<[string, Reader, string[], boolean]>([
    ['x64 on Windows on ARM, which runs it', computer('windows', 'arm64'), ['windows x64'], true],
    ['x64 on Apple silicon, which runs it', computer('macos', 'arm64'), ['macos x64'], true],
    ['arm64 on Intel, which does not', computer('macos', 'x64'), ['macos arm64'], false],
    ['arm64 on Windows on x64, which does not', computer('windows', 'x64'), ['windows arm64'], false],
    ['x64 on Linux on ARM, which does not', computer('linux', 'arm64'), ['linux x64'], false],
    ['another system’s', computer('linux'), ['windows x64', 'macos arm64'], false],
  ])('when there is only %s', (_, reader, there, isOffered) => {
    const packages = ALL.filter(({ system, processor }) => there.includes(`${system} ${processor}`));
    expect(offerFor(reader, packages).first !== null).toBe(isOffered);
  });
});

const readers = fc.oneof(
  fc.constantFrom<Reader>({ kind: 'phone' }, { kind: 'unknown' }),
  fc
    .tuple(
      fc.constantFrom<System>('windows', 'macos', 'linux'),
      fc.constantFrom<Processor | null>('x64', 'arm64', null),
      fc.constantFrom<'deb' | 'rpm' | null>('deb', 'rpm', null),
    )
    .map(([system, processor, family]) => computer(system, processor, family)),
);

test('whoever reads and whatever is there: every package is offered once, and none first that cannot run', () => {
  fc.assert(
    fc.property(readers, fc.subarray([...ALL]), (reader, packages) => {
      const { first, beside, others } = offerFor(reader, packages);
      const offered = [...(first === null ? [] : [first]), ...beside, ...others];
      expect(offered).toHaveLength(packages.length);
      expect(new Set(offered)).toEqual(new Set(packages));
      if (first === null) return;
      expect(reader).toMatchObject({ kind: 'computer', system: first.system });
      if (reader.kind === 'computer' && reader.processor === 'x64') expect(first.processor).toBe('x64');
      if (reader.kind === 'computer' && reader.processor === null) {
        // Nobody knows the processor: the packages for the other one are in sight.
        const same = packages.filter(({ system, kind }) => system === first.system && kind === first.kind);
        for (const other of same) expect([first, ...beside]).toContain(other);
      }
    }),
  );
});
