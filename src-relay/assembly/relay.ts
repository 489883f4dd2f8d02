import { openAllo } from './allo.ts';
import { openCrm } from './crm-connection.ts';
import { watchHealth } from './health.ts';
import { openHubSide } from './hub.ts';
import { openIntake } from './intake.ts';
import { sendAwayWhenCutOff } from './cut-off.ts';
import { followElsewhere } from './elsewhere.ts';
import { openStore } from './store.ts';
import type { Opening, RelayParts, Stop } from './opening.ts';
import { CONFIG_POLL_MS, followConfig, followSecrets, startSweeps } from './upkeep.ts';
import { openRecords } from './records.ts';
import { closingOrder, type ClosingOrder } from './closing.ts';
import { keepApiKey } from '../allo-key/keeper.ts';
import { keepConfig } from '../config/keeper.ts';
import { keepCrmSecret } from '../crm/secret-keeper.ts';
import { within } from '../http/limits.ts';
import { connectionsAllowed } from '../http/open-files.ts';
import { lockFolder } from '../sqlite/lock.ts';
import { relayMetrics } from '../metrics/metrics.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { StoreFault } from '../sql/sql.ts';
import { keepSecrets } from '../webhook-secrets/keeper.ts';

export interface Relay {
  /** The base address it listens at. */
  readonly url: string;
  /** Looks at the config and the secrets file now. */
  reload(): void;
  /** Drains: takes nothing new, commits what is pending, closes the sockets. Within 5 s. */
  close(stop?: Stop): Promise<void>;
}

/**
 * Starts a relay: intake -> journal -> hub.
 * @throws ConfigError, JournalError or ListenError, each with a message for the admin
 */
export async function startRelay(settings: RelaySettings, parts: RelayParts): Promise<Relay> {
  const closing = closingOrder((error) => parts.log.error({ err: error }, 'a step of closing failed'));
  try {
    return await open(settings, parts, closing);
  } catch (error) {
    await closing.run();
    throw error;
  }
}

/** Opens from the back to the front, so that nothing is taken in before it can be kept and told. */
async function open(settings: RelaySettings, parts: RelayParts, closing: ClosingOrder): Promise<Relay> {
  const { log } = parts;
  let stopping: Stop | null = null;
  closing.add(lockFolder(settings.data));
  const config = await keepConfig(settings.configFile);
  const secrets = await keepSecrets(settings.secrets, settings.secretsFile);
  const metrics = relayMetrics(parts.registry, (metric, err) => {
    // That PostgreSQL is away is said once, and not by each metric.
    const isTold =
      settings.store.kind === 'postgres' && err instanceof StoreFault && err.kind === 'unavailable';
    if (!isTold) log.error({ metric, err }, 'no such metric now');
  });
  const descriptors = connectionsAllowed() ?? Infinity;
  const opening: Opening = {
    settings,
    parts,
    closing,
    config,
    secrets,
    apiKey: await keepApiKey(settings.allo.apiKey, settings.allo.apiKeyFile),
    crmSecret: await keepCrmSecret(settings.crm.secret, settings.crm.secretFile),
    metrics,
    allowed: () => within(descriptors, config.current().limits),
    elapsed: () => performance.now(),
    stopping: () => stopping,
    trouble: (error) => log.error({ err: error }, 'unexpected trouble'),
  };

  const kept = await openStore(opening);
  const hubSide = { ...kept, ...(await openHubSide(opening, kept)), ...openCrm(opening, kept) };
  const opened = { ...hubSide, ...(await openRecords(opening, hubSide)) };
  const whyNotReady = watchHealth(opening, opened);
  const sweeps = startSweeps(opening, opened);
  const { followApiKey } = await openAllo(opening, opened);
  const { url, signatures } = await openIntake(opening, { ...opened, sweeps, whyNotReady });
  followElsewhere(opening, opened);
  sendAwayWhenCutOff(opening, opened);
  const watches = [
    followConfig(opening, opened),
    followSecrets(opening, signatures),
    opened.followCrmSecret(parts.configPollMs ?? CONFIG_POLL_MS),
    followApiKey(parts.configPollMs ?? CONFIG_POLL_MS),
  ];

  log.info({ url }, 'listening');
  if (secrets.current().length === 0) {
    log.warn('no webhook secret is set: every webhook gets 503 (ringside-relay secrets add)');
  }
  return {
    url,
    reload: () => watches.forEach((watch) => watch.look()),
    close: (stop = 'going-away') => {
      stopping ??= stop;
      return closing.run();
    },
  };
}
