import type { CallKey } from '../../src-shared/brand.ts';
import type { Ability } from '../../src-shared/wire/protocol.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { AgentId } from '../sql/ids.ts';
import { claimedFrame, encode } from './frames.ts';
import type { RecordsFrame } from '../../src-shared/wire/protocol.ts';

export interface RepeatingParts {
  readonly reader: Pick<JournalReader, 'claimsSince' | 'releases'>;
  readonly agent: AgentId;
  readonly can: readonly Ability[];
  readonly records: AsyncIterator<RecordsFrame>;
  /** ms since 1970. */
  readonly now: () => number;
}

/** A frame of what was known of a call when it was read. */
export interface Known {
  readonly call: CallKey;
  readonly frame: string;
}

/**
 * What a device is told once more before `live`. What it is told of a call while that is being read is newer than what was
 * read, and is the last word: nothing that is not `stillNews` then may follow it.
 */
export interface Repeating {
  /** The next frames of records, each made when it is asked for; null: there are no more. Rejects as the source does. */
  records(): Promise<Known[] | null>;
  /** Who has which call, and which were given back. @throws StoreFault */
  claims(): Promise<Known[]>;
  told(kind: 'records' | 'claims', call: CallKey): void;
  stillNews(kind: 'records' | 'claims', known: readonly Known[]): string[];
}

const CLAIMS_REPEATED_MS = 24 * 3_600_000;
/** So many frames of records go out in one turn: making one takes as long as an event or two. */
const RECORDS_A_TURN = 4;

export function repeating({ reader, agent, can, records, now }: RepeatingParts): Repeating {
  const toldOf = { records: new Set<CallKey>(), claims: new Set<CallKey>() };
  return {
    told: (kind, call) => void toldOf[kind].add(call),
    stillNews: (kind, known) => known.filter(({ call }) => !toldOf[kind].has(call)).map(({ frame }) => frame),
    records: async () => {
      const known: Known[] = [];
      for (let i = 0; i < RECORDS_A_TURN; i += 1) {
        const next = await records.next();
        if (next.done === true) return known.length === 0 ? null : known;
        known.push({ call: next.value.call, frame: encode(next.value) });
      }
      return known;
    },
    claims: async () => {
      toldOf.claims.clear();
      const claims = await reader.claimsSince(agent, now() - CLAIMS_REPEATED_MS);
      const releases = can.includes('release') ? await reader.releases(agent) : [];
      return [
        ...claims.map(({ call, agent: by, name }) => ({
          call,
          frame: claimedFrame(call, { agent: by, name }),
        })),
        ...releases.map(({ call, agent: by }) => ({
          call,
          frame: encode({ type: 'released', call, agent: by }),
        })),
      ];
    },
  };
}
