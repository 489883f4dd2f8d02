import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { jsonFile } from '../disk/json-file.ts';
import type { Log } from '../log.ts';

/** What tells a relay that this is the same computer as before, for this user. */
export interface ComputerFile {
  /** A secret that nobody else knows; the same for as long as the user's data is there. */
  secret(): string;
  /** Whose computer the agent said it is; null: nobody has said. */
  agent(): string | null;
  keepAgent(agent: string): void;
}

const schema = v.object({
  secret: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  agent: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(256))), null),
});

/** A disk that keeps nothing costs a new computer at the relay with each start: the token is kept nowhere else either. */
export function openComputerFile(path: string, log: Log): ComputerFile {
  const file = jsonFile(path, schema, 'this computer’s secret', log);
  let kept: v.InferOutput<typeof schema> | null = null;

  function keep(change: Partial<v.InferOutput<typeof schema>>): v.InferOutput<typeof schema> {
    const before = read();
    kept = { ...before, ...change };
    void file.keep(kept);
    return kept;
  }

  function read(): v.InferOutput<typeof schema> {
    if (kept !== null) return kept;
    const stored = file.read();
    kept =
      typeof stored === 'string' ? { secret: randomBytes(32).toString('base64url'), agent: null } : stored;
    // What the disk does not give now is not replaced.
    if (stored === 'none' || stored === 'damaged') void file.keep(kept);
    return kept;
  }

  return {
    secret: () => read().secret,
    agent: () => read().agent,
    keepAgent: (agent) => void keep({ agent }),
  };
}
