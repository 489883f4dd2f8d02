import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { toolPath } from './libraries.ts';
import { endWithUs } from './processes.mjs';

const READY_WITHIN_MS = 10_000;
const ASK_AGAIN_AFTER_MS = 100;

/** What tells the tests that the keyring is ours: an agent's own is never written to. */
export const OWN_KEYRING = { RINGSIDE_KEYRING: 'own' } as const;

/** Whether a program with this environment reaches a keyring that `startKeyring` started. */
export function isOwnKeyring(env: Readonly<Record<string, string | undefined>>): boolean {
  return env['RINGSIDE_KEYRING'] === OWN_KEYRING.RINGSIDE_KEYRING;
}

/**
 * Starts a keyring (Secret Service) of our own on a private session bus, unlocked with a password that nobody knows.
 * @param folder where it keeps what it is given
 * @param env with the address of the bus
 * @returns null where gnome-keyring is not installed, or does not start
 */
export async function startKeyring(folder: string, env: NodeJS.ProcessEnv): Promise<ChildProcess | null> {
  if (toolPath('gnome-keyring-daemon') === null) return null;
  const data = join(folder, 'keyring');
  mkdirSync(data, { mode: 0o700 });
  const control = `--control-directory=${join(data, 'control')}`;
  const daemon = spawn(
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets', control],
    {
      env: { ...env, XDG_DATA_HOME: data },
      stdio: ['pipe', 'ignore', 'ignore'],
      // Out of reach of the terminal's Ctrl-C, as the display is.
      detached: true,
    },
  );
  endWithUs(daemon.on('error', () => undefined));
  daemon.stdin.end(randomBytes(24).toString('hex'));
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!isUnlocked(env)) {
    if (Date.now() > deadline || daemon.exitCode !== null) {
      daemon.kill();
      return null;
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER_MS));
  }
  return daemon;
}

/** Asks without letting the bus start another one. */
function isUnlocked(env: NodeJS.ProcessEnv): boolean {
  const call = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const owned = spawnSync(
    'dbus-send',
    [...call, 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'],
    { env, encoding: 'utf8' },
  );
  if (!owned.stdout?.includes('boolean true')) return false;
  const collection = '/org/freedesktop/secrets/aliases/default';
  const ask = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', collection];
  const property = ['string:org.freedesktop.Secret.Collection', 'string:Locked'];
  const locked = spawnSync('dbus-send', [...ask, 'org.freedesktop.DBus.Properties.Get', ...property], {
    env,
    encoding: 'utf8',
  });
  return locked.stdout?.includes('boolean false') ?? false;
}
