import type { AgentEmail, CallKey } from '../../../src-shared/brand.ts';
import type { ReceivedEvent } from '../../../src-shared/calls/call.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import type { Gates } from '../../../src-main/presence/gate.ts';
import { DEFAULT_PREFERENCES } from '../../../src-shared/preferences/preferences.ts';
import {
  emptyScreen,
  nextDeadline,
  nextScreen,
  type Screen,
  type ScreenEvent,
} from '../../../src-main/pop/screen.ts';
import type { Policy } from '../../../src-shared/wire/policy.ts';
import { NORA, SAM, type AlloBody } from '../../fixtures/allo.ts';
import { CALL, receivedOf, isoAt, NOON } from './heard.ts';

export const WINDOW_S = 45;
const NOTHING_BEFORE = { at: NOON, calls: [], rings: [], dismissed: [] };
export const colleague = { agent: SAM as AgentEmail, name: 'Sam' };
export const mine = { agent: NORA as AgentEmail, name: null };

/** A screen to play events on: time stands still until it is let pass. */
export function play(before = NOTHING_BEFORE as Parameters<typeof emptyScreen>[0]) {
  let screen: Screen = emptyScreen(before);
  let now = NOON;
  let live = true;
  let away = false;
  let ownLines: Policy['ownLines'] = [];
  let gates: Gates = DEFAULT_PREFERENCES;
  const calls = new Map<CallKey, ReceivedEvent[]>();
  const context = () => ({ now, me: NORA, ringWindowS: WINDOW_S, live, gates, away, ownLines });
  const step = (event: ScreenEvent) => void (screen = nextScreen(screen, event, context()));
  return {
    step,
    choose: (choice: Partial<Gates>) => void (gates = { ...gates, ...choice }),
    listed: (lines: Policy['ownLines']) => void (ownLines = lines),
    goAway: (yes: boolean) => void (away = yes),
    replaying: (yes: boolean) => void (live = !yes),
    /** The clock moves on, and every deadline on the way is kept. */
    pass(ms: number) {
      const end = now + ms;
      for (;;) {
        const due = nextDeadline(screen, context());
        if (due === null || due > end) break;
        now = Math.max(due, now + 1);
        step({ kind: 'clock' });
      }
      now = end;
      step({ kind: 'clock' });
    },
    hear(body: AlloBody, { call = CALL, id = body.topic, ageMs = 0 } = {}) {
      const received = receivedOf(body, `${call}-${id}`, now, ageMs);
      calls.set(call, [...(calls.get(call) ?? []), received]);
      const folded = foldCall(call, calls.get(call) ?? []);
      if (folded !== null) step({ kind: 'received', received, call: folded });
    },
    call: (key: CallKey) => foldCall(key, calls.get(key) ?? []),
    keys: () => screen.cards.map((card) => card.call.key),
    get screen() {
      return screen;
    },
  };
}

/** The start of every call, in the spelling of rings and answers, and of completions. */
export const at = { started_at: isoAt(NOON) };
export const done = { start_date: isoAt(NOON) };

export type Desk = ReturnType<typeof play>;
