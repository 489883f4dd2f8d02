import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  entryForFile,
  execValue,
  isNameable,
  tryExecValue,
} from '../../../../src-main/installed/desktop-entry.ts';
import { withoutProgram } from '../../../../src-main/installed/mime-default.ts';
import { ownAppImage } from '../../../../src-main/installed/own-appimage.ts';
import { xdgFolders } from '../../../../src-main/installed/xdg-folders.ts';

const PACKAGED = `[Desktop Entry]
Name=Ringside
Exec=AppRun --ozone-platform=x11 %U
Icon=ringside
MimeType=x-scheme-handler/ringside;
Actions=uninstall;

[Desktop Action uninstall]
Name=Remove
Exec=AppRun --uninstall
`;

const paths = fc
  .array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 4 })
  .map((parts) => `/${parts.map((part) => part.replaceAll(/[/\p{Cc}]/gu, '_')).join('/')}`);

/** A value of a desktop entry as text. */
const unescaped = (value: string): string =>
  value.replaceAll(/\\([\\sntr])/g, (_, letter: string) =>
    letter === 's' ? ' ' : letter === '\\' ? '\\' : '?',
  );

/** The first argument of a command line, as the specification has desktops read it. */
function program(exec: string): string {
  const [, plain, quoted = ''] = /^(?:([^"\s]\S*)|"((?:[^"\\]|\\.)*)")/s.exec(unescaped(exec)) ?? [];
  if (plain !== undefined) return plain;
  return quoted.replaceAll(/\\(["`$\\])/g, '$1').replaceAll('%%', '%');
}

describe('an entry that starts a file', () => {
  test('any path is one argument, and comes out as it went in', () => {
    fc.assert(
      fc.property(paths, (path) => {
        expect(program(execValue(path, '%U'))).toBe(path);
        expect(unescaped(tryExecValue(path))).toBe(path);
        expect(execValue(path, '')).not.toContain('\n');
      }),
    );
  });

  test('a path without anything special stands there as it is, for who knows no quotes', () => {
    const plain = fc.stringMatching(/^(\/[\w.+@-]{1,9}){1,4}$/);
    fc.assert(
      fc.property(plain, (path) => {
        expect(execValue(path, '%U')).toBe(`${path} %U`);
      }),
    );
    for (const special of [' ', '"', '$', '`', '\\', '%', '~', '*', '(', ';', '&', 'é'])
      expect(execValue(`/a${special}b`, '')).toMatch(/^"/);
  });

  test('whatever AppRun was to do, the file does, and nothing else is changed', () => {
    fc.assert(
      fc.property(paths, (path) => {
        const lines = entryForFile(PACKAGED, path, '/home/nora/icon.png').split('\n');
        expect(lines.filter((line) => line.includes('AppRun') && !path.includes('AppRun'))).toEqual([]);
        expect(lines[1]).toBe(`TryExec=${tryExecValue(path)}`);
        expect(lines[3]).toBe(`Exec=${execValue(path, '--ozone-platform=x11 %U')}`);
        expect(lines[4]).toBe('Icon=/home/nora/icon.png');
        expect(lines.slice(5, 10)).toEqual(PACKAGED.split('\n').slice(4, 9));
        expect(lines[10]).toBe(`Exec=${execValue(path, '--uninstall')}`);
      }),
    );
  });

  test('a path that would begin a line of its own has none', () => {
    expect(isNameable('/home/nora/Ringside\nExec=evil')).toBe(false);
    fc.assert(fc.property(paths, (path) => isNameable(path)));
  });
});

describe('the AppImage that we run from', () => {
  const file = '/home/nora/Ringside-x86_64.AppImage';
  const content = '/tmp/.mount_Ringsa1';
  test.runIf(process.platform === 'linux').each([
    ['our own', { APPIMAGE: file, APPDIR: content }, `${content}/ringside`, { file, content }],
    ['that of whoever started us', { APPIMAGE: file, APPDIR: content }, '/opt/Ringside/ringside', null],
    ['a folder beside it', { APPIMAGE: file, APPDIR: content }, `${content}2/ringside`, null],
    ['none', {}, '/opt/Ringside/ringside', null],
    ['half a word', { APPIMAGE: file }, `${content}/ringside`, null],
    ['no path', { APPIMAGE: 'Ringside', APPDIR: content }, `${content}/ringside`, null],
  ])('%s', (_, env, executable, expected) => {
    expect(ownAppImage(env, executable)).toEqual(expected);
  });
});

describe('the user’s folders', () => {
  test.each([
    [{}, '/home/n/.local/share', '/home/n/.config', '/home/n/.cache'],
    [{ XDG_DATA_HOME: '/d', XDG_CONFIG_HOME: '/c', XDG_CACHE_HOME: '/e' }, '/d', '/c', '/e'],
    [
      { XDG_DATA_HOME: 'd', XDG_CONFIG_HOME: '' },
      '/home/n/.local/share',
      '/home/n/.config',
      '/home/n/.cache',
    ],
  ])('%j', (env, data, config, cache) => {
    expect(xdgFolders(env, '/home/n')).toEqual({ data, config, cache });
  });
});

describe('which programs open what', () => {
  test.each([
    ['a=x.desktop;', 'a=x.desktop;'],
    ['[Default Applications]\na=ours.desktop\nb=y.desktop', '[Default Applications]\nb=y.desktop'],
    ['a=ours.desktop;x.desktop;', 'a=x.desktop;'],
    ['a=x.desktop;ours.desktop;', 'a=x.desktop;'],
    ['# a=ours.desktop', '# a=ours.desktop'],
    ['a=not-ours.desktop', 'a=not-ours.desktop'],
    ['', ''],
  ])('%j without ours is %j', (before, after) => {
    expect(withoutProgram(before, 'ours.desktop')).toBe(after);
  });

  test('what is not ours stays as it is, to the letter', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('ours.desktop'));
        expect(withoutProgram(text, 'ours.desktop')).toBe(text);
      }),
    );
  });
});
