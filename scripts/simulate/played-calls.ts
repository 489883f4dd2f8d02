import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { DEMO_FOLDER } from '../demo/session.ts';
import { Problem } from '../setup/problem.mjs';

/** A call that was played, as far as its later events repeat it. */
const playedSchema = v.object({
  caller: v.string(),
  direction: v.picklist(['INBOUND', 'OUTBOUND']),
  startedAt: v.string(),
  agent: v.string(),
  line: v.string(),
  /** The id that Allo gives when the call is completed. */
  callId: v.string(),
});
export type PlayedCall = v.InferOutput<typeof playedSchema>;

const FILE = join(DEMO_FOLDER, 'simulate.json');

/** Keeps the last call of each caller, so that `answer`, `complete` and `tag` know what they follow. */
export function rememberCall(call: PlayedCall): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify({ ...readAll(), [call.caller]: call, last: call }, null, 2));
}

/**
 * The last call of that caller, or of anybody.
 * @throws {Problem} usage, when there was none
 */
export function lastCall(caller: string | undefined): PlayedCall {
  const call = readAll()[caller ?? 'last'];
  if (call !== undefined) return call;
  throw new Problem(
    'usage',
    `no call ${caller === undefined ? '' : `from ${caller} `}was played yet: ring first`,
  );
}

function readAll(): Readonly<Record<string, PlayedCall>> {
  if (!existsSync(FILE)) return {};
  const read = v.safeParse(v.record(v.string(), playedSchema), JSON.parse(readFileSync(FILE, 'utf8')));
  return read.success ? read.output : {};
}
