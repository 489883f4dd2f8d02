import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { installationFrom, type InstallationFacts } from '../../../../src-main/updates/installation.ts';
import { whyNotRestart, type DeskFacts } from '../../../../src-main/updates/may-restart.ts';
import { planStart, type StartFacts } from '../../../../src-main/updates/start-plan.ts';
import type { Staged, UpdatesRecord } from '../../../../src-main/updates/updates-file.ts';

describe('a restart by itself', () => {
  const quiet: DeskFacts = {
    openCalls: 0,
    cards: 0,
    hasDigest: false,
    isWindowOpen: false,
    isDialogOpen: false,
    idle: 300,
  };

  test('comes when nobody has touched the computer for long enough, and nothing of ours is there', () => {
    expect(whyNotRestart(quiet, 300)).toBeNull();
    expect(whyNotRestart({ ...quiet, idle: 299 }, 300)).toBe('idle');
  });

  test.each<[keyof DeskFacts, Partial<DeskFacts>]>([
    ['openCalls', { openCalls: 1 }],
    ['cards', { cards: 1 }],
    ['hasDigest', { hasDigest: true }],
    ['isWindowOpen', { isWindowOpen: true }],
    ['isDialogOpen', { isDialogOpen: true }],
  ])('does not come while there is %s, for however long nobody has touched the computer', (why, change) => {
    fc.assert(
      fc.property(fc.nat(), (idle) => {
        expect(whyNotRestart({ ...quiet, ...change, idle }, 300)).toBe(why);
      }),
    );
  });
});

describe('how the app was installed', () => {
  const facts: InstallationFacts = {
    platform: 'linux',
    arch: 'x64',
    isPackaged: true,
    execPath: '/tmp/.mount_RingsAbC/ringside',
    env: { APPIMAGE: '/home/nora/Apps/phone cards', APPDIR: '/tmp/.mount_RingsAbC' },
    packageType: null,
    isOfSystem: false,
  };
  const opt = { execPath: '/opt/Ringside/ringside', isOfSystem: true };
  const image = { kind: 'appimage', path: '/home/nora/Apps/phone cards' } as const;
  const fixed = (why: 'system-packages' | 'unpacked' | 'development' | 'no-such-system') =>
    ({ kind: 'fixed', why }) as const;

  test.each<[string, Partial<InstallationFacts>, ReturnType<typeof installationFrom>]>([
    ['an AppImage, whatever its file is called', {}, image],
    ['a mount with a slash at its end', { env: { ...facts.env, APPDIR: '/tmp/.mount_RingsAbC/' } }, image],
    ['deb or rpm', { ...opt, env: {} }, fixed('system-packages')],
    ['deb or rpm, by what they say', { execPath: '/srv/x', packageType: 'deb' }, fixed('system-packages')],
    ['deb, started from a terminal that is an AppImage', opt, fixed('system-packages')],
    ['beside the mount of another', { execPath: '/tmp/.mount_RingsAbCd/ringside' }, fixed('unpacked')],
    ['a path that is none', { env: { ...facts.env, APPIMAGE: 'Ringside.AppImage' } }, fixed('unpacked')],
    ['no mount', { env: { APPIMAGE: '/x', APPDIR: '' } }, fixed('unpacked')],
    ['an unpacked tar.gz', { execPath: '/home/nora/ringside/ringside', env: {} }, fixed('unpacked')],
    ['its source', { isPackaged: false }, fixed('development')],
    ['Windows', { platform: 'win32' }, { kind: 'installer' }],
    ['macOS', { platform: 'darwin', arch: 'arm64' }, { kind: 'installer' }],
    ['a processor without packages', { arch: 'riscv64' }, fixed('no-such-system')],
    ['a system without packages', { platform: 'freebsd' }, fixed('no-such-system')],
  ])('%s', (_, change, installation) => {
    expect(installationFrom({ ...facts, ...change })).toEqual(installation);
  });
});

describe('a start makes of the update before', () => {
  const staged: Staged = { from: '0.1.0', name: 'latest-linux.yml', text: 'AAAA', signatures: '' };
  const trial = { from: '0.1.0', to: '0.2.0', notes: 'new', starts: 0 };
  const nothing: UpdatesRecord = {
    newestSeen: 1,
    staged: null,
    at: null,
    trial: null,
    updated: null,
    refused: null,
    stuck: null,
  };
  const start: StartFacts = { version: '0.1.0', kind: 'appimage', hasStaged: true, mayUpdate: true };
  const plan = (record: Partial<UpdatesRecord>, facts: Partial<StartFacts> = {}) =>
    planStart({ ...nothing, ...record }, { ...start, ...facts });

  test('nothing, when there was none', () => {
    expect(plan({}, { hasStaged: false })).toMatchObject({ swap: null, trial: null, failed: null });
  });

  test('that what lies ready takes its place, if it was found newer than this very version', () => {
    expect(plan({ staged }).swap).toEqual(staged);
    expect(plan({ staged }, { version: '0.1.1' })).toMatchObject({ swap: null, tidy: true });
    expect(plan({ staged }, { hasStaged: false })).toMatchObject({ swap: null, tidy: true });
    expect(plan({ staged }, { mayUpdate: false })).toMatchObject({ swap: null, tidy: true });
    expect(plan({ staged }, { kind: 'installer' }).swap).toBeNull();
  });

  test('that the new version is on trial', () => {
    const again = { ...trial, starts: 1 };
    const begun = { trial: again, tidy: false, failed: null, change: { staged: null, trial: again } };
    expect(plan({ trial, staged }, { version: '0.2.0', hasStaged: false })).toMatchObject(begun);
  });

  test('that the new version did not live, when this one is back in its place', () => {
    expect(plan({ trial }, { hasStaged: false })).toMatchObject({
      failed: { why: 'put-back', version: '0.2.0' },
      change: { refused: '0.2.0', trial: null },
      tidy: true,
    });
    expect(plan({ trial }, { hasStaged: false, kind: 'installer' })).toMatchObject({
      failed: { why: 'not-installed', version: '0.2.0' },
      change: { trial: null },
    });
  });

  test('that it never was there, when the power went before: it is tried again, nothing is held against it', () => {
    const again = plan({ trial, staged });
    expect(again).toMatchObject({ swap: staged, failed: null });
    expect(again.change.refused).toBeUndefined();
  });

  test('nothing at all of another version, which somebody put there by hand', () => {
    const byHand = { failed: null, trial: null, change: { trial: null, updated: null } };
    expect(plan({ trial, updated: trial }, { version: '0.9.0', hasStaged: false })).toMatchObject(byHand);
  });
});
