import type { CallKey } from '../../src-shared/brand.ts';
import type { RelayFrame } from '../../src-shared/wire/protocol.ts';
import type { CallBook } from '../book/call-book.ts';
import type { Log } from '../log.ts';
import type { Identity } from '../pairing/identity.ts';
import type { StandingStore } from '../standing.ts';
import { connect, type Connection } from './connection.ts';

export interface RelayLinkOptions {
  readonly book: CallBook;
  readonly standing: StandingStore;
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

export function createRelayLink({ book, standing, log }: RelayLinkOptions): RelayLink {
  let connection: Connection | null = null;

  function take(frame: RelayFrame): void {
    if (frame.type === 'welcome' && !book.belongTo(frame.agent)) {
      log.warn('another agent: the book starts over');
      connection?.reconnectNow();
      return;
    }
    standing.receive(frame);
    book.receive(frame);
  }

  return {
    use({ relay, token }) {
      connection?.stop();
      connection = connect({
        relay,
        token,
        cursor: book.cursor,
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
