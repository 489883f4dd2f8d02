import { CLOSE } from '../../src-shared/wire/protocol.ts';
import { controlDoor } from '../control/door.ts';
import { secretsStatus, type RelayStatus } from '../control/status.ts';
import { keepAddress } from '../control/address.ts';
import { controlToken } from '../control/token.ts';
import { acceptErrors } from '../http/accept-errors.ts';
import { addressReader } from '../config/addresses.ts';
import { limitConnections } from '../http/connections.ts';
import { HTTP_LIMITS } from '../http/limits.ts';
import { MISS_TEXT, missCounting } from '../http/misses.ts';
import { relayRoutes } from './routes.ts';
import { httpServer, listen, stopServer } from '../http/server.ts';
import { upgradeHandler } from '../hub/upgrade.ts';
import { logJoined } from '../groups/log.ts';
import { nobodyLog } from '../intake/nobody-log.ts';
import type { Sweeps } from '../journal/sweeping.ts';
import { TEST_CALL_ENDS_AFTER_MS } from '../test-call/door.ts';
import { VERSION } from '../settings/version.ts';
import { watchSignatures, type SignatureWatch } from '../webhook-secrets/signature-watch.ts';
import type { OpenedCrm } from './crm-connection.ts';
import type { OpenedHub } from './hub.ts';
import type { RelaysHere } from '../journal/shared.ts';
import type { Store } from './opened-store.ts';
import type { Opening } from './opening.ts';

/** How long requests that are under way may take when the relay stops. */
const GRACE_MS = 2000;
const NOBODY_EVERY_MS = 60_000;

export interface IntakeNeeds extends Store, OpenedHub, Pick<OpenedCrm, 'crmStatus'> {
  readonly sweeps: Sweeps;
  readonly whyNotReady: () => string[];
}

export interface OpenedIntake {
  /** The base address it listens at. */
  readonly url: string;
  readonly signatures: SignatureWatch;
}

/** Listens: Allo's webhooks go to the journal from now on, and devices to the hub. @throws ListenError */
export async function openIntake(opening: Opening, opened: IntakeNeeds): Promise<OpenedIntake> {
  const { settings, parts, closing, config, secrets, metrics, allowed, elapsed, stopping, trouble } = opening;
  const { journal, reader, hub, senders, sweeps, whyNotReady, crmStatus, relays } = opened;
  const { log, now } = parts;
  const isDraining = (): boolean => stopping() !== null;
  const signatures = watchSignatures(now);
  const limits = { ...HTTP_LIMITS, ...parts.limits };
  const addresses = addressReader(() => allowed().trustedProxies);
  const nobody = nobodyLog(NOBODY_EVERY_MS, (byTopic) =>
    log.warn({ byTopic }, 'events concern nobody: ringside-relay events nobody says whom Allo names'),
  );
  closing.add(nobody.stop);
  const routes = relayRoutes({
    secrets: secrets.current,
    signatures,
    heardNobody: nobody.heard,
    heardForgotten: () => log.info('an event for somebody who was forgotten was dropped'),
    heardJoining: (joined) => {
      metrics.joined(joined);
      logJoined(log, joined);
    },
    control: controlDoor(
      controlToken(settings.data, trouble),
      statusOf(opening, signatures, sweeps, crmStatus, relays),
    ),
    journal,
    metrics,
    limits,
    allowed,
    addresses,
    senders,
    now,
    elapsed,
    config: config.current,
    isDraining,
    whyNotReady,
    relays: () => relays?.all() ?? null,
    deviceWith: reader.deviceWith,
    epoch: reader.epoch,
    testCallEndsAfterMs: parts.testCallEndsAfterMs ?? TEST_CALL_ENDS_AFTER_MS,
    trouble,
  });
  const missed = missCounting(metrics.missed, (miss) => log.warn(miss, MISS_TEXT), elapsed);
  const server = httpServer(routes, limits, trouble, missed);
  limitConnections(server, allowed, addresses);
  server.on('upgrade', upgradeHandler({ hub, reader, isDraining, trouble }));
  closing.add(() => {
    const code = stopping() === 'restarting' ? CLOSE.restarting : CLOSE.goingAway;
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
  if (relays !== null) keepAddress(settings.data, url, trouble);
  await relays?.listeningAt(url);
  return { url, signatures };
}

/** What the command line beside it is told. */
function statusOf(
  { settings, parts, config, secrets }: Opening,
  signatures: SignatureWatch,
  sweeps: Sweeps,
  crmStatus: OpenedCrm['crmStatus'],
  relays: RelaysHere | null,
): () => RelayStatus {
  const startedAt = new Date(parts.now()).toISOString();
  return () => ({
    version: VERSION,
    startedAt,
    config: {
      file: settings.configFile,
      digest: config.digest(),
      refused: config.refused(),
      publicUrl: config.current().publicUrl ?? null,
    },
    secretsFile: { file: settings.secretsFile, refused: secrets.refused() },
    ...secretsStatus(secrets.kept(), signatures),
    sweepTrouble: sweeps.trouble(),
    crm: crmStatus(),
    relays: relays === null ? null : [...relays.all()],
  });
}
