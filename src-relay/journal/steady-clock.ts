/** A jump smaller than this is a correction, or a daylight-saving mistake at worst. */
const JUMP_MS = 2 * 3_600_000;
/** After a jump the clock is believed again when it has run on for so long. */
const PROBATION_MS = 24 * 3_600_000;

/**
 * Whether the wall clock can be trusted with erasing: one that is put years ahead by mistake would make everything too
 * old to keep. It is compared with a clock that never jumps at every question.
 */
export function steadyClock(now: () => number, elapsed: () => number): () => boolean {
  let offset = now() - elapsed();
  let believedFrom = elapsed();
  return () => {
    const current = now() - elapsed();
    if (Math.abs(current - offset) > JUMP_MS) believedFrom = elapsed() + PROBATION_MS;
    offset = current;
    return elapsed() >= believedFrom;
  };
}
