import { useCallback, useEffect, useState } from 'react';
import { useSurroundings } from './Surroundings.tsx';

const PROBLEM_SHOWN_MS = 6_000;

/** An answer that may be a refusal, with its reason. */
interface MayRefuse<R extends string> {
  readonly ok: boolean;
  readonly reason?: R;
}

export interface Asking {
  /**
   * Asks main for what the agent wanted; when it fails, that is shown and said. Never rejects.
   * @param failed what is shown then; in general by default
   * @returns whether it was done
   */
  readonly ask: (request: () => Promise<unknown>, failed?: string) => Promise<boolean>;
  /** As `ask`, where main may also refuse: each reason has its words. */
  readonly askOrHear: <R extends string>(
    request: () => Promise<MayRefuse<R>>,
    refusals: Readonly<Record<R, string>>,
  ) => Promise<boolean>;
  /** Why the last one did not work: gone after a moment or with the next one. */
  readonly problem: string | null;
}

/**
 * The one way to ask main for something on an agent's behalf: no click fails silently. What nobody asked for, as a
 * report of what is on screen, is asked for directly.
 */
export function useAsk(): Asking {
  const { language, say } = useSurroundings();
  const general = language.words.action.failed;
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    if (problem === null) return undefined;
    const timer = setTimeout(() => setProblem(null), PROBLEM_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [problem]);

  const tell = useCallback(
    (text: string) => {
      setProblem(text);
      say(text);
      return false;
    },
    [say],
  );
  const ask = useCallback(
    async (request: () => Promise<unknown>, failed: string = general) => {
      setProblem(null);
      try {
        await request();
        return true;
      } catch (error) {
        reportError(error);
        return tell(failed);
      }
    },
    [general, tell],
  );
  const askOrHear = useCallback(
    async <R extends string>(request: () => Promise<MayRefuse<R>>, refusals: Readonly<Record<R, string>>) => {
      let refused: string | null = null;
      const answered = await ask(async () => {
        const { ok, reason } = await request();
        if (!ok) refused = reason === undefined ? general : refusals[reason];
      });
      return refused === null ? answered : tell(refused);
    },
    [ask, general, tell],
  );
  return { ask, askOrHear, problem };
}
