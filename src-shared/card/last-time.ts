import type { Call } from '../calls/call.ts';
import { isUnreached, phaseOfResult } from '../calls/phase.ts';
import { isByAssistant } from '../calls/result.ts';
import { readNumber } from '../format/phone.ts';
import type { Memory } from '../calls/memory.ts';
import { agentBehind, type Policy } from '../wire/policy.ts';
import type { LastTime } from './model.ts';
import { agentName } from './names.ts';

/**
 * The call before this one, as the relay remembers it; when there was none, the last text message alone. Its times
 * are Allo's: to the minute that people tell, the clocks agree.
 */
export function lastTimeOf(memory: Memory | null, me: string | null, policy: Policy): LastTime | null {
  const sms = lastSmsOf(memory, me, policy);
  const last = memory?.lastCall;
  if (last === undefined)
    return sms === null
      ? null
      : {
          at: sms.at,
          direction: sms.direction,
          by: sms.by,
          byMe: sms.byMe,
          phase: null,
          result: null,
          summary: null,
          tags: [],
          sms,
        };
  const wasAnswered = last.answered === true;
  const phase =
    last.result === undefined
      ? null
      : phaseOfResult(last.result, { direction: last.direction, wasAnswered, hasSummary: true });
  // Whoever Allo names with a caller who reached nobody, or an assistant, may never have heard it ring.
  const byPerson = !isUnreached(phase, last) && !isByAssistant(last.result ?? null);
  const handledBy = byPerson ? last.handledBy : undefined;
  return {
    at: Date.parse(last.at),
    direction: last.direction,
    ...agentIn(handledBy, me, policy),
    phase,
    result: last.result ?? null,
    summary: last.summary ?? null,
    tags: last.tags ?? [],
    sms,
  };
}

function lastSmsOf(memory: Memory | null, me: string | null, policy: Policy): LastTime['sms'] {
  const sms = memory?.lastSms;
  if (sms === undefined) return null;
  const { at, direction, text = null, by } = sms;
  // What came in was written by whoever calls.
  const writer = direction === 'outbound' ? by : undefined;
  return { at: Date.parse(at), direction, text, ...agentIn(writer, me, policy) };
}

/** An agent for people, as far as it is not this one. */
function agentIn(
  address: string | undefined,
  me: string | null,
  policy: Policy,
): Pick<LastTime, 'by' | 'byMe'> {
  const agent = address === undefined ? null : agentBehind(address, policy);
  const byMe = agent !== null && agent === me;
  return { by: agent === null || byMe ? null : agentName(agent, policy), byMe };
}

/** Null when the number is withheld: nobody can say. */
export function callsBefore({ memory, number }: Call): number | null {
  return readNumber(number).tail === null ? null : (memory?.callsIn30Days ?? 0);
}
