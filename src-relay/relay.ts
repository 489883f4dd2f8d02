import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { CLOSE } from '../src-shared/wire/protocol.ts';
import { PAIR_PATH, PAIR_RATES, pairingExchange } from './agents/pairing.ts';
import { loadConfig, watchConfig } from './config/file.ts';
import { policyKeeper } from './config/policy.ts';
import { HUB_BOUNDS, type HubBounds } from './hub/bounds.ts';
import { createHub, type Hub } from './hub/hub.ts';
import { AGENT_PATH, upgradeHandler } from './hub/upgrade.ts';
import { rateLimit } from './http/rate-limit.ts';
import { httpServer, listen, stopServer, type Handler } from './http/server.ts';
import { healthz, metricsPage, readyz, upgradeOnly } from './http/status.ts';
import { WEBHOOK_PATH, webhookIntake } from './intake/webhooks.ts';
import { watchDirectory } from './journal/directory-watch.ts';
import { openJournal } from './journal/journal.ts';
import { lockFolder } from './journal/lock.ts';
import { openJournalReader } from './journal/reader.ts';
import { scheduleSweeps } from './journal/sweeping.ts';
import { relayMetrics } from './metrics/metrics.ts';
import type { RelaySettings } from './settings/settings.ts';

export interface RelayParts {
  readonly log: Logger;
  /** Collects the metrics; one of its own for every relay. */
  readonly registry: Registry;
  /** The journal writer's entry file. */
  readonly workerUrl: URL;
  /** ms since 1970. */
  readonly now: () => number;
  readonly bounds?: Partial<HubBounds>;
  readonly configPollMs?: number;
}

/** Why the relay stops: it tells the apps whether it will be back at once. */
export type Stop = 'going-away' | 'restarting';

export interface Relay {
  /** The base address it listens at. */
  readonly url: string;
  /** Drains: nothing new, commit what is pending, close the sockets. Within 5 s. */
  close(stop?: Stop): Promise<void>;
}

const CONFIG_POLL_MS = 500;
const GRACE_MS = 2000;

/**
 * Starts a relay: intake -> journal -> hub.
 * @throws ConfigError, JournalError or ListenError, each with a message for the admin
 */
export async function startRelay(settings: RelaySettings, parts: RelayParts): Promise<Relay> {
  const { log, now } = parts;
  const bounds = { ...HUB_BOUNDS, ...parts.bounds };
  const trouble = (error: unknown): void => log.error({ err: error }, 'unexpected trouble');
  let config = await loadConfig(settings.configFile);
  let draining = false;
  const isDraining = (): boolean => draining;

  const unlock = lockFolder(settings.data);
  const undo: (() => unknown)[] = [unlock];
  try {
    // The hub needs the journal's reader, and the journal tells the hub: the journal only speaks once asked.
    let hub: Hub | null = null;
    const journal = await openJournal({
      folder: settings.data,
      workerUrl: parts.workerUrl,
      config,
      onDeliveries: (deliveries) => hub?.publish(deliveries),
      onCommit: (commands, ms) => metrics.committed(commands, ms),
      onTrouble: (reason) => log.error({ reason }, 'the journal cannot write: webhooks get 503'),
      onRecovery: () => log.info('the journal writes again'),
    });
    undo.unshift(() => journal.close());
    const reader = openJournalReader(settings.data);
    undo.splice(1, 0, () => reader.close());
    const metrics = relayMetrics(parts.registry, {
      connected: () => hub?.connected() ?? 0,
      pending: () => journal.pending().count,
    });
    const policy = policyKeeper(config, reader.agents());
    const sockets = (hub = createHub({
      reader,
      bounds,
      now,
      policy: policy.current,
      historyEvents: () => config.historyEvents,
      claim: (call, agent) => journal.write({ kind: 'claim', call, agent }),
      storeAcks: (acks) => journal.write({ kind: 'acks', acks }),
      watch: { replayed: metrics.replayed, tooSlow: metrics.tooSlow, pushed: metrics.pushed, trouble },
    }));

    const notReady = (): string[] => [
      ...(draining ? ['draining'] : []),
      ...(settings.secrets.length === 0 ? ['no webhook secret is set'] : []),
      ...(journal.isWritable() ? [] : ['the journal cannot write']),
    ];
    const intake = webhookIntake({
      secrets: settings.secrets,
      journal,
      now,
      isDraining,
      watch: { accepted: metrics.webhook, refused: metrics.refused, trouble },
    });
    const limit = rateLimit(PAIR_RATES, now);
    const publicUrl = (): string | undefined => config.publicUrl;
    const pairing = pairingExchange({ journal, limit, publicUrl, isDraining, trouble });
    const routes = new Map<string, Handler>([
      [WEBHOOK_PATH, intake],
      [PAIR_PATH, pairing],
      [AGENT_PATH, upgradeOnly()],
      ['/healthz', healthz()],
      ['/readyz', readyz(notReady)],
      ['/metrics', metricsPage(metrics)],
    ]);
    const server = httpServer(routes, trouble);
    server.on('upgrade', upgradeHandler({ hub: sockets, reader, isDraining }));
    const { url } = await listen(server, settings.host, settings.port);
    undo.unshift(() => stopServer(server, 0));
    await journal.write({ kind: 'listening', url });

    const stops = [
      watchDirectory(reader, bounds.directoryPollMs, trouble, () => {
        sockets.directoryChanged();
        if (policy.agentsAre(reader.agents())) sockets.pushPolicy();
      }),
      watchConfig(settings.configFile, parts.configPollMs ?? CONFIG_POLL_MS, {
        changed: (next) => {
          config = next;
          journal.write({ kind: 'config', config }).catch(trouble);
          if (policy.configIs(config)) sockets.pushPolicy();
          log.info('the config was reloaded');
        },
        refused: (reason) => log.error({ reason }, 'the changed config is refused; the old one stays'),
      }),
      scheduleSweeps(journal, () => config.retentionDays),
    ];
    log.info({ url, webhooks: settings.secrets.length > 0 }, 'listening');

    const close = async (stop: Stop = 'going-away'): Promise<void> => {
      if (draining) return;
      draining = true;
      for (const end of stops) end();
      const stopped = stopServer(server, GRACE_MS);
      await sockets.close(stop === 'restarting' ? CLOSE.restarting : CLOSE.goingAway);
      await stopped;
      await journal.close();
      reader.close();
      unlock();
    };
    return { url, close };
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
}
