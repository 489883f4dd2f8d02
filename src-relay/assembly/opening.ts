import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { ApiKeyKeeper } from '../allo-key/keeper.ts';
import type { ClosingOrder } from './closing.ts';
import type { ConfigKeeper } from '../config/keeper.ts';
import type { Limits } from '../config/limits.ts';
import type { CrmSecretKeeper } from '../crm/secret-keeper.ts';
import type { HubBounds } from '../hub/bounds.ts';
import type { HttpLimits } from '../http/limits.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { RelaySettings } from '../settings/settings.ts';
import type { SecretKeeper } from '../webhook-secrets/keeper.ts';

/** What a relay is started with, beside its settings. */
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
  /** How lost ends of calls are looked up, sooner and more often than in earnest. */
  readonly recovery?: {
    readonly afterMs?: number;
    readonly everyMs?: number;
    readonly searchEveryMs?: number;
  };
}

/** Why the relay stops: it tells the apps whether it will be back at once. */
export type Stop = 'going-away' | 'restarting';

/** What every step of the start works with; each adds to `closing` what it has opened. */
export interface Opening {
  readonly settings: RelaySettings;
  readonly parts: RelayParts;
  readonly closing: ClosingOrder;
  readonly config: ConfigKeeper;
  readonly secrets: SecretKeeper;
  /** Of Allo's API. */
  readonly apiKey: ApiKeyKeeper;
  readonly crmSecret: CrmSecretKeeper;
  readonly metrics: Metrics;
  /** The admin's limits, as far as the system has room for them. */
  readonly allowed: () => Limits;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  /** Null: it does not stop. */
  readonly stopping: () => Stop | null;
  readonly trouble: (error: unknown) => void;
}
