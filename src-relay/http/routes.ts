import { PAIR_PATH, PAIR_RATES, pairingExchange } from '../agents/pairing.ts';
import { AGENT_PATH } from '../hub/upgrade.ts';
import { WEBHOOK_PATH, webhookIntake } from '../intake/webhooks.ts';
import type { Journal } from '../journal/journal.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { rateLimit } from './rate-limit.ts';
import type { Handler } from './server.ts';
import { healthz, metricsPage, readyz, upgradeOnly } from './status.ts';

export interface RoutesParts {
  readonly settings: RelaySettings;
  readonly journal: Journal;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly publicUrl: () => string | undefined;
  readonly isDraining: () => boolean;
  readonly trouble: (error: unknown) => void;
}

/** Every path that the relay answers. */
export function relayRoutes(parts: RoutesParts): ReadonlyMap<string, Handler> {
  const { journal, metrics, now, publicUrl, isDraining, trouble } = parts;
  const { secrets } = parts.settings;
  const watch = { accepted: metrics.webhook, refused: metrics.refused, trouble };
  const whyNotReady = (): string[] => [
    ...(isDraining() ? ['draining'] : []),
    ...(secrets.length === 0 ? ['no webhook secret is set'] : []),
    ...(journal.isWritable() ? [] : [`the journal cannot write: ${journal.trouble() ?? 'it is closed'}`]),
  ];
  return new Map<string, Handler>([
    [WEBHOOK_PATH, webhookIntake({ secrets, journal, now, isDraining, watch })],
    [
      PAIR_PATH,
      pairingExchange({ journal, limit: rateLimit(PAIR_RATES, now), publicUrl, isDraining, trouble }),
    ],
    [AGENT_PATH, upgradeOnly()],
    ['/healthz', healthz()],
    ['/readyz', readyz(whyNotReady)],
    ['/metrics', metricsPage(metrics)],
  ]);
}
