import type { Logger } from 'pino';
import type { RelayConfig } from '../../config/schema.ts';
import {
  ASKED_CRMS,
  CrmFailure,
  type AskedCrm,
  type CrmAccount,
  type CrmAdapter,
  type CrmSecret,
} from '../contract.ts';
import type { KeptCrmSecret } from '../secret-keeper.ts';
import type { AskWatch } from './asker.ts';
import type { ConnectedCrm, CrmKeeper, CrmStateTrouble } from './connected.ts';
import type { AskedProperties } from './connection.ts';
import type { Origins } from './hosts.ts';
import { openSession, type Session } from './session.ts';
import { crmStateOf } from './state.ts';
import { crmTeller } from './telling.ts';
import type { Turns } from './turns.ts';

export interface CrmKeeperParts {
  readonly adapters: Readonly<Record<AskedCrm, CrmAdapter>>;
  /** In place of the CRM's hosts, for tests; null: its own. */
  readonly origins: Origins | null;
  readonly propertiesOf: (config: RelayConfig) => AskedProperties;
  /** How many relays ask the same CRM, this one included; left out: it is alone. */
  readonly relays?: (() => number) | undefined;
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
  let past: Past | null = null;

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
    remember();
    session?.close();
    session = null;
    cannot = null;
    const adapter = adapterOf(config, parts.adapters);
    if (adapter !== null && secret !== null && config.records.ask) open(adapter, secret);
    changed();
  }

  /** What is known of the secret and was asked with it outlives a change of the config. */
  function remember(): void {
    if (session === null || past === null) return;
    const { account, trouble } = session.view();
    // The CRM that does not know it is not the one that it is of.
    const crm = account === null && trouble?.trouble === 'refused' ? null : past.crm;
    past = { ...past, crm, account, turns: session.turns() };
  }

  function open(adapter: CrmAdapter, kept: KeptCrmSecret): void {
    const before = past !== null && isSameSecret(past.secret, kept.secret) ? past : null;
    // One that does not say whose it is, is of the CRM that it was used for.
    const secretOf = kept.crm ?? before?.crm ?? null;
    const isSame = before !== null && before.crm === adapter.crm;
    try {
      session = openSession({
        ...parts,
        adapter,
        block: blockOf(config),
        secret: kept.secret,
        secretOf,
        before: isSame ? before.turns : undefined,
        accountBefore: isSame ? before.account : null,
        properties: parts.propertiesOf(config),
        tokensPerDay: config.records.tokensPerDay ?? null,
        askAgainMs: parts.askAgainMs ?? ASK_AGAIN_MS,
        changed,
      });
      past = { secret: kept.secret, crm: adapter.crm, account: null, turns: session.turns() };
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

/** What is known of a secret that is or was in use. */
interface Past {
  readonly secret: CrmSecret;
  /** Null: the CRM that it was used for did not take it. */
  readonly crm: AskedCrm | null;
  readonly account: CrmAccount | null;
  readonly turns: Turns;
}

function isSameSecret(a: CrmSecret, b: CrmSecret): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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
