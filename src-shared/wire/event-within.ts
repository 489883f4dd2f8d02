import { MAX_EVENT_FRAME_BYTES } from '../limits/limits.ts';
import { withinLimits } from '../limits/within.ts';

/** An event frame with its `data` within the limits, and marked when some was left out; anything else as it is. */
export function eventWithin(frame: unknown, chars: number): unknown {
  if (typeof frame !== 'object' || frame === null || !('type' in frame) || frame.type !== 'event')
    return frame;
  if (!('data' in frame) || typeof frame.data !== 'object' || frame.data === null) return frame;
  const { data, beyond } = withinLimits(
    frame.data as Readonly<Record<string, unknown>>,
    chars > MAX_EVENT_FRAME_BYTES,
  );
  return beyond === null ? frame : { ...frame, data, reduced: beyond };
}
