import * as v from 'valibot';
import type { WebhookId } from '../../src-shared/brand.ts';
import { jsonFile } from '../disk/json-file.ts';
import type { Log } from '../log/log.ts';
import type { SettledBefore } from './unseen-rings.ts';

/** Longer than a ring can be fresh: who heard of it earlier needs no name. */
const NAMED_MS = 15 * 60_000;
/** More than the relay tells a computer that remembers nothing. */
const MOST = 2_000;

const schema = v.object({
  before: v.number(),
  rings: v.array(
    v.tuple([
      v.pipe(
        v.string(),
        v.transform((s) => s as WebhookId),
      ),
      v.number(),
    ]),
  ),
});

/**
 * Rings of which nothing more is to be seen, over restarts: closed, left by their own rules, kept away, or too late. The
 * file holds the ids of Allo's webhooks and moments, which say nothing about anybody. Of the last quarter of an hour, and
 * at most 2,000; what is older counts as settled without being named.
 */
export interface SettledRings extends SettledBefore {
  /** Oldest first. */
  ids(): WebhookId[];
  /** @param now ms by this machine's clock */
  settle(rings: readonly WebhookId[], now: number): void;
  /** Erases the file too. */
  clear(): void;
  /** Resolves when all of it is on disk, or when the disk has failed. */
  settled(): Promise<unknown>;
}

/**
 * Without a file everything that was heard before counts as settled: nothing pops twice on half knowledge.
 * @param now ms by this machine's clock
 */
export function openSettledRings(path: string, log: Log, now: number): SettledRings {
  const file = jsonFile(path, schema, 'what rang', log);
  const kept = file.read();
  const rings = new Map<WebhookId, number>(typeof kept === 'string' ? [] : kept.rings);
  let before = typeof kept === 'string' ? now : Math.min(kept.before, now);
  // From here on a ring that nobody sees through is known by not being named.
  if (kept === 'none' || kept === 'damaged') keep();

  function keep(): void {
    void file.keep({ before, rings: [...rings] });
  }

  return {
    get before() {
      return before;
    },
    has: (ring) => rings.has(ring),
    ids: () => [...rings.keys()],
    settle(more, at) {
      const fresh = more.filter((ring) => !rings.has(ring));
      if (fresh.length === 0) return;
      for (const ring of fresh) rings.set(ring, at);
      for (const [ring, since] of rings) {
        if (rings.size <= MOST && at - since <= NAMED_MS) break;
        rings.delete(ring);
        before = Math.max(before, since);
      }
      // The clock may have been set back.
      before = Math.max(Math.min(before, at), at - NAMED_MS);
      keep();
    },
    clear() {
      if (rings.size === 0) return;
      rings.clear();
      void file.erase();
    },
    settled: file.settled,
  };
}
