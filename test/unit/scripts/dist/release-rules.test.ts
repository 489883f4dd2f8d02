import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { whyNoRelease, type ReleaseFacts } from '../../../../scripts/dist/release-rules.ts';
import { signingOf } from '../../../../scripts/dist/signing.ts';

const release: ReleaseFacts = {
  plan: {
    builds: [{ target: 'deb', architecture: 'x64', standInRuntime: false }],
    leftOut: [{ what: 'Windows (nsis)', why: 'built on Windows', ofThisSystem: false }],
  },
  electron: { kind: 'ordinary', version: '45.4.1' },
  pinnedElectron: '45.4.1',
  uncommitted: [],
  unsigned: [],
  homepage: 'https://ringside.dev/',
  maintainer: 'us@ringside.dev',
};

/** What alone spoils a release, and what is said of it. */
const FAULTS: readonly (readonly [string, Partial<ReleaseFacts>, RegExp])[] = [
  [
    'the development fallback of Electron',
    { electron: { kind: 'copy', version: '33.2.1' } },
    /33\.2\.1 is the copy/,
  ],
  [
    'another Electron than the pinned one',
    { electron: { kind: 'given', version: '44.0.0' } },
    /44\.0\.0.*45\.4\.1/,
  ],
  [
    'the stand-in for the runtime of AppImages',
    { plan: { builds: [{ target: 'AppImage', architecture: 'x64', standInRuntime: true }], leftOut: [] } },
    /runtime of the AppImage/,
  ],
  ['nothing to build', { plan: { builds: [], leftOut: [] } }, /nothing can be built/],
  [
    'a target of this system that is left out',
    { plan: { ...release.plan, leftOut: [{ what: 'rpm (x64)', why: 'no rpmbuild', ofThisSystem: true }] } },
    /rpm \(x64\): no rpmbuild/,
  ],
  ['no identity to sign with', { unsigned: ['no signing identity'] }, /no signing identity/],
  [
    'files that are not committed',
    { uncommitted: ['src-main/main.ts'] },
    /not committed: src-main\/main\.ts/,
  ],
  ['no checkout', { uncommitted: null }, /no git checkout/],
  ['a homepage of the documentation', { homepage: 'https://example.com/' }, /nobody's homepage/],
  ['one below it', { homepage: 'https://ringside.example.org:8443/' }, /nobody's homepage/],
  ['a homepage that is nobody’s', { homepage: 'https://ringside.example/' }, /nobody's homepage/],
  ['an address that is nobody’s', { maintainer: 'us@ringside.invalid' }, /nobody's address/],
];

describe('a release', () => {
  test('is one when nothing is wrong with it', () => {
    expect(whyNoRelease(release)).toEqual([]);
  });

  test.each(FAULTS)('is refused for %s', (_, fault, said) => {
    const why = whyNoRelease({ ...release, ...fault });
    expect(why).toHaveLength(1);
    expect(why[0]).toMatch(said);
  });

  test('is refused for every fault at once, so that nobody learns of them one by one', () => {
    const independent = FAULTS.filter(([, fault]) => !('plan' in fault) && !('electron' in fault));
    fc.assert(
      fc.property(fc.subarray([...independent]), (faults) => {
        const facts = faults.reduce((all, [, fault]) => ({ ...all, ...fault }), release);
        const keys = new Set(faults.flatMap(([, fault]) => Object.keys(fault)));
        expect(whyNoRelease(facts)).toHaveLength(keys.size);
      }),
    );
  });
});

describe('signatures', () => {
  test.each([
    ['darwin', {}, 2],
    ['darwin', { CSC_LINK: 'x' }, 1],
    ['darwin', { CSC_NAME: 'x', APPLE_ID: 'a', APPLE_APP_SPECIFIC_PASSWORD: 'b', APPLE_TEAM_ID: 'c' }, 0],
    ['darwin', { CSC_LINK: 'x', APPLE_API_KEY: 'a', APPLE_API_KEY_ID: 'b', APPLE_API_ISSUER: '' }, 1],
    ['win32', {}, 1],
    ['win32', { WIN_CSC_LINK: 'x' }, 0],
    ['win32', { AZURE_SIGNING_ENDPOINT: 'x', AZURE_SIGNING_ACCOUNT: 'y' }, 1],
    ['linux', {}, 0],
  ])('%s with %j lacks %i things', (system, env, count) => {
    expect(signingOf(system, env).missing).toHaveLength(count);
  });

  test('a Mac without an identity signs for itself, without the hardened runtime and without notarisation', () => {
    expect(signingOf('darwin', {}).configuration.mac).toEqual({
      identity: '-',
      hardenedRuntime: false,
      notarize: false,
    });
    const all = { CSC_LINK: 'x', APPLE_API_KEY: 'a', APPLE_API_KEY_ID: 'b', APPLE_API_ISSUER: 'c' };
    expect(signingOf('darwin', all).configuration.mac).toEqual({ notarize: true });
  });

  test('Azure signs when all is said of it', () => {
    const env = {
      AZURE_SIGNING_ENDPOINT: 'https://weu.codesigning.azure.net/',
      AZURE_SIGNING_ACCOUNT: 'account',
      AZURE_SIGNING_PROFILE: 'profile',
      AZURE_SIGNING_PUBLISHER: 'Ringside',
    };
    expect(signingOf('win32', env).configuration.win).toEqual({
      azureSignOptions: {
        endpoint: 'https://weu.codesigning.azure.net/',
        codeSigningAccountName: 'account',
        certificateProfileName: 'profile',
        publisherName: 'Ringside',
      },
    });
  });
});
