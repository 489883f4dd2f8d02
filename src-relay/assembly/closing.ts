/** What was opened is closed in reverse order, whether the start fails half-way or the relay stops. */
export interface ClosingOrder {
  add(step: () => unknown): void;
  /**
   * Runs every step once, whatever becomes of the others: one that fails is told of, one that hangs is left after 3 s.
   * Never rejects; later calls wait for the same end.
   */
  run(): Promise<void>;
}

const STEP_WITHIN_MS = 3000;

export function closingOrder(trouble: (error: unknown) => void, withinMs = STEP_WITHIN_MS): ClosingOrder {
  const steps: (() => unknown)[] = [];
  let running: Promise<void> | null = null;
  async function close(step: () => unknown): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('a step of closing hangs')), withinMs);
    });
    try {
      await Promise.race([step(), late]);
    } catch (error) {
      trouble(error);
    } finally {
      clearTimeout(timer);
    }
  }
  async function closeAll(): Promise<void> {
    for (const step of steps.reverse()) await close(step);
  }
  return {
    add: (step) => void steps.push(step),
    run: () => (running ??= closeAll()),
  };
}
