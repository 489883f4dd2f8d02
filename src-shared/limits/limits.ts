/**
 * How big one event may be, in one place: intake takes what is within, so wire, book and `forget` can take whatever
 * intake took. What is beyond is kept aside whole, and taken in without what is too much of it (`reduce.ts`).
 */
const KIB = 1024;
const MIB = 1024 * KIB;

/** A webhook's body: more is refused with 413. */
export const MAX_WEBHOOK_BYTES = 5 * MIB;

/**
 * An event's `data`, written as JSON by us. That may be longer than what was sent: `1e20` is written with 21 digits,
 * which makes 22 bytes of 5.
 */
export const MAX_DATA_BYTES = 5 * MIB;
/** Objects and lists within each other, `data` itself included. Allo's own go to 4; walkers that call themselves go to thousands. */
export const MAX_DEPTH = 64;
/** Members of objects and entries of lists: a call of eight hours has about 40,000. */
export const MAX_VALUES = 100_000;

/** What an event that is beyond these limits is taken in with: enough for a card and an hour's transcript. */
export const REDUCED_DEPTH = 8;
/** Each takes up to 6 bytes as JSON (`\\u0000`), which keeps them within `MAX_DATA_BYTES`. */
export const REDUCED_CHARS = Math.floor(MAX_DATA_BYTES / 6);
export const REDUCED_VALUES = 20_000;

/** What the relay remembers of a caller, as JSON. */
export const MAX_MEMORY_BYTES = 64 * KIB;
/** The rest of an event frame: ids, a topic and moments, each of bounded length. */
export const MAX_HEAD_BYTES = 4 * KIB;
/** The longest event frame that this relay sends. Apps of the first version take 16 MiB. */
export const MAX_EVENT_FRAME_BYTES = MAX_HEAD_BYTES + MAX_DATA_BYTES + MAX_MEMORY_BYTES;

/** Five bytes, `1e20,`, became 22 in a relay that did not measure what it had written. */
const WORST_GROWTH = 22 / 5;
/** The longest frame that an app takes: the worst that a relay before these limits sends of 5 MiB, with a caller as long. */
export const MAX_TAKEN_FRAME_BYTES = Math.ceil(MAX_WEBHOOK_BYTES * WORST_GROWTH) + 2 * MAX_WEBHOOK_BYTES;
