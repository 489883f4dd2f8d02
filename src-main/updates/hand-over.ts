import { spawn } from 'node:child_process';

/**
 * Waits until the app has ended, which closes this script's input, and starts the new one. As long as the one before
 * lies beside it, the new one is on trial: when it dies twice, the one before takes its place again, and is started.
 * The new one takes it away once it is known to live. Where the screen is gone, the session has ended, and nothing is
 * known of the new one.
 */
const SCRIPT = `
app=$1; previous=$2; shift 2
read -r nothing
[ -e "$previous" ] || exec "$app" "$@"
for try in 1 2; do
  "$app" "$@" </dev/null && exit 0
  [ -e "$previous" ] || exit 0
done
case $DISPLAY in
:[0-9]*)
  number=\${DISPLAY#:}; screen=/tmp/.X11-unix/X\${number%%.*}
  [ -S "$screen" ] || grep -qs "@$screen$" /proc/net/unix || exit 0 ;;
'')
  case $WAYLAND_DISPLAY in
  '') ;;
  /*) [ -S "$WAYLAND_DISPLAY" ] || exit 0 ;;
  *) [ -S "$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY" ] || exit 0 ;;
  esac ;;
esac
mv -f "$previous" "$app" && exec "$app" "$@" </dev/null
`;

/** What is started in place of this app once that has ended. */
export interface HandOver {
  readonly path: string;
  readonly previous: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** @throws when the system starts no shell */
export async function handOver({ path, previous, args, env }: HandOver): Promise<void> {
  const waiting = spawn('/bin/sh', ['-c', SCRIPT, 'ringside-update', path, previous, ...args], {
    // The folder that the app was started in may be that of the AppImage's mount.
    cwd: '/',
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await new Promise<void>((resolve, reject) => {
    waiting.once('spawn', resolve);
    waiting.once('error', reject);
  });
  waiting.unref();
}

/** What an AppImage's runtime and its start script set for this app alone. */
const OF_ONE_START = new Set(['APPIMAGE', 'APPDIR', 'ARGV0', 'OWD']);

/** The environment as it was outside of the AppImage: without the folders of a mount that is gone by then. */
export function environmentOutside(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const inside = env['APPDIR'] ?? '';
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || OF_ONE_START.has(name)) continue;
    if (inside === '' || !value.includes(inside)) {
      kept[name] = value;
      continue;
    }
    const outside = value.split(':').filter((part) => part !== inside && !part.startsWith(`${inside}/`));
    if (outside.some((part) => part !== '')) kept[name] = outside.join(':');
  }
  return kept;
}

/** The switches that it was started with, each once. A pairing link among its arguments has been taken already. */
export function switchesOf(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const args = argv.slice(1, end === -1 ? undefined : end);
  return [...new Set(args.filter((arg) => arg.startsWith('--')))];
}
