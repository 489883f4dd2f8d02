import dbus from 'dbus-native';
import * as v from 'valibot';

const NAME = 'org.freedesktop.secrets';
const PATH = '/org/freedesktop/secrets';
const NO_OBJECT = '/';

/** How the keyring of the session stands; `absent`: there is none yet, and whoever asks for one is asked for a password. */
export type KeyringState = 'open' | 'locked' | 'absent';

/**
 * The desktop's keyring, over a connection of our own to the session bus: it is asked whether it would ask somebody, which
 * the system's library does not tell. Every call answers when the service does, rejects without one, and never blocks.
 * https://specifications.freedesktop.org/secret-service-spec/0.2/
 */
export interface SecretService {
  state(): Promise<KeyringState>;
  /** Has the desktop ask its user to open the keyring, or to make one. Resolves when it has been asked to. */
  ask(): Promise<void>;
  end(): void;
}

/** @param busAddress `unix:path=…`; throws when it is none that can be dialled */
export function connectSecretService(busAddress: string): SecretService {
  const bus = dbus.createClient({ busAddress, timeout: 0, reconnect: { minDelay: 500, maxDelay: 30_000 } });
  // What it costs is seen by whoever asks next.
  bus.connection.on('error', () => {});
  bus.connection.on('handlerError', () => {});

  async function call(path: string, of: string, member: string, signature: string, body: unknown[]) {
    return await bus.invoke({ destination: NAME, path, interface: of, member, signature, body });
  }

  async function service(member: string, signature: string, body: unknown[]): Promise<unknown> {
    return await call(PATH, 'org.freedesktop.Secret.Service', member, signature, body);
  }

  async function keyring(): Promise<string> {
    return v.parse(v.string(), await service('ReadAlias', 's', ['default']));
  }

  return {
    async state() {
      const path = await keyring();
      if (path === NO_OBJECT) return 'absent';
      const property = ['org.freedesktop.Secret.Collection', 'Locked'];
      const isLocked = await call(path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', property);
      return v.parse(v.boolean(), isLocked) ? 'locked' : 'open';
    },
    async ask() {
      const path = await keyring();
      const label = { 'org.freedesktop.Secret.Collection.Label': new dbus.Variant('s', 'Default keyring') };
      const [, prompt] = v.parse(
        v.tuple([v.unknown(), v.string()]),
        path === NO_OBJECT
          ? await service('CreateCollection', 'a{sv}s', [label, 'default'])
          : await service('Unlock', 'ao', [[path]]),
      );
      if (prompt !== NO_OBJECT) await call(prompt, 'org.freedesktop.Secret.Prompt', 'Prompt', 's', ['']);
    },
    end: () => void bus.connection.end(),
  };
}
