import { CLOSE } from '../../src-shared/wire/protocol.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { Session } from './session.ts';
import type { Turns } from './turns.ts';

export interface LookingParts {
  readonly reader: Pick<JournalReader, 'pairedAmong' | 'spans'>;
  readonly turns: Turns;
  readonly everyone: () => readonly Session[];
}

/** Finds out for all sessions together what nobody told of. @throws StoreFault */
export interface Looking {
  /** Closes the devices that were revoked. */
  forRevoked(): Promise<void>;
  /** Sends everybody what the journal has for them. @returns how many had not had everything, and were not at it */
  forNews(): Promise<number>;
}

/** So many at a time, so that others have their turn in between. */
const AT_ONCE = 500;

export function lookingFor({ reader, turns, everyone }: LookingParts): Looking {
  async function inParts(each: (sessions: readonly Session[]) => Promise<void>): Promise<void> {
    // Whoever connects meanwhile is looked at with their `resume`.
    const connected = everyone();
    for (let from = 0; from < connected.length; from += AT_ONCE) {
      await turns.take('live', () => each(connected.slice(from, from + AT_ONCE)));
    }
  }

  return {
    forRevoked: () =>
      inParts(async (sessions) => {
        const paired = await reader.pairedAmong([...new Set(sessions.map((one) => one.paired.device))]);
        for (const session of sessions) {
          if (!paired.has(session.paired.device)) session.close(CLOSE.revoked, 'revoked');
        }
      }),
    forNews: async () => {
      let behind = 0;
      await inParts(async (sessions) => {
        const spans = await reader.spans([...new Set(sessions.map((one) => one.paired.agent.id))]);
        for (const session of sessions) {
          const span = spans.get(session.paired.agent.id);
          if (span !== undefined && session.reaches(span)) behind += 1;
        }
      });
      return behind;
    },
  };
}
