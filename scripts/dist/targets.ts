/** What can be made of the app, by the name that electron-builder has for it. `dir` is the unpacked application. */
export const TARGETS = {
  linux: ['dir', 'tar.gz', 'deb', 'AppImage', 'rpm'],
  darwin: ['dmg', 'zip'],
  win32: ['nsis'],
} as const;

export type System = keyof typeof TARGETS;
export type Target = (typeof TARGETS)[System][number];
export const ARCHITECTURES = ['x64', 'arm64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** What a machine has, as far as it decides what can be built there. */
export interface Machine {
  readonly system: string;
  readonly architecture: string;
  /** Electron for another architecture, the runtime of AppImages and the tools of installers come from there. */
  readonly githubAnswers: boolean;
  /** By the names of their programs. */
  readonly tools: ReadonlySet<string>;
}

/** One file, or one folder, that is made. */
export interface Planned {
  readonly target: Target;
  readonly architecture: Architecture;
  /** The AppImage's real runtime is out of reach, and one takes its place that is good for tests alone. */
  readonly standInRuntime: boolean;
}

/** What is not made, said as one line. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
  /** Such packages are made on this kind of system, but not on this machine. */
  readonly ofThisSystem: boolean;
}

export interface Plan {
  readonly builds: readonly Planned[];
  readonly leftOut: readonly LeftOut[];
}

/** What Debian calls the package of each program. */
const PACKAGE_OF: Readonly<Record<string, string>> = {
  'dpkg-deb': 'dpkg',
  rpmbuild: 'rpm',
  mksquashfs: 'squashfs-tools',
  'desktop-file-validate': 'desktop-file-utils',
};

const NAMES: Readonly<Record<System, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

/** Programs that a target is made with, next to what npm brings. */
const MADE_WITH: Readonly<Partial<Record<Target, readonly string[]>>> = {
  deb: ['dpkg-deb'],
  rpm: ['rpmbuild'],
};
/** What stands in for electron-builder's own tools for AppImages, where those are out of reach. */
const FOR_STAND_IN_RUNTIME = ['mksquashfs', 'desktop-file-validate'];

/**
 * What this machine can build, and why it cannot build the rest.
 * @param wanted these targets alone; empty: all
 */
export function planTargets(machine: Machine, wanted: readonly string[] = []): Plan {
  const builds: Planned[] = [];
  const leftOut: LeftOut[] = [];
  for (const system of Object.keys(TARGETS).filter(isSystem)) {
    const targets = TARGETS[system].filter((target) => wanted.length === 0 || wanted.includes(target));
    if (targets.length === 0) continue;
    if (system !== machine.system) {
      const what = `${NAMES[system]} (${targets.join(', ')})`;
      leftOut.push({ what, why: elsewhere(system), ofThisSystem: false });
      continue;
    }
    for (const architecture of ARCHITECTURES) {
      if (architecture !== machine.architecture && !machine.githubAnswers) {
        const why = `Electron for ${architecture} comes from GitHub, which is out of reach`;
        leftOut.push({ what: `${architecture} (${targets.join(', ')})`, why, ofThisSystem: true });
        continue;
      }
      for (const target of targets) {
        const why = whyNot(machine, target);
        if (why === null) builds.push({ target, architecture, standInRuntime: standsIn(machine, target) });
        else leftOut.push({ what: `${target} (${architecture})`, why, ofThisSystem: true });
      }
    }
  }
  return { builds, leftOut };
}

function whyNot(machine: Machine, target: Target): string | null {
  if ((target === 'dmg' || target === 'nsis') && !machine.githubAnswers)
    return 'its tools come from GitHub, which is out of reach';
  const needed = [
    ...(MADE_WITH[target] ?? []),
    ...(standsIn(machine, target) ? FOR_STAND_IN_RUNTIME : []),
  ].filter((tool) => !machine.tools.has(tool));
  if (needed.length === 0) return null;
  const packages = needed.map((tool) => PACKAGE_OF[tool] ?? tool);
  return `there is no ${needed.join(' and no ')} (Debian: apt-get install ${packages.join(' ')})`;
}

function standsIn(machine: Machine, target: Target): boolean {
  return target === 'AppImage' && !machine.githubAnswers;
}

function elsewhere(system: System): string {
  switch (system) {
    case 'darwin':
      return 'built on macOS, whose tools sign and notarise it';
    case 'win32':
      return 'built on Windows, where it is signed and its installer is made';
    case 'linux':
      return 'built on Linux, with the package tools of Debian';
  }
}

function isSystem(name: string): name is System {
  return name in TARGETS;
}
