import { safeStorage } from 'electron';
import type { Log } from '../log/log.ts';
import { createKeyringGate } from './keyring-gate.ts';
import { connectSecretService, type SecretService } from './secret-service.ts';
import { createVault, type StoragePort, type Vault } from './vault.ts';

/**
 * This user's keychain, which never holds main up.
 * @param sessionBus where a Linux session's bus is; null: there is none to be found
 */
export function systemVault(sessionBus: () => string | null, log: Log): Vault {
  const storage: StoragePort = safeStorage;
  const isSynchronous = storage.encryptStringAsync === undefined;
  if (process.platform !== 'linux' || !isSynchronous) return createVault(storage, process.platform);
  let gate: (() => Promise<void>) | null = null;
  return createVault(storage, process.platform, async () => {
    // Known only once the app is ready.
    if (storage.getSelectedStorageBackend() !== 'gnome_libsecret') return;
    gate ??= createKeyringGate({ service: dialled(sessionBus(), log), log });
    await gate();
  });
}

function dialled(address: string | null, log: Log): SecretService | null {
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
