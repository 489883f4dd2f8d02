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
  const wayland = env['XDG_SESSION_TYPE'] === 'wayland' || Boolean(env['WAYLAND_DISPLAY']);
  return !wayland && Boolean(env['DISPLAY']);
}
