import type { Contact, KnownContacts } from '../../src-shared/calls/contact.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import type { ContactMark } from './records.ts';

/** A contact with more numbers is a list of people. */
const MOST_NUMBERS = 20;
/** More than anybody has talked with in the days that are kept; of more, those that changed last. */
const MOST_CONTACTS = 10_000;

/** Allo's contacts as the relay told of them last, each once: in memory whole, since there are few words of each. */
export interface ContactShelf extends KnownContacts {
  /**
   * Takes over a state of a contact, unless a newer one is known.
   * @returns the last digits of every number that may be another contact's now
   */
  put(mark: ContactMark, generation: number): string[];
  /** Whether this state or a newer one is known, told in this generation of the book. */
  knows(mark: ContactMark, generation: number): boolean;
  /** Drops those that no generation since has told again. */
  dropBefore(generation: number): string[];
  /** Drops those that changed earlier, ms by this machine's clock. */
  prune(before: number): string[];
  clear(): void;
  readonly count: number;
  /** The records that give these contacts again, of generations that fit. */
  marks(fits: (generation: number) => boolean): ContactMark[];
}

interface Shelved {
  readonly mark: ContactMark;
  readonly generation: number;
  readonly tails: readonly string[];
}

export function createContactShelf(): ContactShelf {
  const shelved = new Map<string, Shelved>();
  const byTail = new Map<string, Set<string>>();
  /** None changed earlier. */
  let oldest = Infinity;

  function remove(id: string): readonly string[] {
    const one = shelved.get(id);
    if (one === undefined) return [];
    shelved.delete(id);
    for (const tail of one.tails) {
      const ids = byTail.get(tail);
      ids?.delete(id);
      if (ids?.size === 0) byTail.delete(tail);
    }
    return one.tails;
  }

  function removeAll(ids: readonly string[]): string[] {
    return [...new Set(ids.flatMap(remove))];
  }

  return {
    put(mark, generation) {
      const { id, stamp, numbers } = mark.contact;
      const known = shelved.get(id);
      if (known !== undefined && known.mark.contact.stamp > stamp) return [];
      const tails = tailsOf(numbers);
      const before = remove(id);
      shelved.set(id, { mark, generation, tails });
      oldest = Math.min(oldest, mark.at);
      for (const tail of tails) byTail.set(tail, (byTail.get(tail) ?? new Set()).add(id));
      const [first] = shelved.keys();
      const dropped = shelved.size > MOST_CONTACTS && first !== undefined ? remove(first) : [];
      return known?.mark.contact.stamp === stamp ? [] : [...new Set([...before, ...tails, ...dropped])];
    },
    knows({ contact: { id, stamp } }, generation) {
      const known = shelved.get(id);
      return known !== undefined && known.mark.contact.stamp >= stamp && known.generation === generation;
    },
    dropBefore: (generation) =>
      removeAll([...shelved].flatMap(([id, one]) => (one.generation < generation ? [id] : []))),
    prune(before) {
      if (oldest >= before) return [];
      const old = [...shelved].flatMap(([id, { mark }]) => (mark.at < before ? [id] : []));
      const tails = removeAll(old);
      oldest = Math.min(Infinity, ...[...shelved.values()].map(({ mark }) => mark.at));
      return tails;
    },
    clear() {
      shelved.clear();
      byTail.clear();
      oldest = Infinity;
    },
    get count() {
      return shelved.size;
    },
    marks: (fits) =>
      [...shelved.values()].flatMap(({ mark, generation }) => (fits(generation) ? [mark] : [])),
    with(number) {
      const { tail } = readNumber(number);
      const ids = tail === null ? [] : [...(byTail.get(tail) ?? [])];
      return ids.flatMap((id): readonly Contact[] => {
        const one = shelved.get(id);
        return one === undefined ? [] : [one.mark.contact];
      });
    },
    byId: (id) => shelved.get(id)?.mark.contact ?? null,
  };
}

function tailsOf(numbers: readonly string[]): string[] {
  return [...new Set(numbers.slice(0, MOST_NUMBERS).flatMap((number) => readNumber(number).tail ?? []))];
}
