import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { CLOSE } from '../src-shared/wire/protocol.ts';
import { keepCorrection, keptCorrection } from './clock/kept-correction.ts';
import { sendersClock } from './clock/senders-clock.ts';
import { closingOrder, type ClosingOrder } from './closing.ts';
import { loadConfig, watchConfig } from './config/file.ts';
import { policyKeeper } from './config/policy.ts';
import { controlDoor } from './control/door.ts';
import { secretsStatus, type RelayStatus } from './control/status.ts';
import { controlToken } from './control/token.ts';
import { lookOf } from './files/file-watch.ts';
import { HUB_BOUNDS, type HubBounds } from './hub/bounds.ts';
import { finishForgetting } from './forget/finishing.ts';
import { createHub } from './hub/hub.ts';
import { upgradeHandler } from './hub/upgrade.ts';
import { acceptErrors } from './http/accept-errors.ts';
import { addressReader } from './http/addresses.ts';
import { limitConnections } from './http/connections.ts';
import { HTTP_LIMITS, within, type HttpLimits } from './http/limits.ts';
import { MISS_TEXT, missCounting } from './http/misses.ts';
import { connectionsAllowed } from './http/open-files.ts';
import { relayRoutes } from './http/routes.ts';
import { httpServer, listen, stopServer } from './http/server.ts';
import { nobodyLog } from './intake/nobody-log.ts';
import { watchDirectory } from './journal/directory-watch.ts';
import { openJournal } from './journal/journal.ts';
import { lockFolder } from './journal/lock.ts';
import { openJournalReader } from './journal/reader.ts';
import { steadyClock } from './journal/steady-clock.ts';
import { diskOf } from './journal/standing.ts';
import { scheduleSweeps } from './journal/sweeping.ts';
import { watchEventLoop } from './metrics/event-loop.ts';
import { relayMetrics } from './metrics/metrics.ts';
import { TEST_CALL_ENDS_AFTER_MS } from './test-call/door.ts';
import type { RelaySettings } from './settings/settings.ts';
import { VERSION } from './version.ts';
import { keepSecrets } from './webhook-secrets/keeper.ts';
import { watchSignatures } from './webhook-secrets/signature-watch.ts';

export interface RelayParts {
  readonly log: Logger;
  /** Collects the metrics; one of its own for every relay. */
  readonly registry: Registry;
  /** The journal writer's entry file. */
  readonly workerUrl: URL;
  /** ms since 1970. */
  readonly now: () => number;
  readonly logLinesLost?: () => number;
  readonly bounds?: Partial<HubBounds>;
  readonly limits?: Partial<HttpLimits>;
  /** How often the config and the secrets file are looked at. */
  readonly configPollMs?: number;
  readonly testCallEndsAfterMs?: number;
}

/** Why the relay stops: it tells the apps whether it will be back at once. */
export type Stop = 'going-away' | 'restarting';

export interface Relay {
  /** The base address it listens at. */
  readonly url: string;
  /** Looks at the config and the secrets file now. */
  reload(): void;
  /** Drains: takes nothing new, commits what is pending, closes the sockets. Within 5 s. */
  close(stop?: Stop): Promise<void>;
}

const CONFIG_POLL_MS = 500;
/** How long requests that are under way may take when the relay stops. */
const GRACE_MS = 2000;
const NOBODY_EVERY_MS = 60_000;

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

const elapsed = (): number => performance.now();

async function open(settings: RelaySettings, parts: RelayParts, closing: ClosingOrder): Promise<Relay> {
  const { log, now } = parts;
  const trouble = (error: unknown): void => log.error({ err: error }, 'unexpected trouble');
  let draining: Stop | null = null;
  const isDraining = (): boolean => draining !== null;

  closing.add(lockFolder(settings.data));
  const startedAt = new Date(now()).toISOString();
  const configSeen = await lookOf(settings.configFile);
  let { config, digest } = await loadConfig(settings.configFile);
  let configRefused: string | null = null;
  const secrets = await keepSecrets(settings.secrets, settings.secretsFile);
  const signatures = watchSignatures(now);
  const metrics = relayMetrics(parts.registry, (metric, err) =>
    log.error({ metric, err }, 'no such metric now'),
  );

  const journal = await openJournal({
    folder: settings.data,
    workerUrl: parts.workerUrl,
    config,
    onCommit: metrics.committed,
    onTrouble: (reason) => log.error({ reason }, 'the journal cannot write: webhooks get 503'),
  });
  closing.add(journal.close);
  closing.add(finishForgetting({ folder: settings.data, workerUrl: parts.workerUrl, log }));
  const reader = openJournalReader(settings.data);
  closing.add(reader.close);

  const descriptors = connectionsAllowed() ?? Infinity;
  let allowed = within(descriptors, config.limits);
  const directorySeen = reader.directoryVersion();
  const policy = policyKeeper(config, reader.agents());
  const remembered = await keptCorrection(settings.data, now);
  const senders = sendersClock({ now, elapsed, remembered });
  closing.add(keepCorrection(settings.data, remembered, senders.correctionMs, now, trouble));
  const hub = createHub({
    reader,
    bounds: { ...HUB_BOUNDS, ...parts.bounds },
    limits: () => allowed,
    now,
    sendersNow: () => now() + senders.correctionMs(),
    elapsed,
    policy: policy.current,
    historyEvents: () => config.historyEvents,
    claim: (call, agent) => journal.write({ kind: 'claim', call, agent }),
    storeAcks: (acks) => journal.write({ kind: 'acks', acks }),
    watch: {
      replayed: metrics.replayed,
      tooSlow: metrics.tooSlow,
      tooMany: metrics.tooMany,
      pushed: metrics.pushed,
      trouble,
    },
  });
  closing.add(journal.onDeliveries(hub.publish));
  closing.add(
    journal.onRecovery(() => {
      log.info('the journal writes again');
      hub.lookAgain();
    }),
  );
  const loop = watchEventLoop();
  closing.add(loop.stop);
  const whyNotReady = (): string[] => [
    ...(isDraining() ? ['draining'] : []),
    ...(secrets.current().length === 0 ? ['no webhook secret is set'] : []),
    ...(journal.isWritable() ? [] : [`the journal cannot write: ${journal.trouble() ?? 'it is closed'}`]),
  ];
  metrics.gauges({
    loopDelay: loop.read,
    connected: hub.connected,
    clock: senders,
    pending: () => journal.pending().count,
    isWritable: journal.isWritable,
    isReady: () => whyNotReady().length === 0,
    standing: reader.standing,
    logLinesLost: parts.logLinesLost ?? (() => 0),
    disk: () => diskOf(settings.data),
  });

  const limits = { ...HTTP_LIMITS, ...parts.limits };
  const addresses = addressReader(() => allowed.trustedProxies);
  const publicUrl = (): string | undefined => config.publicUrl;
  const sweeps = scheduleSweeps({
    journal,
    retentionDays: () => config.retentionDays,
    isClockSteady: steadyClock(now, elapsed),
    watch: {
      done: () => metrics.swept('done'),
      failed: (reason) => {
        metrics.swept('failed');
        log.error({ reason }, 'what is past its retention could not be erased');
      },
    },
  });
  closing.add(sweeps.stop);
  const nobody = nobodyLog(NOBODY_EVERY_MS, (byTopic) =>
    log.warn({ byTopic }, 'events concern nobody: ringside-relay events nobody says whom Allo names'),
  );
  closing.add(nobody.stop);
  const status = (): RelayStatus => ({
    version: VERSION,
    startedAt,
    config: {
      file: settings.configFile,
      digest,
      refused: configRefused,
      publicUrl: config.publicUrl ?? null,
    },
    secretsFile: { file: settings.secretsFile, refused: secrets.refused() },
    ...secretsStatus(secrets.kept(), signatures),
    sweepTrouble: sweeps.trouble(),
  });
  const routes = relayRoutes({
    secrets: secrets.current,
    signatures,
    heardNobody: nobody.heard,
    heardForgotten: () => log.info('an event for somebody who was forgotten was dropped'),
    control: controlDoor(controlToken(settings.data, trouble), status),
    journal,
    metrics,
    limits,
    allowed: () => allowed,
    addresses,
    senders,
    now,
    elapsed,
    publicUrl,
    isDraining,
    whyNotReady,
    deviceWith: reader.deviceWith,
    epoch: reader.epoch,
    testCallEndsAfterMs: parts.testCallEndsAfterMs ?? TEST_CALL_ENDS_AFTER_MS,
    trouble,
  });
  const missed = missCounting(metrics.missed, (miss) => log.warn(miss, MISS_TEXT), elapsed);
  const server = httpServer(routes, limits, trouble, missed);
  limitConnections(server, () => allowed, addresses);
  server.on('upgrade', upgradeHandler({ hub, reader, isDraining, trouble }));
  closing.add(() => {
    const code = draining === 'restarting' ? CLOSE.restarting : CLOSE.goingAway;
    return Promise.all([stopServer(server, GRACE_MS), hub.close(code)]);
  });
  const url = await listen(server, settings.host, settings.port);
  const tellOfAccepting = acceptErrors(elapsed, (told) =>
    log.error(told, 'connections were not handed over'),
  );
  server.on('error', (error) => {
    metrics.notAccepted();
    tellOfAccepting(error);
  });
  await journal.write({ kind: 'listening', url });

  closing.add(
    watchDirectory(
      reader,
      directorySeen,
      parts.bounds?.directoryPollMs ?? HUB_BOUNDS.directoryPollMs,
      trouble,
      () => {
        hub.lookAgain();
        if (policy.agentsAre(reader.agents())) hub.pushPolicy();
      },
    ),
  );
  const everyMs = parts.configPollMs ?? CONFIG_POLL_MS;
  const configWatch = watchConfig(settings.configFile, configSeen, everyMs, {
    changed: (next) => {
      ({ config, digest } = next);
      configRefused = null;
      allowed = within(descriptors, config.limits);
      journal.write({ kind: 'config', config }).catch(trouble);
      if (policy.configIs(config)) hub.pushPolicy();
      log.info('the config was reloaded');
    },
    refused: (reason) => {
      configRefused = reason;
      log.error({ reason }, 'the changed config is refused; the old one stays');
    },
    missing: () => {
      configRefused = 'the file is gone';
      log.warn('the config file is gone; the old one stays until it is there again');
    },
  });
  closing.add(configWatch.stop);
  const secretsWatch = secrets.watch(everyMs, {
    changed: (all) => {
      signatures.secretsChanged();
      log.info({ secrets: all.map(({ fingerprint }) => fingerprint) }, 'the webhook secrets were changed');
    },
    refused: (reason) => log.error({ reason }, 'the secrets file is refused; what it held before stays'),
  });
  closing.add(secretsWatch.stop);
  log.info({ url }, 'listening');
  if (secrets.current().length === 0) {
    log.warn('no webhook secret is set: every webhook gets 503 (ringside-relay secrets add)');
  }
  return {
    url,
    reload: () => {
      configWatch.look();
      secretsWatch.look();
    },
    close: (stop = 'going-away') => {
      draining ??= stop;
      return closing.run();
    },
  };
}
