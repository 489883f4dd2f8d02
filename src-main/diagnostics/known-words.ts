/** Desktops by the names that they give themselves (https://specifications.freedesktop.org/menu-spec/latest/onlyshowin-registry.html). */
const DESKTOPS = new Set(
  [
    'Budgie Cinnamon COSMIC Deepin DDE EDE Endless Enlightenment GNOME GNOME-Classic GNOME-Flashback Hyprland KDE LXDE',
    'LXQt MATE Old Pantheon Razor ROX Sugar sway TDE Unity Unity7 X-Cinnamon XFCE i3 labwc niri river wlroots weston',
    'ubuntu zorin pop awesome bspwm openbox',
  ].flatMap((line) => line.toLowerCase().split(' ')),
);

/** Systems by the `ID` of os-release(5). */
const SYSTEMS = new Set(
  [
    'debian ubuntu linuxmint pop zorin elementary neon fedora rhel centos rocky almalinux ol opensuse-leap',
    'opensuse-tumbleweed sles arch manjaro endeavouros nixos gentoo alpine void kali raspbian tuxedo',
  ].flatMap((line) => line.split(' ')),
);

const OTHER = 'other';

/** The desktops in `XDG_CURRENT_DESKTOP`, which anybody can set to anything. */
export function knownDesktop(said: string | undefined): string {
  if (said === undefined || said === '') return 'unknown';
  return said
    .split(':')
    .slice(0, 4)
    .map((one) => (DESKTOPS.has(one.toLowerCase()) ? one : OTHER))
    .join(':');
}

/** Which Linux it is, out of os-release(5): its kind and version, and not what its owner calls it. */
export function knownSystem(release: string): string {
  const field = (name: string): string =>
    new RegExp(`^${name}=["']?([^"'\\n]*)["']?$`, 'm').exec(release)?.[1] ?? '';
  const id = SYSTEMS.has(field('ID')) ? field('ID') : OTHER;
  const version = /^\d{1,4}(\.\d{1,4}){0,2}$/.test(field('VERSION_ID')) ? ` ${field('VERSION_ID')}` : '';
  return `${id}${version}`;
}

/** A locale as `fr-FR`. */
export function knownLocale(said: string): string {
  return /^[a-z]{2,3}([-_][A-Z][a-z]{3})?([-_]([A-Z]{2}|\d{3}))?$/.test(said) ? said : OTHER;
}

/** A version: numbers and points, and what a build of a kernel or a browser adds. */
export function knownVersion(said: string): string {
  return /^\d{1,5}(\.\d{1,5}){0,3}/.exec(said)?.[0] ?? OTHER;
}

/** One of these, and nothing else. */
export function oneOf<T extends string>(among: readonly T[], said: string | undefined): T | 'other' {
  return among.find((one) => one === said) ?? OTHER;
}
