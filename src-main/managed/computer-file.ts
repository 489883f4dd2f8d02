import { createHmac, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { jsonFile } from '../disk/json-file.ts';
import type { Log } from '../log/log.ts';

/** What tells a relay that this is the same computer as before, for this user. */
export interface ComputerFile {
  /**
   * A secret that nobody else knows; the same for as long as the user's data is there. The same data on another machine, or
   * for another user, makes another secret: fifty desks may be laid down from one image.
   */
  secret(): string;
  /** Whose computer the agent said it is; null: nobody has said, here and as this user. */
  agent(): string | null;
  keepAgent(agent: string): void;
  /** Another computer uses the same secret: this one gets a secret of its own. */
  renew(): void;
}

/** Where the file is used. */
export interface Place {
  /** Tells this machine from others; empty: the system does not. */
  readonly machine: string;
  /** The system's name of whoever is signed in. */
  readonly user: string;
}

const schema = v.object({
  secret: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  agent: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(256))), null),
  /** Where the agent said so. */
  place: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64))), null),
});
type Kept = v.InferOutput<typeof schema>;

/** A disk that keeps nothing costs a new computer at the relay with each start: the token is kept nowhere else either. */
export function openComputerFile(path: string, { machine, user }: Place, log: Log): ComputerFile {
  const file = jsonFile(path, schema, 'this computer’s secret', log);
  let kept: Kept | null = null;
  /** What the disk does not give now is not replaced. */
  let isKept = true;

  function read(): Kept {
    if (kept !== null) return kept;
    const stored = file.read();
    isKept = stored !== 'failed';
    kept = typeof stored === 'string' ? { secret: newSecret(), agent: null, place: null } : stored;
    if (typeof stored === 'string' && isKept) void file.keep(kept);
    return kept;
  }

  function change(to: Partial<Kept>): void {
    kept = { ...read(), ...to };
    if (isKept) void file.keep(kept);
  }

  function derived(of: 'computer' | 'place'): string {
    const what = JSON.stringify([of, machine, user]);
    return createHmac('sha256', read().secret).update(what).digest('base64url');
  }

  const agent = (): string | null => (read().place === derived('place') ? read().agent : null);
  const keepAgent = (said: string): void => change({ agent: said, place: derived('place') });
  return {
    secret: () => derived('computer'),
    agent,
    keepAgent,
    renew() {
      const said = agent();
      change({ secret: newSecret(), agent: null, place: null });
      if (said !== null) keepAgent(said);
    },
  };
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
