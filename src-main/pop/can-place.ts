/**
 * Whether a program may say where its window is. On Wayland it may not, and what is shown lands anywhere; through
 * XWayland it may. Chromium takes Wayland by itself where there is one, unless it is told x11.
 * Source: https://www.electronjs.org/blog/tech-talk-wayland
 * @param ozone the value of `--ozone-platform`; '' when it is not given
 */
export function canPlaceWindows(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  ozone: string,
): boolean {
  if (platform !== 'linux') return true;
  if (ozone === 'x11') return Boolean(env['DISPLAY']);
  if (ozone === 'wayland') return false;
  return !isWaylandSession(env) && Boolean(env['DISPLAY']);
}

/** How a window of this process reaches the screen. @param ozone as above */
export function windowKind(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  ozone: string,
): 'native' | 'x11' | 'xwayland' | 'wayland' {
  if (platform !== 'linux') return 'native';
  if (!canPlaceWindows(env, platform, ozone)) return 'wayland';
  return isWaylandSession(env) ? 'xwayland' : 'x11';
}

function isWaylandSession(env: Readonly<Record<string, string | undefined>>): boolean {
  return env['XDG_SESSION_TYPE'] === 'wayland' || Boolean(env['WAYLAND_DISPLAY']);
}

/** The compositors that leave an X dock where it is and without the keyboard: Mutter, KWin and what is made of them. */
const WITH_DOCKS = new Set([
  'gnome',
  'kde',
  'unity',
  'pantheon',
  'budgie',
  'x-cinnamon',
  'cinnamon',
  'deepin',
]);

/**
 * Whether the window manager does as a dock asks. On X all do. In a Wayland session others (sway and its like) know no docks of
 * X: they float one in the middle and give it the keyboard.
 */
export function managesDocks(env: Readonly<Record<string, string | undefined>>): boolean {
  const desktops = (env['XDG_CURRENT_DESKTOP'] ?? '').toLowerCase().split(':');
  return !isWaylandSession(env) || desktops.some((one) => WITH_DOCKS.has(one));
}
