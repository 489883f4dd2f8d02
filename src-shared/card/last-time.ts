import type { Call } from '../calls/call.ts';
import { phaseOfResult } from '../calls/phase.ts';
import { readNumber } from '../format/phone.ts';
import type { Memory } from '../wire/memory.ts';
import { agentBehind, type Policy } from '../wire/policy.ts';
import type { LastTime } from './model.ts';
import { agentName } from './names.ts';

/**
 * The call before this one, as the relay remembers it; when there was none, the last text message alone. Its times
 * are Allo's: to the minute that people tell, the clocks agree.
 */
export function lastTimeOf(memory: Memory | null, me: string | null, policy: Policy): LastTime | null {
  const sms = lastSmsOf(memory);
  const last = memory?.lastCall;
  if (last === undefined)
    return sms === null
      ? null
      : {
          at: sms.at,
          direction: sms.direction,
          by: null,
          byMe: false,
          phase: null,
          summary: null,
          tags: [],
          sms,
        };
  const handler = last.handledBy === undefined ? null : agentBehind(last.handledBy, policy);
  const byMe = handler !== null && handler === me;
  return {
    at: Date.parse(last.at),
    direction: last.direction,
    by: handler === null || byMe ? null : agentName(handler, policy),
    byMe,
    phase:
      last.result === undefined
        ? null
        : phaseOfResult(last.result, { direction: last.direction, wasAnswered: false, hasSummary: true }),
    summary: last.summary ?? null,
    tags: last.tags ?? [],
    sms,
  };
}

function lastSmsOf(memory: Memory | null): LastTime['sms'] {
  const sms = memory?.lastSms;
  return sms === undefined
    ? null
    : { at: Date.parse(sms.at), direction: sms.direction, text: sms.text ?? null };
}

/** Null when the number is withheld: nobody can say. */
export function callsBefore({ memory, number }: Call): number | null {
  return readNumber(number).tail === null ? null : (memory?.callsIn30Days ?? 0);
}
