import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Problem, say } from './problem.mjs';

/** Something a Linux must provide, under the name that Debian and Ubuntu give its package. */
interface Needed {
  readonly package: string;
  /** What shows that it is there: a shared library or a program. */
  readonly proof: { readonly library: string } | { readonly tool: string };
  /** Where it cannot be had, what needs it is left out, and says so. */
  readonly isOptional?: true;
}

/** What Electron loads, at start or on first use. */
const FOR_ELECTRON: readonly Needed[] = [
  { package: 'libgtk-3-0', proof: { library: 'libgtk-3.so.0' } },
  { package: 'libnss3', proof: { library: 'libnss3.so' } },
  { package: 'libasound2', proof: { library: 'libasound.so.2' } },
  { package: 'libgbm1', proof: { library: 'libgbm.so.1' } },
  { package: 'libxss1', proof: { library: 'libXss.so.1' } },
  { package: 'libatspi2.0-0', proof: { library: 'libatspi.so.0' } },
  { package: 'libnotify4', proof: { library: 'libnotify.so.4' } },
  { package: 'libsecret-1-0', proof: { library: 'libsecret-1.so.0' } },
];

/** A display where there is none: an X server, a session bus, and a window manager, without which nothing has focus. */
const FOR_A_DISPLAY: readonly Needed[] = [
  { package: 'xvfb', proof: { tool: 'Xvfb' } },
  { package: 'dbus', proof: { tool: 'dbus-daemon' } },
  { package: 'xfwm4', proof: { tool: 'xfwm4' } },
];

/** The tests type into another window, as a person would while a call comes in, and keep calls as a keyring seals them. */
const FOR_TESTS: readonly Needed[] = [
  { package: 'xdotool', proof: { tool: 'xdotool' } },
  { package: 'xterm', proof: { tool: 'xterm' } },
  { package: 'x11-xserver-utils', proof: { tool: 'xrandr' } },
  { package: 'xfce4-panel', proof: { tool: 'xfce4-panel' } },
  { package: 'dunst', proof: { tool: 'dunst' } },
  { package: 'libglib2.0-bin', proof: { tool: 'gdbus' } },
  { package: 'sway', proof: { tool: 'sway' } },
  { package: 'xwayland', proof: { tool: 'Xwayland' } },
  { package: 'grim', proof: { tool: 'grim' } },
  { package: 'foot', proof: { tool: 'foot' } },
  { package: 'wtype', proof: { tool: 'wtype' } },
  { package: 'gnome-keyring', proof: { tool: 'gnome-keyring-daemon' } },
  { package: 'gpg', proof: { tool: 'gpg' } },
  { package: 'gpg-agent', proof: { tool: 'gpg-agent' } },
  { package: 'rsync', proof: { tool: 'rsync' } },
  // A browser for the relay's page, and what it opens links of the app with.
  { package: 'chromium', proof: { tool: 'chromium' }, isOptional: true },
  { package: 'xdg-utils', proof: { tool: 'xdg-open' }, isOptional: true },
];

/** Makes and mounts an AppImage with the stand-in for its runtime, and checks desktop entries. */
const FOR_PACKAGES: readonly Needed[] = [
  { package: 'squashfs-tools', proof: { tool: 'mksquashfs' } },
  { package: 'squashfuse', proof: { tool: 'squashfuse' } },
  { package: 'fuse3', proof: { tool: 'fusermount3' } },
  { package: 'desktop-file-utils', proof: { tool: 'desktop-file-validate' } },
];

/** Building and running the relay's image. */
const FOR_THE_IMAGE: readonly Needed[] = [
  { package: 'podman', proof: { tool: 'podman' } },
  { package: 'runc', proof: { tool: 'runc' } },
];

/** Makes a small Debian to install the packages into. */
const FOR_A_DEBIAN: readonly Needed[] = [{ package: 'mmdebstrap', proof: { tool: 'mmdebstrap' } }];

/** Stands before several relays. */
const FOR_A_BALANCER: readonly Needed[] = [{ package: 'nginx', proof: { tool: 'nginx' } }];

export type Purpose = 'electron' | 'display' | 'tests' | 'packages' | 'image' | 'debian' | 'balancer';
const NEEDED = {
  electron: FOR_ELECTRON,
  display: FOR_A_DISPLAY,
  tests: FOR_TESTS,
  packages: FOR_PACKAGES,
  image: FOR_THE_IMAGE,
  debian: FOR_A_DEBIAN,
  balancer: FOR_A_BALANCER,
} as const;

/** Whether this machine lets us install packages of Debian. */
export function canInstall(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && toolPath('apt-get') !== null;
}

/**
 * Makes sure that Linux has what these purposes need: as root by apt-get, else by telling what to run. Does nothing
 * on other systems, and nothing when all is there.
 * @throws {Problem} no-library
 */
export function installLibraries(purposes: readonly Purpose[]): void {
  if (process.platform !== 'linux') return;
  const needed = purposes.flatMap((purpose) => NEEDED[purpose]);
  const missing = missingOf(needed);
  if (missing.length === 0) return;
  const required = namesOf(missing.filter(({ isOptional }) => isOptional !== true));
  if (!canInstall()) {
    if (required.length > 0) throw notInstalled(required);
    return;
  }
  say(`installing ${namesOf(missing).join(' ')} (apt-get) …`);
  aptGet(['update', '-q']);
  const wanted = missing.filter(({ package: name, isOptional }) => isOptional !== true || isKnown(name));
  aptGet(['install', '-y', '-q', '--no-install-recommends', ...namesOf(wanted).map(currentName)]);
  const still = namesOf(missingOf(missing.filter(({ isOptional }) => isOptional !== true)));
  if (still.length > 0) throw notInstalled(still);
}

function namesOf(needed: readonly Needed[]): string[] {
  return needed.map((one) => one.package);
}

/** Ubuntu's browsers are no packages of Debian's kind. */
function isKnown(name: string): boolean {
  const { status, stdout } = spawnSync('apt-cache', ['show', name], { encoding: 'utf8' });
  return status === 0 && stdout !== '';
}

function notInstalled(packages: readonly string[]): Problem {
  const how =
    toolPath('apt-get') === null
      ? `install what Debian calls: ${packages.join(' ')}`
      : `run: sudo apt-get update && sudo apt-get install --no-install-recommends ${packages.map(currentName).join(' ')}`;
  return new Problem('no-library', `this machine lacks what the app needs to run; ${how}`);
}

function missingOf(needed: readonly Needed[]): readonly Needed[] {
  const libraries = needed.some(({ proof }) => 'library' in proof) ? knownLibraries() : '';
  return needed.filter(({ proof }) =>
    'tool' in proof ? toolPath(proof.tool) === null : !libraries.includes(`${proof.library} `),
  );
}

function knownLibraries(): string {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((file) => existsSync(file)) ?? 'ldconfig';
  return spawnSync(ldconfig, ['-p'], { encoding: 'utf8' }).stdout ?? '';
}

/** Where a program is on the PATH; null when it is not. */
export function toolPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      continue;
    }
  }
  return null;
}

/** Debian 13 and Ubuntu 24.04 renamed libraries with a 64-bit time: libgtk-3-0t64. */
function currentName(name: string): string {
  if (!name.startsWith('lib')) return name;
  return isKnown(`${name}t64`) ? `${name}t64` : name;
}

function aptGet(args: readonly string[]): void {
  // Somebody else may be installing something at this very moment.
  const { status, stdout, stderr } = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) {
    throw new Problem('no-library', `apt-get ${args.join(' ')} failed:\n${stdout}${stderr}`.trim());
  }
}
