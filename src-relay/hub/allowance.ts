/** So many at once, and then so many a second. */
export interface Rate {
  readonly atOnce: number;
  readonly perSecond: number;
}

/** What somebody may still do. It refills with time; what was done all the same is owed. */
export interface Allowance {
  /** Takes `cost`, whether it is there or not. @returns the ms until nothing is owed; 0: it was there */
  spend(cost: number): number;
  /** Takes `cost` only when it is there. @returns the ms until it would be; 0: it was taken */
  attempt(cost: number): number;
  /** Nothing was done lately: whoever forgets this allowance loses nothing. */
  isFull(): boolean;
}

/** A token bucket. @param elapsed ms on a clock that never jumps */
export function allowance({ atOnce, perSecond }: Rate, elapsed: () => number): Allowance {
  let left = atOnce;
  let at = elapsed();

  function refill(): void {
    const now = elapsed();
    left = Math.min(atOnce, left + ((now - at) / 1000) * perSecond);
    at = now;
  }

  const until = (cost: number): number => Math.max(0, ((cost - left) / perSecond) * 1000);

  return {
    spend(cost) {
      refill();
      left -= cost;
      return until(0);
    },
    attempt(cost) {
      refill();
      const wait = until(cost);
      if (wait === 0) left -= cost;
      return wait;
    },
    isFull() {
      refill();
      return left >= atOnce;
    },
  };
}
