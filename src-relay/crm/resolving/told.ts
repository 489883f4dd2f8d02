import type { CallKey } from '../../../src-shared/brand.ts';
import type { RecordsFrame } from '../../../src-shared/wire/protocol.ts';
import type { Print, Prints } from '../cache/prints.ts';
import { saysSomething } from './frame.ts';

/** What each of the newest calls' apps were last told, so that nothing is told twice. */
export interface Told {
  /** Whether it is news to somebody; from now on it is not. @param isToldAgain somebody may have missed the last one */
  isNews(frame: RecordsFrame, isToldAgain: boolean): boolean;
  /** Whether anybody was told anything of it. */
  wasTold(call: CallKey): boolean;
  /** Rises with everything that is told. */
  readonly count: number;
  /** Whose call it is. */
  note(call: CallKey, party: Print, number: Print | null): void;
  /** Calls of any of them, the newest last. */
  callsOf(parties: ReadonlySet<Print>): readonly CallKey[];
  clear(): void;
}

interface Entry {
  readonly parties: readonly Print[];
  readonly last: Print | null;
}

const MOST_CALLS = 2000;

export function toldBook(prints: Prints): Told {
  const entries = new Map<CallKey, Entry>();
  let count = 0;

  function set(call: CallKey, entry: Entry): void {
    entries.delete(call);
    entries.set(call, entry);
    if (entries.size <= MOST_CALLS) return;
    const [oldest] = entries.keys();
    if (oldest !== undefined) entries.delete(oldest);
  }

  return {
    isNews: (frame, isToldAgain) => {
      const entry = entries.get(frame.call) ?? { parties: [], last: null };
      // Nothing is news only to who was told something.
      if (entry.last === null && !saysSomething(frame)) return false;
      const last = prints.facts(frame);
      if (last === entry.last && !isToldAgain) return false;
      set(frame.call, { ...entry, last });
      count += 1;
      return true;
    },
    wasTold: (call) => (entries.get(call)?.last ?? null) !== null,
    get count() {
      return count;
    },
    note: (call, party, number) => {
      const parties = number === null ? [party] : [party, number];
      set(call, { parties, last: entries.get(call)?.last ?? null });
    },
    callsOf: (parties) =>
      [...entries].flatMap(([call, entry]) => (entry.parties.some((one) => parties.has(one)) ? [call] : [])),
    clear: () => entries.clear(),
  };
}
