import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ARCHITECTURES,
  TARGETS,
  planTargets,
  type Machine,
  type Target,
} from '../../../../scripts/dist/targets.ts';

const TOOLS = ['dpkg-deb', 'rpmbuild', 'mksquashfs', 'desktop-file-validate'];
const machine = (over: Partial<Machine>): Machine => ({
  system: 'linux',
  architecture: 'x64',
  githubAnswers: true,
  tools: new Set(TOOLS),
  ...over,
});
const built = (it: Machine, wanted: readonly string[] = []): readonly string[] =>
  planTargets(it, wanted).builds.map(({ target, architecture }) => `${target} ${architecture}`);

const machines: fc.Arbitrary<Machine> = fc.record({
  system: fc.constantFrom('linux', 'darwin', 'win32', 'freebsd'),
  architecture: fc.constantFrom('x64', 'arm64', 'ia32'),
  githubAnswers: fc.boolean(),
  tools: fc.subarray(TOOLS).map((tools) => new Set(tools)),
});

describe('what a machine can build', () => {
  test.each([
    ['Linux with everything', machine({}), TARGETS.linux.flatMap((each) => [`${each} x64`, `${each} arm64`])],
    ['Linux without GitHub', machine({ githubAnswers: false }), TARGETS.linux.map((each) => `${each} x64`)],
    [
      'Linux without GitHub and tools',
      machine({ githubAnswers: false, tools: new Set() }),
      ['dir x64', 'tar.gz x64'],
    ],
    [
      'an arm64 Linux without rpmbuild and GitHub',
      machine({
        architecture: 'arm64',
        githubAnswers: false,
        tools: new Set(TOOLS.filter((tool) => tool !== 'rpmbuild')),
      }),
      ['dir arm64', 'tar.gz arm64', 'deb arm64', 'AppImage arm64'],
    ],
    [
      'a Mac',
      machine({ system: 'darwin', architecture: 'arm64' }),
      ['dmg x64', 'zip x64', 'dmg arm64', 'zip arm64'],
    ],
    ['Windows', machine({ system: 'win32' }), ['nsis x64', 'nsis arm64']],
    ['Windows without GitHub', machine({ system: 'win32', githubAnswers: false }), []],
    ['a system that nothing is for', machine({ system: 'freebsd' }), []],
  ])('%s', (_, it, expected) => {
    expect([...built(it)].sort()).toEqual([...expected].sort());
  });

  test('every target of every architecture is built, or a line says why not', () => {
    fc.assert(
      fc.property(machines, fc.subarray(Object.values(TARGETS).flat()), (it, wanted) => {
        const { builds, leftOut } = planTargets(it, wanted);
        const asked: readonly Target[] = wanted.length === 0 ? Object.values(TARGETS).flat() : wanted;
        for (const target of asked) {
          for (const architecture of ARCHITECTURES) {
            const isBuilt = builds.some((one) => one.target === target && one.architecture === architecture);
            const isSaid = leftOut.some(
              ({ what, why }) =>
                why !== '' &&
                what.includes(target) &&
                (what.includes(architecture) || !/x64|arm64/.test(what)),
            );
            expect([target, architecture, isBuilt !== isSaid]).toEqual([target, architecture, true]);
          }
        }
      }),
    );
  });

  test('only an AppImage has a stand-in for its runtime, and only where GitHub is out of reach', () => {
    fc.assert(
      fc.property(machines, (it) => {
        for (const { target, standInRuntime } of planTargets(it).builds)
          expect(standInRuntime).toBe(target === 'AppImage' && !it.githubAnswers);
      }),
    );
  });

  test('a missing tool is named with the package that Debian has it in', () => {
    const { leftOut } = planTargets(machine({ tools: new Set(['dpkg-deb']), githubAnswers: false }));
    const why = (what: string): string | undefined => leftOut.find((one) => one.what === what)?.why;
    expect(why('rpm (x64)')).toBe('there is no rpmbuild (Debian: apt-get install rpm)');
    expect(why('AppImage (x64)')).toContain('apt-get install squashfs-tools desktop-file-utils');
  });
});
