import { useEffect, useState } from 'react';
import type { TestCallProblem, TestCallStages } from '../../../src-shared/activity/activity.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

/** How far a test call has come. */
export type Testing =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' | 'done'; readonly stages: TestCallStages }
  | {
      readonly kind: 'failed';
      readonly problem: TestCallProblem | 'unanswered';
      readonly stages: TestCallStages;
    };

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

  const fail = (problem: TestCallProblem | 'unanswered') => {
    setTesting((now) => ({ kind: 'failed', problem, stages: 'stages' in now ? now.stages : NOWHERE }));
    say(problem === 'unanswered' ? words.action.failed : words.testCall.problem[problem]);
  };
  const play = async () => {
    if (testing.kind === 'running') return;
    setTesting({ kind: 'running', stages: NOWHERE });
    try {
      const result = await bridge.request('activity:testCall');
      if (!result.ok) return fail(result.problem);
      setTesting({ kind: 'done', stages: result.stages });
      say(words.testCall.stage.paintedMs);
    } catch (error) {
      fail('unanswered');
      reportError(error);
    }
  };
  return { testing, play: () => void play() };
}
