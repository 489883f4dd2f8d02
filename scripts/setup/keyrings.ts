import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import dbus from 'dbus-native';
import { endProcess } from './processes.mjs';
import { until } from '../../test/fixtures/until.ts';

const PASSWORD = 'correct horse';
const SECRETS = 'org.freedesktop.secrets';

/** A session bus of its own that starts nothing by itself, with a real keyring that can be locked, opened and changed. */
export interface Keyrings {
  readonly env: Readonly<Record<string, string>>;
  /** This keyring is the session's from here on; each is empty at first. */
  use(name: string, how?: 'open' | 'locked'): Promise<void>;
  /** Somebody types its password. */
  unlock(): Promise<void>;
  close(): Promise<void>;
}

export async function openKeyrings(): Promise<Keyrings> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-keyrings-'));
  const config = join(folder, 'bus.conf');
  await writeFile(config, busConfig(folder));
  const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const [said] = (await once(bus.stdout, 'data')) as [Buffer];
  const env = { DBUS_SESSION_BUS_ADDRESS: said.toString().trim(), RINGSIDE_KEYRING: 'own' };
  const client = dbus.createClient({ busAddress: env.DBUS_SESSION_BUS_ADDRESS, timeout: 0 });
  client.connection.on('error', () => {});
  const prompter = await silentPrompter(env);
  let daemon: ChildProcess | null = null;

  async function start(data: string, isOpen: boolean): Promise<void> {
    if (daemon !== null) await endProcess(daemon);
    await until('the keyring before to be gone', async () => !(await hasOwner()));
    const args = ['--foreground', '--components=secrets', `--control-directory=${join(data, 'control')}`];
    daemon = spawn('gnome-keyring-daemon', isOpen ? [...args, '--unlock'] : args, {
      env: { ...process.env, ...env, XDG_DATA_HOME: data },
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    daemon.stdin?.end(isOpen ? PASSWORD : '');
    await until('the keyring', async () => (await hasOwner()) && (await isLocked()) === !isOpen);
  }

  async function hasOwner(): Promise<boolean> {
    return (
      (await ask('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'NameHasOwner', 's', [SECRETS])) ===
      true
    );
  }

  async function isLocked(): Promise<unknown> {
    const property = ['org.freedesktop.Secret.Collection', 'Locked'];
    return await keyring(LOGIN, 'org.freedesktop.DBus.Properties', 'Get', 'ss', property).catch(() => null);
  }

  async function ask(
    destination: string,
    path: string,
    of: string,
    member: string,
    signature: string,
    body: unknown[],
  ) {
    return await client.invoke({ destination, path, interface: of, member, signature, body });
  }

  async function keyring(path: string, of: string, member: string, signature: string, body: unknown[]) {
    return await ask(SECRETS, path, of, member, signature, body);
  }

  return {
    env,
    async use(name, how = 'open') {
      const data = join(folder, name);
      // What was never opened has no keyring that could be locked.
      await start(data, true);
      if (how === 'locked') await start(data, false);
    },
    async unlock() {
      const none = new dbus.Variant('s', '');
      const opened = await keyring(SERVICE, 'org.freedesktop.Secret.Service', 'OpenSession', 'sv', [
        'plain',
        none,
      ]);
      const [, session] = opened as [unknown, string];
      const secret = [session, Buffer.alloc(0), Buffer.from(PASSWORD), 'text/plain'];
      const internal = 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface';
      await keyring(SERVICE, internal, 'UnlockWithMasterPassword', 'o(oayays)', [LOGIN, secret]);
    },
    async close() {
      await client.connection.end();
      for (const one of [daemon, prompter, bus]) if (one !== null) await endProcess(one);
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

const SERVICE = '/org/freedesktop/secrets';
const LOGIN = `${SERVICE}/collection/login`;

/** Whoever has a prompt shown waits for an answer that never comes. */
async function silentPrompter(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./silent-prompter.ts', import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  await once(child.stdout, 'data');
  child.kill('SIGSTOP');
  return child;
}

function busConfig(folder: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=${folder}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}
