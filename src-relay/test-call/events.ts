import type { KnownAgent } from '../journal/reader.ts';

/** Numbers kept for fiction: https://www.arcep.fr */
const LINE = '+33199003301';
const DAY_MS = 86_400_000;

/**
 * Who calls: a number for each agent, so that two agents who test in the same moment have two calls and not one that
 * rings on both.
 */
function callerOf({ id }: KnownAgent): string {
  return `+3319900${4000 + (id % 6000)}`;
}

/** `call.received` as Allo would write it, for this agent alone. @param startedAt ms since 1970 */
export function testRing(agent: KnownAgent, startedAt: number): string {
  const from = callerOf(agent);
  return envelope('call.received', startedAt, {
    from_number: from,
    to_number: LINE,
    started_at: at(startedAt),
    user_email: agent.email,
    person: {
      id: 'ringside-test-person',
      name: 'Test call',
      last_name: null,
      email: null,
      emails: [],
      numbers: [from],
      job_title: null,
    },
    company: { id: 'ringside-test-company', name: 'Ringside' },
    deals: [
      deal('1', 'First deal of the test call', 'Negotiation', 12_000, startedAt + 14 * DAY_MS),
      deal('2', 'Second deal of the test call', 'Qualified', 4_800, startedAt + 40 * DAY_MS),
    ],
  });
}

/** `call.completed` of the same call: the card fills in with the summary. */
export function testEnd(agent: KnownAgent, startedAt: number, endedAt: number, id: string): string {
  const seconds = Math.max(1, Math.round((endedAt - startedAt) / 1000));
  return envelope('call.completed', endedAt, {
    id,
    start_date: at(startedAt),
    recording_url: null,
    from_number: callerOf(agent),
    from_name: 'Test call',
    to: LINE,
    to_name: 'Ringside',
    length_in_minutes: seconds / 60,
    length: `${Math.floor(seconds / 60)}m ${seconds % 60}s`,
    tag: null,
    tags: [],
    summary: 'This was a **test call**: it came from your relay the way a real one does, and nobody rang.',
    transcriptions: [],
    concatenated_transcript: '',
    data_collected: {},
    type: 'INBOUND',
    result: 'ANSWERED',
    integration_id: null,
    transfer_from: { number: null, user_email: null, user_name: null },
    transfer_to: { number: null, user_email: null, user_name: null },
    transfer_original_call_id: null,
    user_email: agent.email,
    original_to_number: null,
    original_to_name: null,
    ivr_result: [],
  });
}

function deal(number: string, name: string, status: string, value: number, closes: number) {
  return { id: `ringside-test-deal-${number}`, name, status, value, currency: 'EUR', close_date: at(closes) };
}

function envelope(topic: string, timestamp: number, data: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ topic, version: '2.0', timestamp: at(timestamp), data });
}

function at(ms: number): string {
  return new Date(ms).toISOString();
}
