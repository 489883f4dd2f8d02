export interface RateLimit {
  /** Counts one attempt; null when it is allowed, else the seconds to wait. */
  attempt(address: string): number | null;
  /** The attempt was a good one, which counts for nothing. */
  succeeded(address: string): void;
}

export interface Rates {
  readonly perAddress: number;
  readonly overall: number;
}

/**
 * So many attempts that came to nothing, per address and overall, within a window: one under way counts until it has
 * succeeded, and an office behind one address pairs as many apps as it has. Addresses are forgotten when the window ends.
 * The rates may change meanwhile.
 * @param elapsed ms on a clock that never jumps: on one that is put back a window would last for as long
 */
export function rateLimit(rates: () => Rates, windowMs: number, elapsed: () => number): RateLimit {
  let startedAt = elapsed();
  let total = 0;
  let byAddress = new Map<string, number>();
  return {
    attempt: (address) => {
      const at = elapsed();
      if (at - startedAt >= windowMs) {
        startedAt = at;
        total = 0;
        byAddress = new Map();
      }
      const own = byAddress.get(address) ?? 0;
      const { perAddress, overall } = rates();
      if (own >= perAddress || total >= overall) {
        return Math.max(1, Math.ceil((startedAt + windowMs - at) / 1000));
      }
      byAddress.set(address, own + 1);
      total += 1;
      return null;
    },
    succeeded: (address) => {
      // In a new window it was not counted.
      const own = byAddress.get(address) ?? 0;
      if (own === 0) return;
      byAddress.set(address, own - 1);
      total -= 1;
    },
  };
}
