const GIVE_UP_MS = 60_000;

export interface Arrival {
  readonly all: Promise<void>;
  fail(why: string): void;
}

/** Counts until all are there; rejects when that takes too long. */
export function arrival(
  count: number,
  start: (all: { one(): void; whenDone(then: () => void): void }) => void,
): Arrival {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let seen = 0;
  let after: () => void = () => undefined;
  const late = setTimeout(() => reject(new Error(`only ${seen} of ${count} arrived`)), GIVE_UP_MS);
  start({
    one: () => {
      seen += 1;
      if (seen !== count) return;
      clearTimeout(late);
      after();
      resolve();
    },
    whenDone: (then) => void (after = then),
  });
  return { all: promise, fail: (why) => reject(new Error(why)) };
}
