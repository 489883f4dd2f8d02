import { Command, InvalidArgumentError } from 'commander';
import { CALLERS, callerNamed, type SampleCaller } from '../test/fixtures/callers.ts';
import { answerOf, beginCall, completionOf, ringOf, tagOf } from './simulate/events.ts';
import { lastCall, rememberCall } from './simulate/played-calls.ts';
import { send } from './simulate/posting.ts';
import { atHumanPace, playCall, playMissedCall } from './simulate/scenario.ts';
import { findTarget, type TargetFlags } from './simulate/target.ts';
import { Problem } from './setup/problem.mjs';

/** Plays Allo: signs and posts webhooks. Resolves with the exit code. */
export async function simulate(args: readonly string[]): Promise<number> {
  await program().parseAsync(args, { from: 'user' });
  return 0;
}

function program(): Command {
  const simulator = new Command('simulate')
    .description('Plays Allo: signs and posts webhooks of invented callers to a relay.')
    .addHelpText(
      'after',
      `\nCallers:\n${callersHelp()}\n\nWithout flags it plays to the demo that runs (npm start).`,
    );
  addRing(simulator);
  addFollowUps(simulator);
  addScenario(simulator);
  return simulator;
}

function addRing(simulator: Command): void {
  playing(simulator.command('ring').description('a call starts ringing'))
    .option('--age <seconds>', 'how long it has been ringing already', seconds, 0)
    .option('--outbound', 'the agent dials out instead')
    .action(async (flags: TargetFlags & { caller?: string; age: number; outbound?: true }) => {
      const target = findTarget(flags);
      const caller = callerOf(flags.caller ?? 'ana');
      const direction = flags.outbound === true ? 'OUTBOUND' : 'INBOUND';
      const call = beginCall({ caller, direction, agent: target.agent, line: target.line, age: flags.age });
      await send(target, ringOf(call, caller));
      rememberCall(call);
    });
}

type FollowUp = TargetFlags & { caller?: string };

function addFollowUps(simulator: Command): void {
  playing(simulator.command('answer').description('the last ring is answered')).action(
    async (flags: FollowUp) => {
      const call = lastCall(flags.caller);
      await send(findTarget(flags), answerOf(withAgent(call, flags), callerOf(call.caller)));
    },
  );
  playing(simulator.command('complete').description('the last call is over'))
    .option('--result <result>', 'ANSWERED, VOICEMAIL, BLOCKED, FAILED, …', 'ANSWERED')
    .action(async (flags: FollowUp & { result: string }) => {
      const call = lastCall(flags.caller);
      const body = completionOf(withAgent(call, flags), callerOf(call.caller), flags.result);
      await send(findTarget(flags), body);
    });
  playing(simulator.command('tag').description('the last call gets a tag'))
    .option('--name <name>', "the tag's name")
    .option('--remove', 'takes it off instead')
    .action(async (flags: FollowUp & { name?: string; remove?: true }) => {
      const call = lastCall(flags.caller);
      const { key, name } = callerOf(call.caller).tag;
      const topic = flags.remove === true ? 'tag.removed' : 'tag.added';
      const ownKey = flags.name?.toLowerCase().replaceAll(/\W+/g, '_');
      await send(findTarget(flags), tagOf(withAgent(call, flags), ownKey ?? key, flags.name ?? name, topic));
    });
}

function addScenario(simulator: Command): void {
  playing(simulator.command('scenario').description('a whole call, at a human pace'))
    .option('--missed', 'nobody answers: voicemail')
    .action(async (flags: FollowUp & { missed?: true }) => {
      const play = flags.missed === true ? playMissedCall : playCall;
      await play(findTarget(flags), callerOf(flags.caller ?? 'ana'), atHumanPace);
    });
}

function playing(command: Command): Command {
  return command
    .option('--caller <name>', 'who calls (see simulate --help)')
    .option('--url <url>', "the relay's address")
    .option('--secret <whsec>', 'the webhook secret to sign with')
    .option('--agent <email>', 'whose call it is')
    .option('--line <number>', 'the Allo number');
}

function withAgent<C extends { readonly agent: string }>(call: C, { agent }: FollowUp): C {
  return agent === undefined ? call : { ...call, agent };
}

function callerOf(id: string): SampleCaller {
  const caller = callerNamed(id);
  if (caller !== null) return caller;
  throw new Problem('usage', `no caller "${id}"; there are: ${Object.keys(CALLERS).join(', ')}`);
}

function callersHelp(): string {
  return Object.values<SampleCaller>(CALLERS)
    .map(({ id, about }) => `  ${id.padEnd(10)}${about}`)
    .join('\n');
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('must be a number of seconds.');
}
