import type { Topic } from '../../src-shared/allo/events.ts';
import { PAIR_PATH, pairingExchange } from '../pairing/exchange.ts';
import { CONTROL_PATH } from '../control/door.ts';
import { AGENT_PATH } from '../hub/upgrade.ts';
import type { SendersClock } from '../clock/senders-clock.ts';
import { openAdmission } from '../intake/admission.ts';
import type { Secret } from '../webhook-secrets/signature.ts';
import { WEBHOOK_PATH, webhookIntake } from '../intake/webhooks.ts';
import { GROUP_PAIR_PATH, groupPairingExchange } from '../pairing/group-exchange.ts';
import type { Joined } from '../groups/joining.ts';
import type { Limits } from '../config/limits.ts';
import type { RelayConfig } from '../config/schema.ts';
import type { WebhookOutcome } from '../journal/commands.ts';
import { JOIN_PATH, joinDoor } from '../join/door.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { RelayHere } from '../journal/shared.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { metricsPage } from '../metrics/page.ts';
import { TEST_CALL_PATH, testCallDoor } from '../test-call/door.ts';
import type { SignatureWatch } from '../webhook-secrets/signature-watch.ts';
import type { Addresses } from '../config/addresses.ts';
import { bodyRoom } from '../http/body-room.ts';
import { insideOnly } from '../http/inside.ts';
import type { HttpLimits } from '../http/limits.ts';
import { rateLimit, type Rates } from '../http/rate-limit.ts';
import type { Handler } from '../http/server.ts';
import { healthz, readyz, upgradeOnly } from '../http/status.ts';

export interface RoutesParts {
  /** Webhook secrets that are in force now. */
  readonly secrets: () => readonly Secret[];
  readonly signatures: SignatureWatch;
  readonly heardNobody: (topic: Topic) => void;
  /** Something came for somebody who was forgotten, and was dropped. */
  readonly heardForgotten: () => void;
  /** A computer asked to be paired by its group's token. */
  readonly heardJoining: (joined: Joined) => void;
  readonly control: Handler;
  readonly journal: Journal;
  readonly metrics: Metrics;
  readonly limits: HttpLimits;
  /** The admin's. */
  readonly allowed: () => Limits;
  readonly addresses: Addresses;
  readonly senders: SendersClock;
  readonly now: () => number;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  readonly config: () => RelayConfig;
  readonly isDraining: () => boolean;
  /** Every reason why webhooks cannot be accepted now. */
  readonly whyNotReady: () => readonly string[];
  /** Those that share the journal; null: none can. */
  readonly relays: () => readonly RelayHere[] | null;
  readonly trouble: (error: unknown) => void;
  readonly deviceWith: JournalReader['deviceWith'];
  readonly epoch: JournalReader['epoch'];
  readonly testCallEndsAfterMs: number;
}

/** Every path that the relay answers. */
export function relayRoutes(parts: RoutesParts): ReadonlyMap<string, Handler> {
  const { journal, metrics, limits, addresses, now, elapsed, config, isDraining, trouble } = parts;
  const room = bodyRoom(limits.bodyBytes);
  const pairingRates = (): Rates => {
    const { pairings, pairingsPerAddress } = parts.allowed();
    // Whoever guesses has so many tries in all, on whichever relays they come.
    const among = Math.max(1, parts.relays()?.length ?? 1);
    return { overall: Math.ceil(pairings / among), perAddress: Math.ceil(pairingsPerAddress / among) };
  };
  const pairing = {
    journal,
    epoch: parts.epoch,
    // One for both: whoever guesses has so many tries in all.
    limit: rateLimit(pairingRates, limits.pairingWindowMs, elapsed),
    addresses,
    room,
    publicUrl: () => config().publicUrl,
    isDraining,
    trouble,
  };
  const { secrets, signatures } = parts;
  const { pending } = limits;
  const admission = openAdmission({ secrets, signatures, journal, now, isDraining, pending, trouble });
  const accepted = (outcome: WebhookOutcome): void => {
    metrics.webhook(outcome, parts.senders.correctionMs());
    if ('taken' in outcome && outcome.taken?.isMisrouted === true) parts.heardNobody(outcome.taken.topic);
    if (outcome.status === 'dropped') parts.heardForgotten();
  };
  const watch = { accepted, refused: metrics.refused, clock: parts.senders.heard, trouble };
  return new Map<string, Handler>([
    [WEBHOOK_PATH, webhookIntake({ admission, now, room, watch })],
    [
      TEST_CALL_PATH,
      testCallDoor({
        admission,
        secret: () => secrets()[0] ?? null,
        deviceWith: parts.deviceWith,
        now,
        sendersNow: () => now() + parts.senders.correctionMs(),
        elapsed,
        endsAfterMs: parts.testCallEndsAfterMs,
        trouble,
      }),
    ],
    [PAIR_PATH, pairingExchange(pairing)],
    [GROUP_PAIR_PATH, groupPairingExchange({ ...pairing, heard: parts.heardJoining })],
    [JOIN_PATH, joinDoor(config)],
    [AGENT_PATH, upgradeOnly()],
    [CONTROL_PATH, parts.control],
    ['/healthz', healthz()],
    ['/readyz', readyz(parts.whyNotReady, parts.relays)],
    ['/metrics', insideOnly(metricsPage(metrics, elapsed))],
  ]);
}
