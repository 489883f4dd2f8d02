import * as v from 'valibot';
import { CrmFailure, type AskCrm, type Flight } from '../contract.ts';
import type { AttioReads } from './reads.ts';
import type { Members } from './records.ts';

const FRESH_MS = 24 * 60 * 60 * 1000;
/** After no answer, so that not every ring waits for names. */
const PAUSE_MS = 10 * 60 * 1000;
/** Names are a nicety: no ring waits longer for them. */
const WAIT_MS = 1000;

const listSchema = v.object({ data: v.array(v.unknown()) });
const memberSchema = v.object({
  id: v.object({ workspace_member_id: v.string() }),
  first_name: v.optional(v.fallback(v.string(), ''), ''),
  last_name: v.optional(v.fallback(v.string(), ''), ''),
});

interface MembersParts {
  readonly ask: AskCrm<AttioReads>;
  readonly headers: Readonly<Record<string, string>>;
  readonly elapsed: () => number;
}

/** The names of the workspace's members, asked for once a day. Never throws: without the right, nobody has a name. */
export function namesOfMembers({
  ask,
  headers,
  elapsed,
}: MembersParts): (flight: Flight) => Promise<Members> {
  let known: Members = new Map();
  let askAgainAt = -Infinity;
  let asking: Promise<Members> | null = null;

  async function load(flight: Flight): Promise<Members> {
    try {
      const until = Math.min(flight.until, elapsed() + WAIT_MS);
      const { json } = await ask('members', { headers }, { ...flight, until });
      known = readMembers(json);
      askAgainAt = elapsed() + FRESH_MS;
    } catch (error) {
      if (!(error instanceof CrmFailure)) throw error;
      askAgainAt = elapsed() + PAUSE_MS;
    } finally {
      asking = null;
    }
    return known;
  }

  return (flight) => {
    if (elapsed() < askAgainAt) return Promise.resolve(known);
    asking ??= load(flight);
    return asking;
  };
}

function readMembers(json: unknown): Members {
  const list = v.safeParse(listSchema, json);
  const members = list.success ? list.output.data : [];
  return new Map(
    members.flatMap((one) => {
      const member = v.safeParse(memberSchema, one);
      if (!member.success) return [];
      const { id, first_name: first, last_name: last } = member.output;
      const name = `${first} ${last}`.trim();
      return name === '' ? [] : [[id.workspace_member_id, name] as const];
    }),
  );
}
