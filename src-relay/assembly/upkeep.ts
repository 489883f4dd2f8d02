import type { FileWatch } from '../files/file-watch.ts';
import { steadyClock } from '../journal/steady-clock.ts';
import { scheduleSweeps, type Sweeps } from '../journal/sweeping.ts';
import type { SignatureWatch } from '../webhook-secrets/signature-watch.ts';
import { whenTaken } from './duty.ts';
import type { OpenedCrm } from './crm-connection.ts';
import type { OpenedHub } from './hub.ts';
import type { Store } from './opened-store.ts';
import type { Opening } from './opening.ts';
import type { OpenedRecords } from './records.ts';

export const CONFIG_POLL_MS = 500;

/** Erases what is past its retention, again and again. */
export function startSweeps(opening: Opening, { sweep, duty }: Store): Sweeps {
  const { parts, closing, config, metrics, elapsed } = opening;
  const sweeps = scheduleSweeps({
    sweep,
    isMine: duty.isMine,
    retentionDays: () => config.current().retentionDays,
    isClockSteady: steadyClock(parts.now, elapsed),
    watch: {
      done: () => metrics.swept('done'),
      failed: (reason) => {
        metrics.swept('failed');
        parts.log.error({ reason }, 'what is past its retention could not be erased');
      },
    },
  });
  closing.add(sweeps.stop);
  closing.add(whenTaken(duty, sweeps.again));
  return sweeps;
}

/** Takes up every change of the config file. */
export function followConfig(
  opening: Opening,
  opened: Store & OpenedHub & Pick<OpenedCrm, 'crmConfigIs'> & OpenedRecords,
): FileWatch {
  const { parts, closing, config, trouble } = opening;
  const { journal, hub, policy, crmConfigIs, recordsConfigIs } = opened;
  const { log } = parts;
  const watch = config.watch(parts.configPollMs ?? CONFIG_POLL_MS, {
    changed: ({ config: next }) => {
      journal.write({ kind: 'config', config: next }).catch(trouble);
      if (policy.configIs(next)) hub.pushPolicy();
      crmConfigIs(next);
      recordsConfigIs(next);
      log.info('the config was reloaded');
    },
    refused: (reason) => log.error({ reason }, 'the changed config is refused; the old one stays'),
    missing: () => log.warn('the config file is gone; the old one stays until it is there again'),
  });
  closing.add(watch.stop);
  return watch;
}

/** Takes up every change of the webhook secrets' file. */
export function followSecrets(opening: Opening, signatures: SignatureWatch): FileWatch {
  const { parts, closing, secrets } = opening;
  const { log } = parts;
  const watch = secrets.watch(parts.configPollMs ?? CONFIG_POLL_MS, {
    changed: (all) => {
      signatures.secretsChanged();
      log.info({ secrets: all.map(({ fingerprint }) => fingerprint) }, 'the webhook secrets were changed');
    },
    refused: (reason) => log.error({ reason }, 'the secrets file is refused; what it held before stays'),
  });
  closing.add(watch.stop);
  return watch;
}
