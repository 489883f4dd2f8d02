import type { Print } from '../cache/prints.ts';
import type { FoundReading } from '../cache/reading.ts';
import type { FoundChange, FoundKey } from '../cache/rows.ts';
import { knownBy, rowOf, type Known } from './known.ts';
import type { RecordsSharing, SharedKnown } from './sharing.ts';

/** What is known of parties in one account of a CRM: the newest in memory, what is certain in the journal. */
export interface KnownBook {
  /**
   * Looks whether somebody was forgotten, and if so forgets everything that is in memory: whose it is cannot be told.
   * Called before whatever is done with what the book has.
   * @returns what is known from now on is as of this
   * @throws StoreFault
   */
  sync(): Promise<number>;
  /** What the last `sync` said; null: there was none. */
  readonly asOf: number | null;
  /** Takes up what the journal has of a party: everything below goes by what was taken up. @throws StoreFault */
  load(party: Print): Promise<void>;
  get(party: Print): Known | null;
  /** The same, with what other relays need beside it. */
  shared(party: Print): SharedKnown | null;
  /** They were heard of: what is kept of them is kept on. */
  concerned(party: Print, asOf: number): void;
  put(party: Print, known: Known, tail: Print | null, asOf: number): void;
  /** Forgets what is not certain. */
  doubt(party: Print): void;
  /** Of another account, nothing is known that was known of the last one. @returns whether it is another */
  turnTo(account: string): boolean;
  /** Writes what is gathered, and stops. */
  close(): Promise<void>;
}

export interface KnownBookParts {
  readonly reading: FoundReading;
  /** Null: no other relay writes to this journal. */
  readonly sharing: Pick<RecordsSharing, 'read'> | null;
  readonly write: (changes: readonly FoundChange[]) => Promise<unknown>;
  /** ms since 1970. */
  readonly now: () => number;
}

interface Entry extends SharedKnown {
  readonly seenAt: number;
}

const MOST_IN_MEMORY = 5000;
/** What is gathered is written this late at most. */
const WRITE_EVERY_MS = 1000;
const MOST_GATHERED = 500;
/** Being heard of again is noted once a day. */
const SEEN_EVERY_MS = 24 * 3_600_000;

export function knownBook({ reading, sharing, write, now }: KnownBookParts): KnownBook {
  const entries = new Map<Print, Entry>();
  const gathered = new Map<Print, FoundChange>();
  /** When who is not certain was last doubted: what others said before that is doubted, too. */
  const doubts = new Map<Print, number>();
  let account: string | null = null;
  let asOfNow: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isWritable = true;
  let isClosed = false;

  function remember(party: Print, entry: Entry): void {
    entries.delete(party);
    entries.set(party, entry);
    if (entries.size <= MOST_IN_MEMORY) return;
    const [oldest] = entries.keys();
    if (oldest !== undefined) entries.delete(oldest);
  }

  async function load(party: Print): Promise<void> {
    // With nobody to share with, memory has all that the journal has, and more.
    if (account === null || (sharing === null && entries.has(party))) return;
    const key = { account, party };
    const readAsOf = asOfNow;
    const [shared, row] = await Promise.all([sharing?.read(key) ?? null, reading.get(key)]);
    // Meanwhile somebody may have been forgotten, or the account be another.
    if (account !== key.account || asOfNow !== readAsOf) return;
    if (shared !== null && !isDoubted(party, shared.known))
      takeUp(party, { ...shared, seenAt: row?.seenAt ?? now() });
    // What is to be erased of the journal is not true any more.
    if (row !== null && gathered.get(party)?.kind !== 'drop')
      takeUp(party, { known: knownBy(row), tail: row.tail, seenAt: row.seenAt });
  }

  function isDoubted(party: Print, { verdict, saidAt }: Known): boolean {
    return verdict !== 'certain' && (saidAt ?? 0) <= (doubts.get(party) ?? 0);
  }

  function takeUp(party: Print, read: Entry): void {
    const entry = entries.get(party);
    if (entry === undefined || isNewer(read.known, entry.known)) remember(party, read);
  }

  function gather(party: Print, { known, tail, seenAt }: Entry, asOf: number): void {
    if (account === null) return;
    const key = { account, party };
    const row = rowOf(key, known, tail, seenAt);
    gathered.set(party, row === null ? { kind: 'drop', key } : { kind: 'keep', row, asOf });
    if (gathered.size >= MOST_GATHERED && isWritable) void flush();
    else writeSoon();
  }

  function writeSoon(): void {
    if (!isClosed) timer ??= setTimeout(() => void flush(), WRITE_EVERY_MS);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (gathered.size === 0) return;
    const changes = [...gathered];
    gathered.clear();
    try {
      await write(changes.map(([, change]) => change));
      isWritable = true;
    } catch {
      isWritable = false;
      again(changes);
    }
  }

  /** What could not be written is the next time: on the disk is what was true before it. */
  function again(changes: readonly (readonly [Print, FoundChange])[]): void {
    for (const [party, change] of changes)
      if (accountOf(change) === account && !gathered.has(party) && gathered.size < MOST_IN_MEMORY)
        gathered.set(party, change);
    if (gathered.size > 0) writeSoon();
  }

  return {
    sync: async () => {
      const asOf = await reading.forgettings();
      // Of two that look at once, the later answer may come first: it never falls.
      if (asOfNow === null || asOf > asOfNow) {
        entries.clear();
        // The writer would keep none of it; what it was to take the place of is not true any more.
        for (const [party, change] of gathered)
          if (change.kind === 'keep') gathered.set(party, { kind: 'drop', key: keyOf(change.row) });
        asOfNow = asOf;
      }
      return asOfNow;
    },
    get asOf() {
      return asOfNow;
    },
    load,
    get: (party) => entries.get(party)?.known ?? null,
    shared: (party) => entries.get(party) ?? null,
    concerned: (party, asOf) => {
      const entry = entries.get(party);
      if (entry === undefined) return;
      const isNews = entry.known.person !== null && now() - entry.seenAt > SEEN_EVERY_MS;
      const seen = isNews ? { ...entry, seenAt: now() } : entry;
      remember(party, seen);
      if (isNews) gather(party, seen, asOf);
    },
    put: (party, known, tail, asOf) => {
      const before = entries.get(party);
      const entry = { known, tail, seenAt: now() };
      remember(party, entry);
      // Of whom nothing was kept, nothing is to be erased.
      const wasKept = gathered.has(party) || (before !== undefined && before.known.person !== null);
      if (known.person !== null || wasKept) gather(party, entry, asOf);
    },
    doubt: (party) => {
      if (entries.get(party)?.known.verdict === 'certain') return;
      entries.delete(party);
      if (sharing === null) return;
      doubts.delete(party);
      doubts.set(party, now());
      const [oldest] = doubts.keys();
      if (doubts.size > MOST_IN_MEMORY && oldest !== undefined) doubts.delete(oldest);
    },
    turnTo: (next) => {
      if (next === account) return false;
      entries.clear();
      gathered.clear();
      account = next;
      return true;
    },
    close: () => {
      isClosed = true;
      return flush();
    },
  };
}

/** Whether the CRM said it later: when it said anything, as far as both know that, else when it said who they are. */
function isNewer(a: Known, b: Known): boolean {
  if (a.saidAt !== null && b.saidAt !== null) return a.saidAt > b.saidAt;
  return a.checkedAt > b.checkedAt;
}

function keyOf({ account, party }: FoundKey): FoundKey {
  return { account, party };
}

function accountOf(change: FoundChange): string {
  return change.kind === 'keep' ? change.row.account : change.key.account;
}
