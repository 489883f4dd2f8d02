/** What the load generator can be asked for, one thing at a time. */
export interface Asks {
  /** Makes these the devices of the target; earlier ones stay. */
  connect: Target & {
    readonly devices: readonly Device[];
    readonly resume: boolean;
    /** The relays that they go to in turns; left out: the target. */
    readonly ports?: readonly number[];
  };
  /** Open loop: so many a second, whatever becomes of the last one. */
  latency: Target & Webhooks & { readonly perSecond: number };
  /** Closed loop: the next one when the last is answered. */
  rate: Target & Webhooks & { readonly warmUp: number };
  /** Waits until every device has lost its relay and has caught up with it again. */
  outage: Target & { readonly behind: number };
}
export interface Answers {
  connect: { readonly tookMs: number };
  latency: { readonly ms: readonly number[] };
  rate: { readonly perSecond: number; readonly cpuMsPerEvent: number };
  outage: { readonly caughtUpAt: readonly number[]; readonly attempts: number };
}
export type AskKind = keyof Asks;
export type Ask<K extends AskKind = AskKind> = { [P in K]: { readonly kind: P } & Asks[P] }[K];

/** By the port of its relay, or of the first of several that share a journal. */
export interface Target {
  readonly port: number;
}
export interface Device {
  readonly agent: string;
  readonly token: string;
}
export interface Webhooks {
  readonly secret: string;
  readonly count: number;
  readonly connections: number;
  /** The relays that webhooks go to in turns; left out: the target. */
  readonly ports?: readonly number[];
  /** Whether Allo knows every caller, each as a contact of their own. Left out: all of them are one. */
  readonly areKnown?: boolean;
}
