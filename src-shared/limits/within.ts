import { READ_FIELDS } from '../allo/read-fields.ts';
import { overstepOf, type Overstep } from './overstep.ts';
import { reduced } from './reduce.ts';

/** An event's `data` within the limits: all of it, or as much of it as they let through and what it was beyond. */
export interface Within {
  readonly data: Readonly<Record<string, unknown>>;
  /** Null: nothing was left out. */
  readonly beyond: Overstep | null;
}

/** @param isTooBig its size as JSON is beyond the limit, as far as that is known without writing it */
export function withinLimits(data: Readonly<Record<string, unknown>>, isTooBig = false): Within {
  const beyond = isTooBig ? 'size' : overstepOf(data);
  return beyond === null ? { data, beyond } : { data: reduced(data, READ_FIELDS), beyond };
}
