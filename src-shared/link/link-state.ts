import type { LinkTrouble } from './trouble.ts';

/** The truth about the connection: tray, home window and tests see the same. Times are ms by this machine's clock. */
export type LinkState =
  /**
   * `keychain`: paired, and the token is out of reach: the keychain is asking for its password (`asking`), or it is another
   * one than the token was sealed with (`other`).
   */
  | { readonly kind: 'unpaired'; readonly keychain?: 'asking' | 'other' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly agent: string; readonly relay: string }
  | {
      readonly kind: 'reconnecting';
      readonly since: number;
      readonly relay: string;
      /** Null: not known yet, as right after waking up. */
      readonly why: LinkWhy | null;
    }
  /** The admin revoked this device: pair again. */
  | { readonly kind: 'revoked'; readonly relay: string };

/** Why there is no connection. `code`: an error's code, a status or a close code, for support. */
export interface LinkWhy {
  readonly trouble: LinkTrouble;
  readonly code: string;
}
