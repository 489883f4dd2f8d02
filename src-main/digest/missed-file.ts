import * as v from 'valibot';
import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import { jsonFile, type JsonFile } from '../disk/json-file.ts';
import type { Log } from '../log/log.ts';
import type { Missed } from './missed.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const pile = v.nullable(
  v.object({
    since: v.number(),
    calls: v.array(
      v.pipe(
        v.string(),
        v.transform((s) => s as CallKey),
      ),
    ),
    // A version of before only counted them.
    texts: v.optional(
      v.array(
        v.pipe(
          v.string(),
          v.transform((s) => s as WebhookId),
        ),
      ),
      [],
    ),
    messages: count,
  }),
);
const missedSchema = v.object({ gathering: pile, told: pile });

/** What was missed, kept over restarts: keys of calls and counts, nothing about anybody. */
export type MissedFile = JsonFile<Missed>;

export function missedFile(path: string, log: Log): MissedFile {
  return jsonFile(path, missedSchema, 'what was missed', log);
}
