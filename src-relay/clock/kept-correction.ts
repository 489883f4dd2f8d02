import { readFile, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';

const FILE = 'clock.json';
const EVERY_MS = 10_000;
/** Two looks at the same clock differ by less. */
const SAME_CLOCK_MS = 2_000;
const WORTH_WRITING_MS = 500;

const keptSchema = v.object({
  correctionMs: v.pipe(v.number(), v.minValue(-300_000), v.maxValue(300_000)),
  /** When the machine started, by the clock that was corrected: another one after it was set, or after a new start. */
  machineStartedAt: v.number(),
});

/**
 * The correction of the run before, so that a relay that is started again need not measure before a ring can pop.
 * @param now ms since 1970
 * @returns null: none, or the clock is another one now
 */
export async function keptCorrection(folder: string, now: () => number): Promise<number | null> {
  try {
    const kept = v.parse(keptSchema, JSON.parse(await readFile(join(folder, FILE), 'utf8')));
    const isSameClock = Math.abs(kept.machineStartedAt - machineStartedAt(now)) <= SAME_CLOCK_MS;
    return isSameClock ? kept.correctionMs : null;
  } catch {
    // A file that is gone or damaged is no loss: three webhooks tell again.
    return null;
  }
}

/**
 * Keeps the correction in the folder, now and then and at the end.
 * @param kept what is in the folder already
 * @param trouble hears of a disk that does not take it
 * @returns stops, and keeps it a last time
 */
export function keepCorrection(
  folder: string,
  kept: number | null,
  correctionMs: () => number,
  now: () => number,
  trouble: (error: unknown) => void,
): () => Promise<void> {
  let written = kept ?? 0;
  async function keep(): Promise<void> {
    const current = correctionMs();
    if (Math.abs(current - written) < WORTH_WRITING_MS) return;
    written = current;
    const line = { correctionMs: current, machineStartedAt: machineStartedAt(now) };
    await writeFile(join(folder, FILE), `${JSON.stringify(line)}\n`, { mode: 0o600 }).catch(trouble);
  }
  const timer = setInterval(() => void keep(), EVERY_MS);
  return async () => {
    clearInterval(timer);
    await keep();
  };
}

function machineStartedAt(now: () => number): number {
  return now() - uptime() * 1000;
}
