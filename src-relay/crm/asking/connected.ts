import type { AskedCrm, CrmConnection, CrmTrouble } from '../contract.ts';

/** The team's CRM, while it may be asked. */
export interface ConnectedCrm {
  readonly crm: AskedCrm;
  /** For people: `HubSpot`. */
  readonly title: string;
  /** What keeps the ids of one account apart from another's: `hubspot:8812734`. */
  readonly account: string;
  readonly connection: CrmConnection;
}

/** The CRM that config and secret lead to, as they are now. */
export interface CrmKeeper {
  /**
   * Null: nothing is asked. There is no secret, the config has no CRM that is asked or does not want it asked, or the
   * secret's account is not known yet, or is another than the config's.
   */
  current(): ConnectedCrm | null;
  state(): CrmState;
  /** Hears whenever `current` is another one. @returns stops hearing */
  onChange(listener: () => void): () => void;
}

/** Why `current` is null, as one word; `in-use`: it is not. */
export const CRM_STANDINGS = [
  'in-use',
  /** No CRM in the config, or one that cannot be asked. */
  'not-configured',
  'switched-off',
  'no-secret',
  /** Who the secret belongs to has not been said yet; `trouble` says why. */
  'not-known-yet',
  'other-account',
] as const;
export type CrmStanding = (typeof CRM_STANDINGS)[number];

/** How the connection is, for `crm status`, `doctor` and the metrics: no secret, nobody's data. */
export interface CrmState {
  readonly standing: CrmStanding;
  readonly crm: AskedCrm | null;
  /** For people. */
  readonly title: string | null;
  /** The secret's account, once it is known. */
  readonly account: { readonly id: string; readonly name: string } | null;
  readonly secretFrom: 'environment' | 'file' | null;
  /** ms since 1970. */
  readonly lastAnswerAt: number | null;
  /** What keeps the CRM from being asked or from answering; null: nothing. */
  readonly trouble: CrmStateTrouble | null;
  /** Names of rights that reads lacked since the start, with what is missing without them. */
  readonly missingRights: readonly { readonly name: string; readonly without: string }[];
  readonly breaker: {
    readonly isOpen: boolean;
    /** ms until the next try; null: closed, or until the secret changes. */ readonly opensInMs:
      | number
      | null;
  };
  readonly budget: readonly { readonly pot: string; readonly left: number; readonly of: number }[];
}

export interface CrmStateTrouble {
  readonly trouble: CrmTrouble;
  /** What it is and what to do. */
  readonly message: string;
  /** ms since 1970. */
  readonly since: number;
}
