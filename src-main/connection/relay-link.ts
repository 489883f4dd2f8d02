import type { AgentEmail, CallKey } from '../../src-shared/brand.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import type { Holding } from '../../src-shared/wire/policy.ts';
import { receiveRelayFrame, type RelayFrame } from '../../src-shared/wire/protocol.ts';
import { codeOf, type Log } from '../log/log.ts';
import type { Identity } from '../pairing/identity.ts';
import type { Reach } from '../network/reach.ts';
import type { AppStateStore } from '../app-state/app-state.ts';
import type { OtherAgent } from './ask-other-agent.ts';
import { connect, type Connection, type Cursor } from './connection.ts';
import { whoseBook } from './whose-book.ts';

/** While the disk does not take another agent's book. */
const TURN_AGAIN_AFTER_MS = 5_000;

/** Where what the relay says is kept. */
export interface LinkedBook {
  /** Null when nobody has said. */
  readonly owner: string | null;
  /** @returns false when it is another agent's: nothing was changed */
  belongTo(agent: string): boolean;
  receive(frame: RelayFrame): void;
  /** Where the relay should go on from. */
  cursor(): Cursor;
}

export interface RelayLinkOptions {
  readonly book: LinkedBook;
  /** Sets the book of another agent aside and takes this one's: see `KeptBook`. */
  readonly turnBook: (agent: string) => Promise<boolean>;
  readonly appState: AppStateStore;
  /** What holds on this computer. */
  readonly values: () => Preferences;
  /** Asks the person at this computer whether another agent's calls shall be shown. */
  readonly askOtherAgent: (other: OtherAgent) => Promise<boolean>;
  readonly reach: Reach;
  readonly isOnline: () => boolean;
  readonly log: Log;
}

/** Joins the book to the relay of the current identity. */
export interface RelayLink {
  /** Connects as this identity, in place of the one before. */
  use(identity: Identity): void;
  /** The book has everything up to here on disk. */
  ack: Connection['ack'];
  /** @returns false when the relay cannot be told now */
  claim(call: CallKey): boolean;
  /** @returns false when the relay cannot be told now */
  release(call: CallKey): boolean;
  /** The socket may be dead without knowing it. */
  wake(): void;
  close(): void;
}

export function createRelayLink(options: RelayLinkOptions): RelayLink {
  const { book, turnBook, askOtherAgent, appState, values, reach, isOnline, log } = options;
  let connection: Connection | null = null;
  let identity: Identity | null = null;
  let isFirstNamed = true;
  /** One question for each pairing until it is answered with yes. */
  let isAsked = false;
  let unread: readonly string[] = [];

  function holdingOf(agent: AgentEmail | null): Holding {
    return { policy: appState.policyOf(agent), values: values() };
  }

  function read(text: string): RelayFrame | null {
    const told = receiveRelayFrame(text, holdingOf);
    const fields = told?.unread ?? [];
    // Said once: an event may lack the same field as the thousand before it.
    if (fields.length > 0 && String(fields) !== String(unread))
      log.warn('the relay says what this version does not understand', { fields: fields.join(' ') });
    unread = fields;
    return told?.value ?? null;
  }

  function take(frame: RelayFrame): void {
    if (frame.type === 'welcome' && !isWelcome(frame.agent)) return;
    appState.receive(frame, unread);
    book.receive(frame);
  }

  /** Whether what follows may go into the book as it is. */
  function isWelcome(named: AgentEmail): boolean {
    if (identity === null) return false;
    const whose = whoseBook(named, book.owner, identity, isFirstNamed);
    isFirstNamed = false;
    switch (whose) {
      case 'theirs':
        return book.belongTo(named);
      case 'turn':
        log.warn('another agent: the book is set aside');
        void turn(named);
        return false;
      case 'ask':
        log.warn('the relay names another agent');
        connection?.backOff('other-agent');
        ask(named, identity).catch((error: unknown) =>
          log.error('the other agent could not be asked about', { code: codeOf(error) }),
        );
        return false;
    }
  }

  async function ask(named: AgentEmail, of: Identity): Promise<void> {
    const { owner } = book;
    if (isAsked || owner === null) return;
    isAsked = true;
    const isWanted = await askOtherAgent({ named, owner, relay: of.relay.host });
    // Meanwhile this computer may have been paired anew, or with nobody.
    if (!isWanted || identity !== of) return;
    isAsked = false;
    await turn(named);
  }

  async function turn(agent: string): Promise<void> {
    const before = connection;
    before?.stop();
    if (!(await turnBook(agent)))
      await new Promise((resolve) => setTimeout(resolve, TURN_AGAIN_AFTER_MS).unref());
    if (connection === before && identity !== null) open(identity);
  }

  function open({ relay, token, journal }: Identity): void {
    connection?.stop();
    connection = connect({
      relay,
      token,
      journal,
      reach,
      isOnline,
      cursor: book.cursor,
      read,
      onFrame: take,
      onState: appState.setLink,
      log,
    });
  }

  return {
    use(paired) {
      identity = paired;
      isFirstNamed = true;
      isAsked = false;
      open(paired);
    },
    ack: (epoch, seq) => connection?.ack(epoch, seq),
    claim: (call) => connection?.claim(call) ?? false,
    release: (call) => connection?.release(call) ?? false,
    wake: () => connection?.reconnectNow(),
    close() {
      connection?.stop();
      connection = null;
      identity = null;
    },
  };
}
