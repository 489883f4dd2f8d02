import { setTimeout as pause } from 'node:timers/promises';
import type { SampleCaller } from '../../test/fixtures/callers.ts';
import type { DemoSession } from '../demo/session.ts';
import { answerOf, beginCall, completionOf, ringOf, tagOf } from './events.ts';
import { rememberCall } from './played-calls.ts';
import { send } from './posting.ts';

/** A moment in a call's life, in the order that they are played. */
export type Moment = 'ring' | 'answer' | 'complete' | 'tag';

/** Called after each event was accepted; the next one waits for it. */
export type After = (moment: Moment) => Promise<void>;

/** Seconds between the events of a call that a person can follow. */
const HUMAN_PACE: Readonly<Record<Moment, number>> = { ring: 5, answer: 7, complete: 5, tag: 0 };

export async function atHumanPace(moment: Moment): Promise<void> {
  await pause(HUMAN_PACE[moment] * 1000);
}

/** An inbound call from start to end: it rings, is answered, ends with a summary, and gets a tag. */
export async function playCall(target: DemoSession, caller: SampleCaller, after: After): Promise<void> {
  const { agent, line } = target;
  const call = beginCall({ caller, direction: 'INBOUND', agent, line, age: 0 });
  rememberCall(call);
  await send(target, ringOf(call, caller));
  await after('ring');
  await send(target, answerOf(call, caller));
  await after('answer');
  await send(target, completionOf(call, caller, 'ANSWERED'));
  await after('complete');
  await send(target, tagOf(call, caller.tag.key, caller.tag.name, 'tag.added'));
  await after('tag');
}

/** A call that nobody takes: it rings, and ends on the voicemail. */
export async function playMissedCall(target: DemoSession, caller: SampleCaller, after: After): Promise<void> {
  const { agent, line } = target;
  const call = beginCall({ caller, direction: 'INBOUND', agent, line, age: 0 });
  rememberCall(call);
  await send(target, ringOf(call, caller));
  await after('ring');
  await send(target, completionOf(call, caller, 'VOICEMAIL'));
  await after('complete');
}
