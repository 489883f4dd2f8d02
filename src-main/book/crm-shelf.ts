import type { CallKey } from '../../src-shared/brand.ts';
import { readRecords, withoutWords } from './crm-records.ts';
import type { CrmMark } from './records.ts';

/** Characters, of all calls together: some hundred for each of more calls than a book has. */
const MOST_CHARS = 8 * 1024 * 1024;

/** What the CRM has of the party of each call, as it was written down, in memory. */
export interface CrmShelf {
  /** @returns whether it says something new */
  put(mark: CrmMark): boolean;
  /** Whether the relay has told just this, since it counts as it does. */
  has(call: CallKey, said: string): boolean;
  /** Null: the relay has told nothing. */
  of(call: CallKey): string | null;
  /** The call is filed under another key, which keeps what was told of it; null: it is gone. */
  move(from: CallKey, to: CallKey | null): void;
  /** The relay counts anew: what it does not tell again may have been forgotten there. */
  age(): void;
  /**
   * The replay is complete. Of what was not told again the ids of a call's own records stay, and no word.
   * @returns the calls of which less is known
   */
  settle(): CallKey[];
  readonly count: number;
  /** The marks that give this again. */
  marks(): CrmMark[];
}

export function createCrmShelf(most = MOST_CHARS): CrmShelf {
  /** The one told longest ago first. */
  const told = new Map<CallKey, string>();
  const old = new Set<CallKey>();
  let chars = 0;

  function remove(call: CallKey): void {
    chars -= told.get(call)?.length ?? 0;
    told.delete(call);
    old.delete(call);
  }

  function set(call: CallKey, said: string, isOld: boolean): void {
    remove(call);
    told.set(call, said);
    if (isOld) old.add(call);
    chars += said.length;
    for (const [oldest] of told) {
      if (chars <= most) return;
      remove(oldest);
    }
  }

  return {
    put({ call, said, isOld = false }) {
      const isNew = told.get(call) !== said;
      set(call, said, isOld);
      return isNew;
    },
    has: (call, said) => told.get(call) === said && !old.has(call),
    of: (call) => told.get(call) ?? null,
    move(from, to) {
      const said = told.get(from);
      const isOld = old.has(from);
      remove(from);
      if (said !== undefined && to !== null && !told.has(to)) set(to, said, isOld);
    },
    age() {
      for (const call of told.keys()) old.add(call);
    },
    settle() {
      const settled = [...old];
      for (const call of settled) {
        const known = readRecords(told.get(call) ?? '');
        const left = known === null ? null : withoutWords(known);
        if (left === null) remove(call);
        else set(call, JSON.stringify(left), false);
      }
      return settled;
    },
    get count() {
      return told.size;
    },
    marks: () =>
      [...told].map(([call, said]) => ({ kind: 'crm', call, said, ...(old.has(call) && { isOld: true }) })),
  };
}
