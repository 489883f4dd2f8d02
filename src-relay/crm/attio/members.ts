import * as v from 'valibot';
import type { CrmAnswer, Flight } from '../contract.ts';
import { remembered, type Remembered } from '../remembered.ts';
import type { Members } from './records.ts';
import type { SendToAttio } from './rights.ts';

const FRESH_MS = 24 * 60 * 60 * 1000;
/** After no answer, so that not every ring waits for names. */
const FAILED_MS = 10 * 60 * 1000;
const WITHIN_MS = 10_000;

const listSchema = v.object({ data: v.array(v.unknown()) });
const memberSchema = v.object({
  id: v.object({ workspace_member_id: v.string() }),
  first_name: v.optional(v.fallback(v.string(), ''), ''),
  last_name: v.optional(v.fallback(v.string(), ''), ''),
});

/** The names of the workspace's members, asked for once a day. */
export function namesOfMembers(send: SendToAttio, elapsed: () => number): Remembered<Members> {
  const soon = (): Flight => ({ urgency: 'refresh', until: elapsed() + WITHIN_MS });
  const load = async (): Promise<Members> => readMembers(await send('members', soon()));
  return remembered({ load, freshMs: FRESH_MS, failedMs: FAILED_MS, elapsed });
}

function readMembers({ json }: CrmAnswer): Members {
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
