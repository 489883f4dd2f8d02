import { useEffect, useMemo, useState } from 'react';
import type { CallKey } from '../../src-shared/brand.ts';
import type { CrmPage } from '../../src-shared/crm/config.ts';
import type { Words } from '../../src-shared/words/en.ts';
import type { ActionResult } from '../../src-shared/ipc/card.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';

/** What a card has to copy, and how main calls it: a message stands where a summary would. */
const COPIES = { number: 'number', summary: 'summary', left: 'summary', email: 'email' } as const;

function copiedWord(what: keyof typeof COPIES, words: Words): string {
  switch (what) {
    case 'number':
      return words.card.numberCopied;
    case 'summary':
      return words.card.summaryCopied;
    case 'left':
      return words.contact.leftCopied;
    case 'email':
      return words.contact.emailCopied;
  }
}

export interface CardActions {
  readonly dismiss: () => void;
  readonly pin: (pinned: boolean) => void;
  readonly touch: (touched: boolean) => void;
  readonly claim: () => void;
  /** Takes the claim back. */
  readonly release: () => void;
  readonly callBack: () => void;
  readonly copy: (what: keyof typeof COPIES) => void;
  /** The call in the calls window, or another part of it. */
  readonly details: (part?: CallKey) => void;
  readonly open: (record: CrmPage, deal?: string) => void;
}

type Failure = Extract<ActionResult, { ok: false }>['reason'];

const PROBLEM_SHOWN_MS = 6_000;

/** What one can do on a card, and why the last thing did not work: gone after a moment or with the next click. */
export function useCardActions(key: CallKey): { actions: CardActions; problem: string | null } {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    if (problem === null) return undefined;
    const timer = setTimeout(() => setProblem(null), PROBLEM_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [problem]);

  const actions = useMemo((): CardActions => {
    const tell = (text: string) => {
      setProblem(text);
      say(text);
    };
    const attempt = async <T>(answer: Promise<T>): Promise<T | null> => {
      setProblem(null);
      try {
        return await answer;
      } catch (error) {
        tell(words.action.failed);
        reportError(error);
        return null;
      }
    };
    const ask = async (
      answer: Promise<ActionResult>,
      failures: Readonly<Record<Failure, string>>,
      done: string | null = null,
    ) => {
      const result = await attempt(answer);
      if (result?.ok === false) tell(failures[result.reason]);
      else if (result !== null && done !== null) say(done);
    };
    return {
      dismiss: () => void attempt(bridge.request('card:dismiss', { key })),
      pin: (pinned) => void attempt(bridge.request('card:pin', { key, pinned })),
      // Nobody asked for this one: there is nothing to tell.
      touch: (touched) => void bridge.request('card:touch', { key, touched }).catch(reportError),
      claim: () =>
        void ask(bridge.request('card:claim', { key }), words.action.couldNotClaim, words.call.teamTold),
      release: () =>
        void ask(bridge.request('card:release', { key }), words.action.couldNotRelease, words.call.released),
      callBack: () => void ask(bridge.request('card:callBack', { key }), words.action.couldNotCall),
      copy: (what) => {
        void attempt(bridge.request('card:copy', { key, what: COPIES[what] }));
        say(copiedWord(what, words));
      },
      details: (part) => void attempt(bridge.request('card:details', { key: part ?? key })),
      open: (record, deal) =>
        void ask(
          bridge.request('card:open', deal === undefined ? { key, record } : { key, record, deal }),
          words.action.couldNotOpen,
        ),
    };
  }, [bridge, key, say, words]);

  return { actions, problem };
}
