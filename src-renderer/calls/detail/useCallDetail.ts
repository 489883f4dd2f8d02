import { useEffect, useState } from 'react';
import type { CallKey, WebhookId } from '../../../src-shared/brand.ts';
import type { NumberKey } from '../../../src-shared/format/number-key.ts';
import { concernsCall } from '../../../src-shared/texts/concerns.ts';
import type { CallDetail } from '../../../src-shared/history/rows.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

export type DetailState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'here'; readonly detail: CallDetail }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly retry: () => void };

/** The turn of a pane that is gone. */
const LEFT = -1;

/** Everything of one call, read again whenever its row or another part of it changes; the last one stays until the next is there. */
export function useCallDetail(key: CallKey): DetailState {
  const { bridge } = useSurroundings();
  const [state, setState] = useState<DetailState>({ kind: 'waiting' });
  useEffect(() => {
    let turn = 0;
    let legs: readonly (CallKey | null)[] = [];
    let shown: ShownTexts | null = null;
    const ask = async () => {
      const mine = (turn += 1);
      try {
        const detail = await bridge.request('history:call', { key });
        // Nobody will draw it, and main waits to hear that the page lived through it.
        if (turn === LEFT) void bridge.request('home:drawn', { call: key }).catch(reportError);
        if (mine !== turn) return;
        shown = detail === null ? null : textsOf(detail);
        legs = detail?.card.legs.map((leg) => leg.key) ?? [];
        setState(detail === null ? { kind: 'gone' } : { kind: 'here', detail });
      } catch (error) {
        if (mine === turn) setState({ kind: 'failed', retry: () => void ask() });
        reportError(error);
      }
    };
    const stops = [
      bridge.on('history:changed', ({ rows, gone }) => {
        const changed = [...gone, ...rows.map((row) => row.key)];
        if (changed.some((one) => one === key || legs.includes(one))) void ask();
      }),
      bridge.on('texts:changed', (change) => {
        if (shown !== null && concernsCall(change, shown.number, shown.messages)) void ask();
      }),
      // The names of places are in the language too.
      bridge.on('page:state', () => void ask()),
    ];
    void ask();
    return () => {
      turn = LEFT;
      for (const stop of stops) stop();
    };
  }, [bridge, key]);
  return state;
}

/** What a change of texts is held against. */
interface ShownTexts {
  readonly messages: ReadonlySet<WebhookId>;
  readonly number: NumberKey;
}

function textsOf({ messages, numberKey }: CallDetail): ShownTexts {
  return { messages: new Set(messages.map(({ id }) => id)), number: numberKey };
}
