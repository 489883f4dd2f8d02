/** What was opened is closed in reverse order, whether the start fails half-way or the relay stops. */
export interface ClosingOrder {
  add(step: () => unknown): void;
  /** Runs every step once; later calls wait for the same end. */
  run(): Promise<void>;
}

export function closingOrder(): ClosingOrder {
  const steps: (() => unknown)[] = [];
  let running: Promise<void> | null = null;
  async function closeAll(): Promise<void> {
    for (const step of steps.reverse()) await step();
  }
  return {
    add: (step) => void steps.push(step),
    run: () => (running ??= closeAll()),
  };
}
