import type { PairResult } from '../../src-shared/link/pair-result.ts';
import { openBookFor, type KeptBook } from '../book/kept-book.ts';
import { askOtherAgent } from '../connection/ask-other-agent.ts';
import { createRelayLink, type RelayLink } from '../connection/relay-link.ts';
import type { Log } from '../log/log.ts';
import { openComputerFile } from '../managed/computer-file.ts';
import { createGroupPairing, type GroupPairing } from '../managed/group-pairing.ts';
import { joinGroup } from '../managed/join-group.ts';
import { systemUser } from '../managed/system-user.ts';
import { thisMachine } from '../managed/this-machine.ts';
import { mayGoOn, refusedLink } from '../managed/precedence.ts';
import { systemNetwork, type SystemNetwork } from '../network/system-network.ts';
import { sessionBusAddress } from '../notify/session-bus.ts';
import { createIdentityStore, type Identity, type IdentityStore } from '../pairing/identity.ts';
import { createPairing } from '../pairing/pairing.ts';
import { systemVault } from '../pairing/system-vault.ts';
import { markOf } from '../app-state/policy-file.ts';
import { createRecordings, type Recordings } from '../recording/recordings.ts';
import type { StartParts } from './start-parts.ts';
import type { Choices } from './choices.ts';

export interface ToBookParts extends Pick<StartParts, 'paths' | 'given' | 'managed'> {
  readonly choices: Choices;
  /** This computer, as the admin sees it. */
  readonly computer: string;
  /** The token is kept otherwise than it was. */
  readonly onTokenKept: () => void;
  /** `needsSomebody`: pairing by the group's token goes no further without a person. */
  readonly onGroupStep: (needsSomebody: boolean) => void;
  readonly log: Log;
}

/** Everything from the relay to the book. */
export interface ToBook extends Pick<SystemNetwork, 'reach' | 'signIns'> {
  readonly keptBook: KeptBook;
  readonly recordings: Recordings;
  readonly link: RelayLink;
  readonly store: IdentityStore;
  /** What `store` has, or will have once the keychain opens. */
  readonly loading: Promise<Identity | null>;
  /** As whom this computer is connected; null: unpaired. */
  readonly paired: {
    now(): Identity | null;
    use(identity: Identity): void;
    drop(): void;
  };
  pair(link: string): Promise<PairResult>;
  readonly group: GroupPairing;
  /** With somebody's help, since the app was started. */
  hasPaired(): boolean;
}

/** From the relay to the book; nothing is connected before an identity is used. */
export async function openToBook({
  choices,
  paths,
  given,
  managed,
  log,
  ...parts
}: ToBookParts): Promise<ToBook> {
  const { appState, preferences, languages } = choices;
  const { reach, signIns, isOnline } = systemNetwork();
  let identity: Identity | null = null;
  const tokenKept = (kept: Identity): void => {
    if (identity?.token === kept.token) identity = kept;
    parts.onTokenKept();
  };
  const vault = systemVault(() => sessionBusAddress(process.env), log);
  const store = createIdentityStore({
    path: paths.identity,
    vault,
    given,
    mayGoOn: (relay) => mayGoOn(managed.get().policy, relay),
    onKept: tokenKept,
    log,
  });
  const loading = store.load();
  let acking: RelayLink | null = null;
  const keptBook = await openBookFor({
    paths: paths.book,
    vault,
    log,
    days: () => (appState.get().knowsDays ? preferences.get().historyDays : null),
    onDurable: (epoch, seq) => acking?.ack(epoch, seq),
  });
  const { book, turnTo } = keptBook;
  const recordings = createRecordings({ callOf: book.call, reach, log });
  const link = createRelayLink({
    book,
    turnBook: turnTo,
    appState,
    values: preferences.get,
    askOtherAgent: (other) => askOtherAgent(other, languages.get()),
    reach,
    isOnline,
    log,
  });
  acking = link;
  const use = (paired: Identity): void => {
    group.stop();
    identity = paired;
    appState.belongTo(markOf(paired));
    link.use(paired);
  };
  const drop = (): void => {
    identity = null;
  };
  const device = parts.computer;
  const refused = (relay: URL) => refusedLink(managed.get().policy, relay);
  const asking = { reach, isOnline, device };
  const pairing = createPairing({ store, refused, ...asking, onPaired: use, log });
  const user = systemUser();
  const group = createGroupPairing({
    policy: () => managed.get().policy,
    join: (relay, request) => joinGroup(relay, request, asking),
    store,
    computer: openComputerFile(paths.computer, { machine: thisMachine(), user }, log),
    user,
    onPaired: use,
    onStep: parts.onGroupStep,
    log,
  });
  const paired = { now: () => identity, use, drop };
  const hasPaired = (): boolean => pairing.hasPaired() || group.hasAsked();
  const { pair } = pairing;
  return { reach, signIns, keptBook, recordings, link, store, loading, paired, pair, group, hasPaired };
}
