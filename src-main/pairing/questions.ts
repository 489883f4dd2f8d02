/** One that is answered, and what was asked meanwhile: nobody is shown more. */
const MAX_WAITING = 1;

/**
 * Asks one question at a time. While one is open the same one is not asked again, and of the others only the newest waits: a
 * page can offer links by the dozen.
 * @param ask resolves when the question is over
 * @returns asks; `key` tells questions apart
 */
export function oneAtATime<T>(
  ask: (question: T) => Promise<void>,
  key: (question: T) => string,
  onError: (error: unknown) => void,
): (question: T) => void {
  let open: T | null = null;
  let waiting: readonly T[] = [];

  async function next(question: T): Promise<void> {
    open = question;
    try {
      await ask(question);
    } catch (error) {
      onError(error);
    } finally {
      open = null;
      const [first, ...rest] = waiting;
      waiting = rest;
      if (first !== undefined) void next(first);
    }
  }

  return (question) => {
    if (open === null) {
      void next(question);
      return;
    }
    if (key(open) === key(question)) return;
    waiting = [...waiting, question].slice(-MAX_WAITING);
  };
}
