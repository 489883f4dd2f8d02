import type { AgentEmail, CallKey } from '../../src-shared/brand.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import type { Holding } from '../../src-shared/wire/policy.ts';
import { hearRelayFrame, type RelayFrame } from '../../src-shared/wire/protocol.ts';
import type { CallBook } from '../book/call-book.ts';
import type { Log } from '../log.ts';
import type { Identity } from '../pairing/identity.ts';
import type { StandingStore } from '../standing.ts';
import { connect, type Connection } from './connection.ts';

export interface RelayLinkOptions {
  readonly book: CallBook;
  readonly standing: StandingStore;
  /** What holds on this computer. */
  readonly values: () => Preferences;
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
  /** The socket may be dead without knowing it. */
  wake(): void;
  close(): void;
}

export function createRelayLink({ book, standing, values, log }: RelayLinkOptions): RelayLink {
  let connection: Connection | null = null;
  let unread: readonly string[] = [];

  function holdingOf(agent: AgentEmail | null): Holding {
    return { policy: standing.policyOf(agent), values: values() };
  }

  function read(text: string): RelayFrame | null {
    const told = hearRelayFrame(text, holdingOf);
    const fields = told?.unread ?? [];
    // Said once: an event may lack the same field as the thousand before it.
    if (fields.length > 0 && String(fields) !== String(unread))
      log.warn('the relay says what this version does not understand', { fields: fields.join(' ') });
    unread = fields;
    return told?.value ?? null;
  }

  function take(frame: RelayFrame): void {
    if (frame.type === 'welcome' && !book.belongTo(frame.agent)) {
      log.warn('another agent: the book starts over');
      connection?.reconnectNow();
      return;
    }
    standing.receive(frame, unread);
    book.receive(frame);
  }

  return {
    use({ relay, token }) {
      connection?.stop();
      connection = connect({
        relay,
        token,
        cursor: book.cursor,
        read,
        onFrame: take,
        onState: standing.setLink,
        log,
      });
    },
    ack: (epoch, seq) => connection?.ack(epoch, seq),
    claim: (call) => connection?.claim(call) ?? false,
    wake: () => connection?.reconnectNow(),
    close() {
      connection?.stop();
      connection = null;
    },
  };
}
