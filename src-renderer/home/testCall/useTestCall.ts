import { useEffect, useState } from 'react';
import type { TestCallResult, TestCallStages } from '../../../src-shared/activity/activity.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

/** How far a test call has come. */
export type Testing =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' | 'done'; readonly stages: TestCallStages }
  /** `problem`: in words. */
  | { readonly kind: 'failed'; readonly problem: string; readonly stages: TestCallStages };

const NOWHERE: TestCallStages = {
  verifiedMs: null,
  committedMs: null,
  arrivedMs: null,
  paintedMs: null,
};

/** Plays a test call and follows it stage by stage; one at a time. */
export function useTestCall(): { readonly testing: Testing; readonly play: () => void } {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const [testing, setTesting] = useState<Testing>({ kind: 'idle' });

  useEffect(
    () =>
      bridge.on('activity:testCall', (stages) =>
        setTesting((now) => (now.kind === 'running' ? { kind: 'running', stages } : now)),
      ),
    [bridge],
  );

  const fail = (problem: string) => {
    setTesting((now) => ({ kind: 'failed', problem, stages: 'stages' in now ? now.stages : NOWHERE }));
    say(problem);
  };
  const play = async () => {
    if (testing.kind === 'running') return;
    setTesting({ kind: 'running', stages: NOWHERE });
    try {
      const result = await bridge.request('activity:testCall');
      if (!result.ok) return fail(problemOf(result, words));
      setTesting({ kind: 'done', stages: result.stages });
      say(words.testCall.stage.paintedMs);
    } catch (error) {
      fail(words.action.failed);
      reportError(error);
    }
  };
  return { testing, play: () => void play() };
}

function problemOf(result: Extract<TestCallResult, { ok: false }>, words: Words): string {
  if (result.problem !== 'no-card') return words.testCall.problem[result.problem];
  return `${words.testCall.cameWithoutCard} ${words.testCall.noCard[result.why]}`;
}
