import { randomBytes } from 'node:crypto';
import { answer, completed, dial, ring, tag, type AlloBody } from '../../test/fixtures/allo.ts';
import { partyOf, type SampleCaller } from '../../test/fixtures/callers.ts';
import type { PlayedCall } from './played-calls.ts';

export interface NewCall {
  readonly caller: SampleCaller;
  readonly direction: PlayedCall['direction'];
  readonly agent: string;
  readonly line: string;
  /** Seconds that it has been ringing for already. */
  readonly age: number;
}

/** A call that begins `age` seconds ago. */
export function beginCall({ caller, direction, agent, line, age }: NewCall, now = new Date()): PlayedCall {
  return {
    caller: caller.id,
    direction,
    startedAt: new Date(now.getTime() - age * 1000).toISOString(),
    agent,
    line,
    callId: `cll_${randomBytes(15).toString('base64url')}`,
  };
}

export function ringOf(call: PlayedCall, caller: SampleCaller): AlloBody {
  const known = partyOf(caller, new Date());
  const parts = { person: undefined, company: undefined, deals: undefined, ...known };
  const begin = call.direction === 'INBOUND' ? ring : dial;
  return begin({ ...numbersOf(call, caller), started_at: call.startedAt, user_email: call.agent, ...parts });
}

export function answerOf(call: PlayedCall, caller: SampleCaller): AlloBody {
  return answer({
    direction: call.direction,
    ...numbersOf(call, caller),
    started_at: call.startedAt,
    answered_at: new Date().toISOString(),
    user_email: call.agent,
  });
}

/** `result`: ANSWERED, VOICEMAIL, BLOCKED, FAILED, …; Allo's set is open. */
export function completionOf(call: PlayedCall, caller: SampleCaller, result: string): AlloBody {
  const numbers = numbersOf(call, caller);
  const talked = result === 'ANSWERED' || result.startsWith('TRANSFERRED');
  const seconds = talked ? Math.max(95, secondsSince(call.startedAt)) : 0;
  const name = [caller.person?.['name'], caller.person?.['last_name']].filter(Boolean).join(' ');
  return completed({
    id: call.callId,
    start_date: call.startedAt,
    type: call.direction,
    from_number: numbers.from_number,
    to: numbers.to_number,
    from_name: call.direction === 'INBOUND' ? name : 'Ringside',
    to_name: call.direction === 'INBOUND' ? 'Ringside' : name,
    result,
    user_email: call.agent,
    length: talked ? `${Math.floor(seconds / 60)}m ${seconds % 60}s` : '0s',
    length_in_minutes: Math.round((seconds / 60) * 100) / 100,
    summary: talked ? caller.summary : '',
    integration_id: caller.person?.['hubspot_id'] ?? null,
    ...(talked ? {} : { transcriptions: [], concatenated_transcript: '' }),
  });
}

export function tagOf(
  call: PlayedCall,
  key: string,
  name: string,
  topic: 'tag.added' | 'tag.removed',
): AlloBody {
  return tag({ call_id: call.callId, tag_key: key, tag_name: name, user_email: call.agent }, topic);
}

function numbersOf(call: PlayedCall, caller: SampleCaller) {
  return call.direction === 'INBOUND'
    ? { from_number: caller.number, to_number: call.line }
    : { from_number: call.line, to_number: caller.number };
}

function secondsSince(instant: string): number {
  return Math.round((Date.now() - Date.parse(instant)) / 1000);
}
