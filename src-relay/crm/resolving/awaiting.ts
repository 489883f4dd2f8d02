import type { CallKey } from '../../../src-shared/brand.ts';
import type { Print } from '../cache/prints.ts';
import type { Elsewhere, WaitingCall } from './flights.ts';

/** Calls whose party another relay asks for. They are looked at when it says something, or else when its turn is over. */
export interface Awaiting {
  add(flight: Elsewhere): void;
  /** Something is known of a party now: its calls are looked at. */
  arrived(party: Print): void;
  close(): void;
}

interface Waiting {
  readonly calls: Map<CallKey, WaitingCall>;
  readonly timer: NodeJS.Timeout;
}

export function startAwaiting(look: (call: WaitingCall) => void): Awaiting {
  const parties = new Map<Print, Waiting>();

  function arrived(party: Print): void {
    const waiting = parties.get(party);
    if (waiting === undefined) return;
    parties.delete(party);
    clearTimeout(waiting.timer);
    for (const call of waiting.calls.values()) look(call);
  }

  return {
    add: ({ party, calls, lookAgainInMs }) => {
      const before = parties.get(party);
      clearTimeout(before?.timer);
      const all = new Map([...(before?.calls ?? []), ...calls.map((one) => [one.call, one] as const)]);
      const timer = setTimeout(() => arrived(party), lookAgainInMs);
      parties.set(party, { calls: all, timer });
    },
    arrived,
    close: () => {
      for (const { timer } of parties.values()) clearTimeout(timer);
      parties.clear();
    },
  };
}
