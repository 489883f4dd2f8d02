import type { CallKey } from '../../../src-shared/brand.ts';
import type { Print } from '../cache/prints.ts';
import type { FoundKey } from '../cache/rows.ts';
import type { Urgency } from '../contract.ts';
import type { Known } from './known.ts';

/** What is known of a party, with the print of their number's last digits. */
export interface SharedKnown {
  readonly known: Known;
  readonly tail: Print | null;
}

/** What relays that share a journal tell each other of records, so that the CRM is asked once. */
export interface RecordsSharing {
  /** What a relay was told by the CRM in the last hour; null: nothing. @throws StoreFault */
  read(key: FoundKey): Promise<SharedKnown | null>;
  /**
   * Gives others what is known of a party, and has them look at calls of theirs. Nothing is given that was asked before
   * somebody was forgotten. @param asOf what `forgettings` was when it was asked @throws StoreFault
   */
  share(key: FoundKey, shared: SharedKnown, asOf: number, calls: readonly CallKey[]): Promise<void>;
  /**
   * Takes the turn to ask for a party. A turn ends with `done`, or by itself after some seconds, as its relay may be gone; one
   * that somebody waits for goes before one that nobody does.
   * @returns null: it is this relay's; else in how many ms another relay's ends
   * @throws StoreFault
   */
  takeTurn(key: FoundKey, urgency: Urgency): Promise<number | null>;
  /** The CRM was asked, and said what it has or nothing. @throws StoreFault */
  done(key: FoundKey): Promise<void>;
}
