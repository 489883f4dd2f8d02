import type { Logger } from 'pino';
import type { RelayConfig } from '../../config/schema.ts';
import { ASKED_CRMS, CrmFailure, type AskedCrm, type CrmAdapter } from '../contract.ts';
import type { KeptCrmSecret } from '../secret-keeper.ts';
import type { AskWatch } from './asker.ts';
import type { ConnectedCrm, CrmKeeper, CrmStateTrouble } from './connected.ts';
import type { AskedProperties } from './connection.ts';
import type { Origins } from './hosts.ts';
import { openSession, type Session } from './session.ts';
import { crmStateOf } from './state.ts';
import { crmTeller } from './telling.ts';

export interface CrmKeeperParts {
  readonly adapters: Readonly<Record<AskedCrm, CrmAdapter>>;
  /** In place of the CRM's hosts, for tests; null: its own. */
  readonly origins: Origins | null;
  readonly propertiesOf: (config: RelayConfig) => AskedProperties;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  /** ms since 1970. */
  readonly now: () => number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly watch: Pick<AskWatch, 'answered' | 'failed'>;
  /** Hears of what should not happen. */
  readonly trouble: (error: unknown) => void;
  /** How long to wait after it could not be asked who it is, for the first time. */
  readonly askAgainMs?: number;
}

/** What follows config and secret. */
export interface FollowingCrmKeeper extends CrmKeeper {
  configIs(config: RelayConfig): void;
  /** It was given anew: even the same may be taken now. */
  secretIs(secret: KeptCrmSecret | null): void;
  close(): void;
}

const ASK_AGAIN_MS = 5000;

/** Keeps the connection that config and secret lead to, once it is known to be the config's account. */
export function keepCrm(
  parts: CrmKeeperParts,
  firstConfig: RelayConfig,
  firstSecret: KeptCrmSecret | null,
): FollowingCrmKeeper {
  const listeners = new Set<() => void>();
  const teller = crmTeller(parts.log);
  let config = firstConfig;
  let secret = firstSecret;
  let session: Session | null = null;
  /** Why there is no session although there is all that it takes. */
  let cannot: CrmStateTrouble | null = null;
  let connected: ConnectedCrm | null = null;
  let madeOf = '';

  function changed(): void {
    const next = session?.connected() ?? null;
    if (next !== connected) {
      connected = next;
      for (const listener of listeners) hear(listener);
    }
    teller(state());
  }

  /** Whoever uses it may fail at that: the connection is none the worse for it. */
  function hear(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      parts.trouble(error);
    }
  }

  function renew(): void {
    const { ask, tokensPerDay } = config.records;
    const needs = JSON.stringify([blockOf(config), ask, tokensPerDay, parts.propertiesOf(config)]);
    if (needs === madeOf) return;
    madeOf = needs;
    session?.close();
    session = null;
    cannot = null;
    const adapter = adapterOf(config, parts.adapters);
    if (adapter !== null && secret !== null && config.records.ask) open(adapter, secret);
    changed();
  }

  function open(adapter: CrmAdapter, kept: KeptCrmSecret): void {
    try {
      session = openSession({
        ...parts,
        adapter,
        block: blockOf(config),
        secret: kept.secret,
        secretOf: kept.crm,
        properties: parts.propertiesOf(config),
        tokensPerDay: config.records.tokensPerDay ?? null,
        askAgainMs: parts.askAgainMs ?? ASK_AGAIN_MS,
        changed,
      });
    } catch (error) {
      if (!(error instanceof CrmFailure)) throw error;
      cannot = { trouble: error.trouble, message: error.message, since: parts.now() };
    }
  }

  function state(): ReturnType<CrmKeeper['state']> {
    const adapter = adapterOf(config, parts.adapters);
    return crmStateOf({ config, adapter, secret, cannot, view: session?.view() ?? null });
  }

  renew();
  return {
    current: () => connected,
    state,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    configIs: (next) => {
      config = next;
      renew();
    },
    secretIs: (next) => {
      secret = next;
      madeOf = '';
      renew();
    },
    close: () => {
      session?.close();
      listeners.clear();
    },
  };
}

function adapterOf({ crm }: RelayConfig, adapters: CrmKeeperParts['adapters']): CrmAdapter | null {
  const asked = ASKED_CRMS.find((one) => one === crm?.preset);
  return asked === undefined ? null : adapters[asked];
}

/** What of the config's block is text: which account it is. */
export function blockOf({ crm }: Pick<RelayConfig, 'crm'>): Record<string, string> {
  const texts = Object.entries(crm ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}
