import * as v from 'valibot';
import type { CallKey } from '../../src-shared/brand.ts';
import type { ElsewhereNews } from '../journal/shared.ts';
import type { AgentId } from '../sql/ids.ts';

/** What a relay, or a trigger, says to the others; of a newer one, perhaps what this one does not know. */
const call = v.pipe(
  v.string(),
  v.transform((text) => text as CallKey),
);
const hintSchema = v.object({
  from: v.optional(v.string()),
  /** ms since 1970 by the sender's clock. */
  at: v.optional(v.number()),
  told: v.optional(
    v.array(
      v.pipe(
        v.number(),
        v.transform((id) => id as AgentId),
      ),
    ),
  ),
  claimed: v.optional(call),
  released: v.optional(call),
  records: v.optional(call),
  directory: v.optional(v.boolean()),
  lookAgain: v.optional(v.boolean()),
});

export interface Hint {
  readonly news: readonly ElsewhereNews[];
  /** When this relay said so itself, ms since 1970; null: another one did. */
  readonly ownSince: number | null;
}

/**
 * Reads a notification. Of what the relay said itself only the directory is news to it: it has told its devices of the
 * rest. What cannot be read may be anything, so everything is looked at.
 */
export function readHint(payload: string, relay: string): Hint {
  const read = v.safeParse(hintSchema, jsonOf(payload));
  if (!read.success) return { news: [{ kind: 'lookAgain' }], ownSince: null };
  const { from, at, told, claimed, released, records, directory, lookAgain } = read.output;
  const everywhere: ElsewhereNews[] = [
    ...(directory === true ? [{ kind: 'directory' } as const] : []),
    ...(lookAgain === true ? [{ kind: 'lookAgain' } as const] : []),
  ];
  if (from === relay) return { news: everywhere, ownSince: at ?? null };
  const changed = claimed ?? released;
  return {
    news: [
      ...everywhere,
      ...(told === undefined ? [] : [{ kind: 'told', agents: told } as const]),
      ...(changed === undefined ? [] : [{ kind: 'claim', call: changed } as const]),
      ...(records === undefined ? [] : [{ kind: 'records', call: records } as const]),
    ],
    ownSince: null,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
