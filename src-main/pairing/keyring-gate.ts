import { codeOf, type Log } from '../log/log.ts';
import type { SecretService } from './secret-service.ts';

/** An open keyring is noticed within this time. */
const LOOK_EVERY_MS = 1_000;

export interface KeyringGateOptions {
  /** Null: there is no bus. */
  readonly service: Pick<SecretService, 'state' | 'ask'> | null;
  readonly log: Log;
  readonly lookEveryMs?: number;
}

/**
 * Lets through whoever wants to use the keyring once that asks nobody: where it is locked, or there is none yet, the desktop
 * is asked once to put that to its user, and the gate opens when the keyring does, however that came about. Where no
 * service answers for one, it opens at once: then nobody asks either.
 */
export function createKeyringGate({ service, log, lookEveryMs = LOOK_EVERY_MS }: KeyringGateOptions) {
  let opening: Promise<void> | null = null;
  let hasAsked = false;

  async function open(): Promise<void> {
    while (!(await isOpen())) await new Promise((resolve) => setTimeout(resolve, lookEveryMs).unref());
  }

  async function isOpen(): Promise<boolean> {
    if (service === null) return true;
    try {
      const state = await service.state();
      if (state === 'open') return true;
      if (!hasAsked) {
        hasAsked = true;
        log.warn('the keyring has to be opened first', { state });
        service.ask().catch(notAsked);
      }
      return false;
    } catch (error) {
      log.warn('there is no keyring to ask', { code: codeOf(error) });
      return true;
    }
  }

  function notAsked(error: unknown): void {
    log.warn('the desktop cannot ask for the keyring', { code: codeOf(error) });
  }

  return async (): Promise<void> => {
    opening ??= open().finally(() => (opening = null));
    await opening;
  };
}
