import {
  CrmFailure,
  type AskedCrm,
  type ConnectParts,
  type CrmAccount,
  type CrmAdapter,
  type CrmConnection,
  type CrmRead,
  type CrmSecret,
} from '../contract.ts';
import { openAsker, type Asker, type AskWatch } from './asker.ts';
import { originsOf, type Origins } from './hosts.ts';
import { DAY_POT, type Turns } from './turns.ts';

/** Properties to ask for besides, by their names in the CRM. */
export type AskedProperties = ConnectParts<Readonly<Record<string, CrmRead>>>['properties'];

export interface ConnectionParts {
  readonly adapter: CrmAdapter;
  /** The config's block, or what is known of it. */
  readonly block: Readonly<Record<string, string>>;
  readonly secret: CrmSecret;
  /** The CRM that the secret is of; null, or left out: that is not said. */
  readonly secretOf?: AskedCrm | null;
  readonly properties: AskedProperties;
  /** What the admin allows in a day, where the CRM counts by the day; null: what the adapter has. */
  readonly tokensPerDay: number | null;
  /** In place of the CRM's hosts, for tests; null: its own. */
  readonly origins: Origins | null;
  /** What the same CRM was asked with the same secret before; left out: nothing. */
  readonly before?: Turns | undefined;
  /** How many relays ask the same CRM, this one included; left out: it is alone. */
  readonly relays?: (() => number) | undefined;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  /** ms since 1970. */
  readonly now: () => number;
  readonly watch: AskWatch;
}

export interface OpenedConnection {
  readonly connection: CrmConnection;
  readonly asker: Asker;
}

/** Makes a connection; nothing is asked yet. @throws CrmFailure `refused` or `rejected`: with these it cannot be asked */
export function connectionOf(parts: ConnectionParts): OpenedConnection {
  const { adapter, block, secret, properties, tokensPerDay, before, relays, elapsed, now, watch } = parts;
  // One CRM's secret is nothing for another to see: config and secret do not change in the same moment.
  const of = parts.secretOf ?? adapter.crm;
  if (of !== adapter.crm) {
    throw new CrmFailure('refused', othersSecret(adapter, of));
  }
  if (secret.kind !== adapter.secret) throw new CrmFailure('refused', otherSecret(adapter));
  const origins = parts.origins ?? originsOf(adapter.crm, block);
  if (origins === null) {
    throw new CrmFailure('rejected', `the config does not say which host ${adapter.title} is asked at`);
  }
  const day = adapter.pots[DAY_POT];
  const pots =
    day === undefined || tokensPerDay === null
      ? adapter.pots
      : { ...adapter.pots, [DAY_POT]: { ...day, units: tokensPerDay } };
  const asker = openAsker({ adapter, pots, origins, before, relays, elapsed, now, watch });
  const connection = adapter.connect({ secret, ask: asker.ask, config: block, properties, elapsed });
  return { connection, asker };
}

function othersSecret({ title }: CrmAdapter, crm: AskedCrm): string {
  return `the secret is not one of ${title}'s (it was given for ${crm}): ringside-relay crm connect`;
}

function otherSecret({ title, secret }: CrmAdapter): string {
  return secret === 'token'
    ? `${title} takes a token, and a client id with a secret was given: ringside-relay crm connect`
    : `${title} takes a client id with a secret, and a token was given: ringside-relay crm connect`;
}

/** Those do not say which account it is: HubSpot leads from any of its hosts to the account's own. */
const SAYS_NOTHING = new Set(['preset', 'host']);

/** Whether it is the config's account: all that the config says of it is so. */
export function isAccountOf(block: Readonly<Record<string, string>>, account: CrmAccount): boolean {
  const names = Object.keys(block).filter(
    (name) => !SAYS_NOTHING.has(name) && Object.hasOwn(account.config, name),
  );
  return (
    block['preset'] === account.config['preset'] &&
    names.length > 0 &&
    names.every((name) => block[name]?.toLowerCase() === account.config[name]?.toLowerCase())
  );
}
