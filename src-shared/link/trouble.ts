/** Why there is no connection to the relay, as far as this computer can tell. */
export const LINK_TROUBLES = [
  /** This computer is in no network. */
  'offline',
  'name-unknown',
  /** Nothing listens there. */
  'refused',
  /** No way leads there from this network. */
  'no-route',
  'timed-out',
  /** The connection was cut. */
  'dropped',
  'silent',
  'certificate-expired',
  'certificate-early',
  'certificate-name',
  'certificate-authority',
  'certificate',
  /** No encryption came about: the other side speaks something else. */
  'encryption',
  'proxy-unreachable',
  /** The proxy wants to know who asks. */
  'proxy-sign-in',
  /** The proxy wants a kind of sign-in that cannot be done here. */
  'proxy-scheme',
  'proxy-refused',
  /** Something on the way does not let WebSocket through. */
  'no-websocket',
  /** Refused with 401, and not by the journal that this computer is paired with. */
  'turned-away',
  /** App and relay do not speak the same protocol. */
  'misfit',
  'not-found',
  /** The relay starts, stops or has no room just now. */
  'busy',
  'redirected',
  /** The network's own sign-in page answers. */
  'portal',
  'failing',
  /** The relay names another agent than the one whose calls are kept here. */
  'other-agent',
  'unknown',
] as const;
export type LinkTrouble = (typeof LINK_TROUBLES)[number];
