import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** What of a Linux session can be reached. */
export interface DisplayServers {
  /** An X server: the session's own, or XWayland. */
  readonly x11: boolean;
  readonly wayland: boolean;
}

export interface StartedFor {
  /** The value of `--ozone-platform` that Chromium goes by, which it may have chosen itself; '': its default. */
  readonly ozone: string;
  /** What this program was started with. */
  readonly argv: readonly string[];
  readonly env: Env;
  readonly servers: DisplayServers;
}

/**
 * Whether this process has to be another one, since Chromium has chosen how windows reach the screen before any code of ours
 * runs: through X where it can be had, for only there a card can be placed, and natively where there is no X, for there
 * Chromium would end the app. What somebody asked for by name is left as it is, unless it cannot be had.
 * @returns null: as it is
 */
export function otherPlatform({ ozone, argv, env, servers }: StartedFor): 'x11' | 'wayland' | null {
  if (!servers.wayland) return null;
  if (!servers.x11) return ozone === 'wayland' ? null : 'wayland';
  const asked =
    argv.includes('--ozone-platform=wayland') || env['ELECTRON_OZONE_PLATFORM_HINT'] === 'wayland';
  return ozone === 'x11' || asked ? null : 'x11';
}

/** The arguments to be started with for that. @param argv with the program itself */
export function argumentsFor(platform: 'x11' | 'wayland', argv: readonly string[]): readonly string[] {
  const others = argv.slice(1).filter((one) => !/^--ozone-platform(-hint)?=/.test(one));
  return [`--ozone-platform=${platform}`, ...others];
}

/** Looks which there are, without connecting. */
export function displayServers(
  env: Env,
  sockets: () => string = () => readFileSync('/proc/net/unix', 'utf8'),
  exists: (path: string) => boolean = existsSync,
): DisplayServers {
  return { x11: hasX(env['DISPLAY'] ?? '', sockets), wayland: hasWayland(env, exists) };
}

function hasX(display: string, sockets: () => string): boolean {
  if (display === '') return false;
  const number = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(display)?.[1];
  // One of another machine, through ssh, is believed.
  if (number === undefined) return true;
  try {
    // 00010000: somebody listens.
    return new RegExp(`\\s00010000\\s.*\\s@?/tmp/\\.X11-unix/X${number}$`, 'm').test(sockets());
  } catch {
    return true;
  }
}

function hasWayland(env: Env, exists: (path: string) => boolean): boolean {
  const name = env['WAYLAND_DISPLAY'];
  if (name === undefined || name === '') return false;
  if (isAbsolute(name)) return exists(name);
  return env['XDG_RUNTIME_DIR'] !== undefined && exists(join(env['XDG_RUNTIME_DIR'], name));
}
