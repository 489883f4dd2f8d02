import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toolPath } from '../../../../scripts/setup/libraries.ts';
import { ROOT } from '../../../../scripts/setup/places.mjs';

const canRun = process.platform === 'linux' && process.getuid?.() === 0;
const tool = canRun ? toolPath('dpkg-statoverride') : null;

let system: string;
beforeEach(() => void (system = mkdtempSync(join(tmpdir(), 'ringside-system-'))));
afterEach(() => rmSync(system, { recursive: true, force: true }));

const sandbox = () => join(system, 'opt/Ringside/chrome-sandbox');

/** The script as it is, on an installation of its own. */
function install(): void {
  const script = readFileSync(join(ROOT, 'build/linux/after-install.sh'), 'utf8')
    .replaceAll('/opt/Ringside', join(system, 'opt/Ringside'))
    .replaceAll('/etc/apparmor.d', join(system, 'etc/apparmor.d'))
    .replaceAll('/usr/share/applications', join(system, 'applications'));
  execFileSync('sh', ['-c', script, 'postinst', 'configure'], {
    env: { ...process.env, DPKG_ADMINDIR: join(system, 'dpkg') },
  });
}

test.runIf(tool !== null)(
  'what an administrator has said of the sandbox’s helper stays, with every upgrade',
  () => {
    mkdirSync(join(system, 'opt/Ringside'), { recursive: true });
    mkdirSync(join(system, 'applications'));
    mkdirSync(join(system, 'dpkg'));
    writeFileSync(sandbox(), '');
    install();
    expect([0o755, 0o4755]).toContain(statSync(sandbox()).mode & 0o7777);
    execFileSync(tool ?? '', [
      '--admindir',
      join(system, 'dpkg'),
      '--add',
      'root',
      'root',
      '0700',
      sandbox(),
    ]);
    // As dpkg unpacks it.
    chmodSync(sandbox(), 0o700);
    install();
    expect(statSync(sandbox()).mode & 0o7777).toBe(0o700);
  },
);
