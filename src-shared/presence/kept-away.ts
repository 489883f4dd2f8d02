/** What keeps cards away at this moment, whoever calls. Times are ms by this machine's clock. */
export type KeptAway =
  | (Liftable & { readonly kind: 'snoozed'; readonly until: number })
  /** `until` null: they have no end. */
  | (Liftable & { readonly kind: 'quiet-hours'; readonly until: number | null })
  /** Every line that the admin has named is muted. */
  | (Liftable & { readonly kind: 'lines-muted' })
  /** The screen is locked or the computer asleep. */
  | { readonly kind: 'away' }
  /** This desktop lets no window say where it is: a ring is a notification, where there are any. */
  | { readonly kind: 'no-place'; readonly instead: 'notification' | 'nothing' };

interface Liftable {
  /** The agent can have cards back with one click; false: the admin has fixed it. */
  readonly canResume: boolean;
}
