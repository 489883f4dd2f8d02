import type { CallKey } from '../../src-shared/brand.ts';
import { LONGEST_CALL_MS } from '../../src-shared/calls/freshness.ts';
import { exhaustive } from '../../src-shared/exhaustive.ts';
import { nextPhaseAt } from '../../src-shared/calls/phase.ts';
import { inTurns } from './turns.ts';
import type { CallBook } from './call-book.ts';
import { changedCalls } from './changed-calls.ts';

export interface PhaseClockParts {
  readonly book: Pick<CallBook, 'order' | 'call' | 'onChange'>;
  readonly ringWindowS: () => number;
  /** ms since 1970. */
  readonly now?: () => number;
}

/** Tells when time alone changes where calls stand: a ring is quiet, and missed in the end, without an event. */
export interface PhaseClock {
  /** @returns the unsubscribe */
  onTurn(listener: (calls: readonly CallKey[]) => void): () => void;
  /** A timer stands still while the computer sleeps, and knows of no other ring window. */
  look(): void;
  close(): void;
}

export function watchPhases({ book, ringWindowS, now = Date.now }: PhaseClockParts): PhaseClock {
  const due = new Map<CallKey, number>();
  const listeners = new Set<(calls: readonly CallKey[]) => void>();
  let window = ringWindowS();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function follow(key: CallKey): void {
    const call = book.call(key);
    const at = call === null ? null : nextPhaseAt(call, now(), window);
    if (at === null) due.delete(key);
    else due.set(key, at);
  }

  function setTimer(): void {
    clearTimeout(timer);
    if (due.size > 0 && !isClosed) timer = setTimeout(turn, Math.max(1, Math.min(...due.values()) - now()));
  }

  function turn(): void {
    const at = now();
    const turned = [...due].filter(([, when]) => when <= at).map(([key]) => key);
    for (const key of turned) follow(key);
    setTimer();
    if (turned.length > 0) for (const listener of listeners) listener(turned);
  }

  async function followRecent(): Promise<void> {
    const since = now() - LONGEST_CALL_MS;
    const recent = book.order().filter(({ startedAt }) => startedAt >= since);
    await inTurns(recent, ({ key }) => follow(key));
    setTimer();
  }

  const stop = book.onChange((change) => {
    switch (change.kind) {
      case 'received':
      case 'left':
      case 'moved':
      case 'gone':
        for (const key of changedCalls(change)) follow(key);
        setTimer();
        return;
      case 'restored':
        // There may be years of them.
        void followRecent();
        return;
      case 'claimed':
      case 'noted':
      case 'crm':
      case 'contacts':
      case 'texted':
      case 'untexted':
      case 'textsRead':
      case 'passed':
        return;
      default:
        exhaustive(change);
    }
  });
  void followRecent();
  return {
    onTurn(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look() {
      if (window !== ringWindowS()) {
        window = ringWindowS();
        void followRecent();
      }
      turn();
    },
    close() {
      isClosed = true;
      stop();
      clearTimeout(timer);
    },
  };
}
