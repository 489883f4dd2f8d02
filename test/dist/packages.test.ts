import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageApp } from '../../scripts/dist.ts';
import { provisionElectron } from '../../scripts/setup/electron.ts';
import { ROOT } from '../../scripts/setup/places.mjs';
import { toolPath } from '../../scripts/setup/libraries.ts';
import { packagesCanBeMade, packagesForTests, type Packages } from '../fixtures/packages.ts';

const arm = process.arch === 'arm64';
const IMAGE_NAME = `Ringside-test-only-${arm ? 'arm64' : 'x86_64'}.AppImage`;
const said = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

describe.runIf(packagesCanBeMade())('the packages', () => {
  let folder: string;
  let packages: Packages;
  let installed: string;
  let image: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringside-packages-'));
    packages = await packagesForTests();
    installed = join(folder, 'deb');
    said('dpkg-deb', '-R', packages.deb, installed);
    image = join(folder, 'image');
    const all = ['AppRun', 'ringside.desktop', '.DirIcon', 'usr', 'resources'];
    said('unsquashfs', '-q', '-n', '-o', '4096', '-d', image, packages.appImage, ...all);
  });

  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  test('they have the names that others know them by', () => {
    const names = [packages.deb, packages.tarGz, packages.appImage].map((path) => path.split('/').at(-1));
    expect(names).toEqual([
      `ringside_${packages.version}_${arm ? 'arm64' : 'amd64'}.deb`,
      `ringside-${packages.version}-linux-${process.arch}.tar.gz`,
      IMAGE_NAME,
    ]);
  });

  test('the deb puts files into its own places alone, all root’s and none for others to write', () => {
    const lines = said('dpkg-deb', '-c', packages.deb).trim().split('\n');
    const files = lines.map((line) => {
      const [mode = '', owner = '', , , , path = ''] = line.split(/\s+/);
      return { mode, owner, path: path.slice(1) };
    });
    expect(files.filter(({ owner }) => owner !== 'root/root')).toEqual([]);
    expect(files.filter(({ mode }) => !mode.startsWith('l') && mode[8] === 'w')).toEqual([]);
    expect(files.filter(({ mode }) => mode.includes('s'))).toEqual([]);
    const places = files
      .filter(({ mode }) => !mode.startsWith('d'))
      .map(({ path }) => path)
      .filter((path) => !path.startsWith('/opt/Ringside/') && !path.startsWith('/usr/share/icons/hicolor/'));
    expect(places.sort()).toEqual([
      '/usr/bin/ringside',
      '/usr/share/applications/ringside.desktop',
      '/usr/share/doc/ringside/changelog.gz',
      '/usr/share/doc/ringside/copyright',
      '/usr/share/lintian/overrides/ringside',
      '/usr/share/man/man1/ringside.1.gz',
    ]);
  });

  test.runIf(toolPath('readelf') !== null)(
    'the deb depends on the package of each library that its programs name',
    () => {
      const depends = said('dpkg-deb', '-f', packages.deb, 'Depends');
      const programs = ['ringside', 'chrome-sandbox', 'chrome_crashpad_handler', 'libEGL.so', 'libGLESv2.so'];
      const named = programs.flatMap((program) =>
        [...said('readelf', '-d', join(packages.unpacked, program)).matchAll(/\(NEEDED\).*\[(.+)\]/g)].map(
          ([, name]) => name,
        ),
      );
      const foreign = [...new Set(named)].filter((name) => !/^(libffmpeg\.so|ld-linux.*)$/.test(name ?? ''));
      // Debian 13 says libgtk-3-0t64, and knows the other name too.
      const owners = said('dpkg', '-S', ...foreign.map((name) => `*/${name}`)).matchAll(
        /^([^:\s]+?)(t64)?:/gm,
      );
      const known = new Set(depends.split(/, | \| /).map((each) => each.split(' ')[0]));
      const unknown = [...owners].map(([, owner]) => owner).filter((owner) => !known.has(owner));
      expect(unknown).toEqual([]);
      expect(foreign.length).toBeGreaterThan(20);
    },
  );

  test('the desktop entries are valid and take pairing links', async () => {
    const entries = [
      join(installed, 'usr/share/applications/ringside.desktop'),
      join(image, 'ringside.desktop'),
    ];
    for (const entry of entries) {
      expect(said('desktop-file-validate', entry)).toBe('');
      const text = await readFile(entry, 'utf8');
      expect(text).toContain('\nMimeType=x-scheme-handler/ringside;\n');
      expect(text).toContain('\nStartupWMClass=ringside\n');
      expect(text).toContain('\nComment=Who is calling, before you pick up\n');
    }
    const text = await readFile(entries[0] ?? '', 'utf8');
    expect(text).toContain('\nExec=/opt/Ringside/ringside --ozone-platform=x11 %U\n');
  });

  test('an icon of each size lies where desktops look', async () => {
    for (const root of [installed, image]) {
      const sizes = await readdir(join(root, 'usr/share/icons/hicolor'));
      expect(sizes.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))).toEqual(
        [16, 22, 24, 32, 48, 64, 96, 128, 256, 512].map((size) => `${size}x${size}`),
      );
    }
  });

  test('the AppImage asks for Chromium’s sandbox wherever there can be one', async () => {
    const start = await readFile(join(image, 'AppRun'), 'utf8');
    expect(start).toContain('unshare -Ur true');
    expect(start).not.toMatch(/exec .*--no-sandbox/);
  });

  test('nothing tells the AppImage that it is a deb, nor the deb where the AppImage gets its updates', async () => {
    expect(await readdir(join(image, 'resources'))).not.toContain('package-type');
    const inDeb = await readdir(join(installed, 'opt/Ringside/resources'));
    expect(inDeb.sort()).toEqual(['LICENSES.ringside.txt', 'app.asar', 'apparmor-profile']);
  });

  test('the licences of all that ships are in it: of every package that is bundled, of Electron and of Chromium', async () => {
    const app = join(installed, 'opt/Ringside');
    const text = await readFile(join(app, 'resources/LICENSES.ringside.txt'), 'utf8');
    const modules = await Promise.all(
      ['client', 'main', 'preload'].map(
        async (name) =>
          JSON.parse(await readFile(join(ROOT, `dist/modules/${name}.json`), 'utf8')) as string[],
      ),
    );
    const bundled = new Set(
      modules.flat().map((file) => file.replace(/^.*node_modules\/((@[^/]+\/)?[^/]+)\/.*$/, '$1')),
    );
    expect(bundled.size).toBeGreaterThan(20);
    for (const name of bundled) expect(text).toMatch(new RegExp(`^${name} \\d[^ ]*: [\\w.-]+$`, 'm'));
    for (const said of ['The Inter Project Authors', 'The Libphonenumber Authors', 'Apache License'])
      expect(text).toContain(said);
    expect(await readFile(join(app, 'LICENSE.electron.txt'), 'utf8')).toContain('Electron');
    expect(await readFile(join(app, 'LICENSES.chromium.html'), 'utf8')).toContain('V8');
  });

  test('the feed names the AppImage with its hash', async () => {
    const feed = parse(await readFile(join(packages.folder, 'latest-linux.yml'), 'utf8'));
    const bytes = await readFile(packages.appImage);
    const sha512 = createHash('sha512').update(bytes).digest('base64');
    expect(feed).toMatchObject({
      version: packages.version,
      path: IMAGE_NAME,
      sha512,
    });
  });

  test('the deb’s scripts are for any shell', async () => {
    for (const script of ['postinst', 'postrm']) said('sh', '-n', join(installed, 'DEBIAN', script));
  });

  // It takes half a minute, and CI has no need to install it.
  test.runIf(process.env['RINGSIDE_LINTIAN'] === '1')('lintian finds nothing wrong with the deb', () => {
    const found = said('sh', '-c', 'lintian --allow-root "$0" || true', packages.deb);
    // Quickly made for tests; a release is compressed with xz.
    const rest = found.split('\n').filter((line) => line !== '' && !line.includes('malformed-deb-archive'));
    expect(rest).toEqual([]);
  });

  test('a release is refused with all that is wrong with it', async () => {
    const electron = await provisionElectron();
    const asked = packageApp({ ...electron, kind: 'copy' }, [
      '--release',
      '--targets=deb',
      `--output=${folder}/none`,
    ]);
    await expect(asked).rejects.toThrow(/this would be no release:\n.*is the copy for development and tests/);
  });
});
