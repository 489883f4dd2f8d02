import { keepCorrection, keptCorrection } from '../clock/kept-correction.ts';
import { sendersClock, type SendersClock } from '../clock/senders-clock.ts';
import { policyKeeper, type PolicyKeeper } from '../hub/policy.ts';
import { HUB_BOUNDS } from '../hub/bounds.ts';
import { createHub, type Hub } from '../hub/hub.ts';
import type { Store } from './opened-store.ts';
import type { Opening } from './opening.ts';

/** From the journal to the devices. */
export interface OpenedHub {
  readonly hub: Hub;
  readonly policy: PolicyKeeper;
  readonly senders: SendersClock;
  /** What the journal's directory was when the policy was made of it. */
  readonly directorySeen: number;
}

/** Opens the hub, which hears of every commit from now on. */
export async function openHubSide(opening: Opening, opened: Store): Promise<OpenedHub> {
  const { settings, parts, closing, config, metrics, allowed, elapsed, trouble } = opening;
  const { journal, reader, retryingReader, readsAtOnce } = opened;
  const { log, now } = parts;
  const directorySeen = await reader.directoryVersion();
  const policy = policyKeeper(config.current(), await reader.team());
  const remembered = await keptCorrection(settings.data, now);
  const senders = sendersClock({ now, elapsed, remembered });
  closing.add(keepCorrection(settings.data, remembered, senders.correctionMs, now, trouble));
  const { replayed, tooSlow, tooMany, pushed } = metrics;
  const hub = createHub({
    reader,
    retryingReader,
    bounds: { ...HUB_BOUNDS, ...parts.bounds },
    readsAtOnce,
    limits: allowed,
    now,
    sendersNow: () => now() + senders.correctionMs(),
    elapsed,
    policy: policy.current,
    historyEvents: () => config.current().historyEvents,
    claim: (call, agent) => journal.write({ kind: 'claim', call, agent }),
    release: (call, agent) => journal.write({ kind: 'release', call, agent }),
    storeAcks: (acks) => journal.write({ kind: 'acks', acks }),
    watch: { replayed, tooSlow, tooMany, pushed, trouble },
  });
  closing.add(journal.onDeliveries(hub.publish));
  closing.add(
    journal.onRecovery(() => {
      log.info('the journal writes again');
      void hub.lookAgain();
    }),
  );
  return { hub, policy, senders, directorySeen };
}
