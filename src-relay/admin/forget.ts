import type { OurOwn } from '../forget/finding.ts';
import { forgetPerson, type Forgotten } from '../forget/forgetting.ts';
import type { Sought } from '../forget/sought.ts';
import type { Database } from '../sql/sql.ts';

/** Erases a person, in many short transactions. */
export type ForgetVerb = (seed: Sought, ours: OurOwn) => Promise<Forgotten & ElsewhereToo>;

export interface ElsewhereToo {
  /** Where copies stay for a while that no command reaches, a sentence each. */
  readonly elsewhere: readonly string[];
}

export function forgetVerb(database: Database): ForgetVerb {
  return async (seed, ours) => ({
    ...(await forgetPerson(database, seed, ours)),
    elsewhere: database.remnants.elsewhere,
  });
}
