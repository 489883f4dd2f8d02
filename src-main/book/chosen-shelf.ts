import type { CallKey } from '../../src-shared/brand.ts';
import type { ChosenMark } from './records.ts';

/**
 * Which of several records the agent chose for a contact, a company or a deal: the last choice for each. It is kept with
 * the call that it was last of use for, and is forgotten with it.
 */
export interface ChosenShelf {
  /** @returns whether it is another record than before */
  put(mark: ChosenMark): boolean;
  /** The CRM's id of the chosen record; null: none was chosen. */
  of(subject: string): string | null;
  /** The call that the choice for this subject is kept with; null: none was chosen. */
  callOf(subject: string): CallKey | null;
  /** The call is filed under another key; null: it is gone. */
  move(from: CallKey, to: CallKey | null): void;
  readonly count: number;
  /** The marks that give this again. */
  marks(): ChosenMark[];
}

export function createChosenShelf(): ChosenShelf {
  const chosen = new Map<string, { readonly call: CallKey; readonly id: string }>();
  const byCall = new Map<CallKey, Set<string>>();

  function remove(subject: string): void {
    const known = chosen.get(subject);
    if (known === undefined) return;
    chosen.delete(subject);
    const subjects = byCall.get(known.call);
    subjects?.delete(subject);
    if (subjects?.size === 0) byCall.delete(known.call);
  }

  function set(subject: string, call: CallKey, id: string): void {
    remove(subject);
    chosen.set(subject, { call, id });
    byCall.set(call, (byCall.get(call) ?? new Set()).add(subject));
  }

  return {
    put({ call, subject, id }) {
      const isNew = chosen.get(subject)?.id !== id;
      set(subject, call, id);
      return isNew;
    },
    of: (subject) => chosen.get(subject)?.id ?? null,
    callOf: (subject) => chosen.get(subject)?.call ?? null,
    move(from, to) {
      const subjects = [...(byCall.get(from) ?? [])];
      for (const subject of subjects) {
        const id = chosen.get(subject)?.id;
        if (to === null || id === undefined) remove(subject);
        else set(subject, to, id);
      }
    },
    get count() {
      return chosen.size;
    },
    marks: () => [...chosen].map(([subject, { call, id }]) => ({ kind: 'chosen', call, subject, id })),
  };
}
