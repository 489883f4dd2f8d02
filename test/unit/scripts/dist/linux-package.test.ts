import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPackageRequest } from '../../../../scripts/dist/linux/arguments.ts';
import { changelogOf, controlFile } from '../../../../scripts/dist/linux/control.ts';

/** As electron-builder 26 calls fpm. */
const ARGS: readonly string[] = [
  '-s',
  'dir',
  '--force',
  '-t',
  'deb',
  '-d',
  'libgtk-3-0t64 | libgtk-3-0',
  '-d',
  'libnss3',
  '--deb-recommends',
  'libayatana-appindicator3-1',
  '--deb-compression',
  'xz',
  '--architecture',
  'amd64',
  '--after-install',
  '/tmp/after-install',
  '--after-remove',
  '/tmp/after-remove',
  '--description',
  'Shows who is calling\n What the desktop says',
  '--version',
  '1.2.3~dev',
  '--package',
  '/tmp/out.deb',
  '--name',
  'ringside',
  '--maintainer',
  'Us <us@ringside.example>',

  '--vendor',
  'Us',
  '--url',
  'https://ringside.example/',
  '--category',
  'net',
  '--deb-priority',
  'optional',
  '--license',
  'UNLICENSED',
  '/tmp/linux-unpacked/=/opt/Ringside',
  '/tmp/a=b.png=/usr/share/a.png',
];

describe('what electron-builder asks for', () => {
  test('is read', () => {
    expect(readPackageRequest(ARGS)).toMatchObject({
      kind: 'deb',
      name: 'ringside',
      version: '1.2.3~dev',
      depends: ['libgtk-3-0t64 | libgtk-3-0', 'libnss3'],
      recommends: ['libayatana-appindicator3-1'],
      placed: [
        { from: '/tmp/linux-unpacked/', to: '/opt/Ringside' },
        { from: '/tmp/a=b.png', to: '/usr/share/a.png' },
      ],
    });
  });

  test('is refused when it says something new, and when something is missing', () => {
    expect(() => readPackageRequest([...ARGS, '--new', 'x'])).toThrow('--new');
    const without = ARGS.toSpliced(ARGS.indexOf('--version'), 2);
    expect(() => readPackageRequest(without)).toThrow('--version is missing');
    expect(() => readPackageRequest([...ARGS, '--last'])).toThrow('--last has no value');
  });
});

describe('what dpkg knows of the package', () => {
  const request = readPackageRequest(ARGS);

  test('one field a line, and no line of a description that would begin another field', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 70 })), (lines) => {
        const control = controlFile(request, lines.join('\n'), 1000);
        const [fields = '', description = ''] = control.split('Description: ');
        expect(
          fields
            .trimEnd()
            .split('\n')
            .every((line) => /^[A-Z][A-Za-z-]+: \S/.test(line)),
        ).toBe(true);
        const [synopsis, ...rest] = description.trimEnd().split('\n');
        expect(synopsis).toBe('Shows who is calling');
        expect(rest.every((line) => /^ \S/.test(line))).toBe(true);
      }),
    );
  });

  test('the changelog names the version, who made it and when', () => {
    expect(changelogOf(request, new Date('2026-11-29T12:00:00Z'))).toBe(
      `ringside (1.2.3~dev) stable; urgency=medium

  * Ringside 1.2.3~dev. What is new: https://ringside.example/

 -- Us <us@ringside.example>  Sun, 29 Nov 2026 12:00:00 +0000
`,
    );
  });
});
