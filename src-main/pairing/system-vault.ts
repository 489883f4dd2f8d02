import { safeStorage } from 'electron';
import type { Log } from '../log/log.ts';
import { sessionBusAddress } from '../notify/session-bus.ts';
import { createKeyringGate } from './keyring-gate.ts';
import { connectSecretService, type SecretService } from './secret-service.ts';
import { createVault, type StoragePort, type Vault } from './vault.ts';

/** This user's keychain, which never holds main up. */
export function systemVault(log: Log): Vault {
  const storage: StoragePort = safeStorage;
  const isSynchronous = storage.encryptStringAsync === undefined;
  if (process.platform !== 'linux' || !isSynchronous) return createVault(storage, process.platform);
  let gate: (() => Promise<void>) | null = null;
  return createVault(storage, process.platform, async () => {
    // Known only once the app is ready.
    if (storage.getSelectedStorageBackend() !== 'gnome_libsecret') return;
    gate ??= createKeyringGate({ service: dialled(log), log });
    await gate();
  });
}

function dialled(log: Log): SecretService | null {
  const address = sessionBusAddress(process.env);
  if (address === null) return null;
  try {
    return connectSecretService(address);
  } catch {
    log.warn('the session bus cannot be dialled');
    return null;
  }
}

/** Which keychain Electron uses, by its own word for it. */
export function systemKeychain(): string {
  if (process.platform === 'darwin') return 'keychain';
  if (process.platform === 'win32') return 'dpapi';
  return safeStorage.isEncryptionAvailable() ? safeStorage.getSelectedStorageBackend() : 'none';
}
