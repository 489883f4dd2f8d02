import { crmStatusOf, type CrmStatus } from '../control/crm-status.ts';
import { keepCrm, type CrmKeeperParts } from '../crm/asking/keeper.ts';
import type { CrmKeeper } from '../crm/asking/connected.ts';
import { propertiesOf } from '../crm/asking/properties.ts';
import { ADAPTERS } from './crm-adapters.ts';
import type { CrmSecret } from '../crm/contract.ts';
import { sealingWith, type Sealing } from '../crm/resolving/sealing.ts';
import type { FileWatch } from '../files/file-watch.ts';
import { crmMetrics, type CrmMetrics } from '../metrics/crm.ts';
import type { RelayConfig } from '../config/schema.ts';
import type { Store } from './opened-store.ts';
import type { Opening } from './opening.ts';

export interface OpenedCrm {
  readonly crm: CrmKeeper;
  readonly crmStatus: () => CrmStatus;
  readonly crmConfigIs: (config: RelayConfig) => void;
  /** Seals what goes to other relays with the secret that is in force; null: there is none. */
  readonly sealing: () => Sealing | null;
  /** Takes up every change of the secret's file. */
  followCrmSecret(everyMs: number): FileWatch;
}

/** Connects to the team's CRM, if config and secret lead to one. Nothing of the relay waits for it. */
export function openCrm(opening: Opening, { relays }: Pick<Store, 'relays'>): OpenedCrm {
  const { settings, parts, closing, config, crmSecret: secret, elapsed, trouble } = opening;
  const { log, now, registry } = parts;
  const metrics = crmMetrics(registry);
  const crm = keepCrm(
    {
      adapters: ADAPTERS,
      origins: settings.crm.origins,
      propertiesOf,
      relays: () => relays?.all().length ?? 1,
      elapsed,
      now,
      log,
      watch: watched(metrics, log),
      trouble,
    },
    config.current(),
    secret.current(),
  );
  closing.add(crm.close);
  metrics.gauges(crm.state);
  return {
    crm,
    crmStatus: () => crmStatusOf(crm.state(), { file: settings.crm.secretFile, refused: secret.refused() }),
    crmConfigIs: crm.configIs,
    sealing: sealingOf(() => secret.current()?.secret ?? null),
    followCrmSecret: (everyMs) => {
      const watch = secret.watch(everyMs, {
        changed: () => crm.secretIs(secret.current()),
        refused: (reason) =>
          log.error({ reason }, "the CRM secret's file is refused; what it held before stays"),
      });
      closing.add(watch.stop);
      return watch;
    },
  };
}

/** Made once for each secret. */
function sealingOf(current: () => CrmSecret | null): () => Sealing | null {
  let made: { readonly of: CrmSecret; readonly sealing: Sealing } | null = null;
  return () => {
    const secret = current();
    if (secret === null) return null;
    if (made?.of !== secret) made = { of: secret, sealing: sealingWith(secret) };
    return made.sealing;
  };
}

/** Counts every question, and tells of it in the log for who looks closely: never what was asked for. */
function watched(metrics: CrmMetrics, log: Opening['parts']['log']): CrmKeeperParts['watch'] {
  return {
    answered: (read, ms) => {
      metrics.answered(read, ms);
      log.debug({ read, ms: Math.round(ms) }, 'the CRM answered');
    },
    failed: (read, fault, ms) => {
      metrics.failed(read, fault, ms);
      const { trouble } = fault;
      log.debug({ read, trouble, ms: ms === null ? null : Math.round(ms) }, 'the CRM did not answer');
    },
  };
}
