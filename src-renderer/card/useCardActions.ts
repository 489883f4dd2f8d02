import { useMemo } from 'react';
import type { CallKey } from '../../src-shared/brand.ts';
import type { CrmPage } from '../../src-shared/crm/config.ts';
import type { RequestPayload } from '../../src-shared/ipc/contract.ts';
import type { Words } from '../../src-shared/words/en.ts';
import { useAsk } from '../bridge/useAsk.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';

/** What of a call goes to the clipboard, and how main calls it: a message stands where a summary would. */
const COPIES = {
  number: 'number',
  summary: 'summary',
  left: 'summary',
  email: 'email',
  transcript: 'transcript',
} as const;

/** Which record, where there may be several. */
export type WhichRecord = Pick<RequestPayload<'card:open'>, 'deal' | 'choice' | 'search'>;

export type Copyable = keyof typeof COPIES;

export interface CardActions {
  readonly dismiss: () => void;
  readonly pin: (pinned: boolean) => void;
  readonly touch: (touched: boolean) => void;
  readonly claim: () => void;
  /** Takes the claim back. */
  readonly release: () => void;
  readonly callBack: () => void;
  /** @returns whether it is on the clipboard: nothing says "Copied" before */
  readonly copy: (what: Copyable) => Promise<boolean>;
  /** The call in the calls window, or another part of it. */
  readonly details: (part?: CallKey) => void;
  /** Brings its card back on screen. */
  readonly showCard: () => void;
  readonly open: (record: CrmPage, which?: WhichRecord) => void;
}

/** What one can do on a card, and why the last thing did not work: gone after a moment or with the next click. */
export function useCardActions(key: CallKey): { actions: CardActions; problem: string | null } {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const { ask, askOrHear, problem } = useAsk();

  const actions = useMemo((): CardActions => {
    const tell = async (doing: Promise<boolean>, done: string): Promise<boolean> => {
      const isDone = await doing;
      if (isDone) say(done);
      return isDone;
    };
    return {
      dismiss: () => void ask(() => bridge.request('card:dismiss', { key })),
      pin: (pinned) => void ask(() => bridge.request('card:pin', { key, pinned })),
      // Nobody asked for this one: there is nothing to tell.
      touch: (touched) => void bridge.request('card:touch', { key, touched }).catch(reportError),
      claim: () =>
        void tell(
          askOrHear(() => bridge.request('card:claim', { key }), words.action.couldNotClaim),
          words.call.teamTold,
        ),
      release: () =>
        void tell(
          askOrHear(() => bridge.request('card:release', { key }), words.action.couldNotRelease),
          words.call.released,
        ),
      callBack: () =>
        void askOrHear(() => bridge.request('card:callBack', { key }), words.action.couldNotCall),
      copy: (what) =>
        tell(
          askOrHear(
            () => bridge.request('card:copy', { key, what: COPIES[what] }),
            words.action.couldNotCopy,
          ),
          saidOf(what, words),
        ),
      details: (part) => void ask(() => bridge.request('card:details', { key: part ?? key })),
      showCard: () => void ask(() => bridge.request('home:showCall', { key })),
      open: (record, which = {}) =>
        void askOrHear(
          () => bridge.request('card:open', { key, record, ...which }),
          words.action.couldNotOpen,
        ),
    };
  }, [ask, askOrHear, bridge, key, say, words]);

  return { actions, problem };
}

function saidOf(what: Copyable, words: Words): string {
  switch (what) {
    case 'number':
      return words.card.numberCopied;
    case 'summary':
      return words.card.summaryCopied;
    case 'left':
      return words.contact.leftCopied;
    case 'email':
      return words.contact.emailCopied;
    case 'transcript':
      return words.history.transcriptCopied;
  }
}
