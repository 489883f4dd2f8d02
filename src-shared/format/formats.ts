/**
 * Making a format costs up to a millisecond, and memory that V8 does not count: a busy hour of new ones grows a process by
 * hundreds of megabytes before any is collected. One that is kept for ever goes on in the time zone that it was made in.
 */
const KEPT_FOR_MS = 60_000;
const kept = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>();
let since = 0;

/** As `new Intl.DateTimeFormat`; a change of this machine's time zone shows within a minute. */
export function dateTimeFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return keptOne(
    ['date', locale, options],
    Intl.DateTimeFormat,
    () => new Intl.DateTimeFormat(locale, options),
  );
}

/** As `new Intl.NumberFormat`. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return keptOne(
    ['number', locale, options],
    Intl.NumberFormat,
    () => new Intl.NumberFormat(locale, options),
  );
}

/** As `new Intl.RelativeTimeFormat`. */
export function relativeTimeFormat(
  locale: string,
  options: Intl.RelativeTimeFormatOptions = {},
): Intl.RelativeTimeFormat {
  const make = (): Intl.RelativeTimeFormat => new Intl.RelativeTimeFormat(locale, options);
  return keptOne(['relative', locale, options], Intl.RelativeTimeFormat, make);
}

function keptOne<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  what: readonly unknown[],
  kind: abstract new (...args: never[]) => T,
  make: () => T,
): T {
  const now = Date.now();
  if (Math.abs(now - since) > KEPT_FOR_MS) {
    kept.clear();
    since = now;
  }
  const name = JSON.stringify(what);
  const known = kept.get(name);
  if (known instanceof kind) return known;
  const made = make();
  kept.set(name, made);
  return made;
}
