import fc from 'fast-check';
import { afterEach, describe, it } from 'vitest';
import { relayLab } from '../fixtures/relay/lab.ts';
import { atLength } from './length.ts';
import { AGENTS, PlayedTeam } from './model/played-team.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const RUNS = atLength({ short: 20, full: 150 });

interface Step {
  readonly name: string;
  /** Whether it can happen now. */
  possible(team: PlayedTeam): boolean;
  happen(team: PlayedTeam): Promise<void>;
}

/** fast-check's commands want the model apart; here it lives beside what it is compared with. */
function commandOf(step: Step): fc.AsyncCommand<object, PlayedTeam> {
  return {
    check: () => true,
    run: async (_, team) => {
      if (!step.possible(team)) return;
      await step.happen(team);
      await team.compare();
    },
    toString: () => step.name,
  };
}

const agent = fc.constantFrom(...AGENTS);
const call = fc.integer({ min: 0, max: 2 });
const which = fc.nat({ max: 1000 });
const always = (): boolean => true;
const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % Math.max(1, from.length)];

const calls = [
  fc
    .tuple(fc.constantFrom('ring', 'ring', 'answer', 'completed'), call, agent)
    .map(([kind, number, user]): Step => {
      // A call has one event of a kind and user, and is completed once.
      const once = kind === 'completed' ? `completed ${number}` : `${kind} ${number} ${user}`;
      return {
        name: `${kind}(${number}, ${user})`,
        possible: (team) => !team.happened.has(once),
        happen: (team) => {
          team.happened.add(once);
          return team.callEvent(kind, number, user);
        },
      };
    }),
  call.map((number): Step => ({
    name: `tag(${number})`,
    possible: always,
    happen: (team) => team.tag(number),
  })),
];

const webhooks = [
  agent.map((to): Step => ({ name: `text(${to})`, possible: always, happen: (team) => team.text(to) })),
  which.map((at): Step => ({
    name: `postAgain(${at})`,
    possible: (team) => team.model.posted.length > 0,
    happen: (team) => team.postAgain(pick(team.model.posted, at) ?? ''),
  })),
];

const onPlayer = (
  name: string,
  does: (team: PlayedTeam, player: PlayedTeam['players'][number]) => Promise<void> | void,
  online: boolean | null,
) =>
  which.map((at): Step => {
    const one = (team: PlayedTeam) =>
      pick(
        team.players.filter((player) => online === null || player.online === online),
        at,
      );
    return {
      name: `${name}(${at})`,
      possible: (team) => one(team) !== undefined,
      happen: async (team) => {
        const player = one(team);
        if (player !== undefined) await does(team, player);
      },
    };
  });

const people = [
  agent.map((email): Step => ({
    name: `addAgent(${email})`,
    possible: (team) => !team.model.agents.has(email),
    happen: (team) => team.addAgent(email),
  })),
  agent.map((email): Step => ({
    name: `addDevice(${email})`,
    possible: (team) => team.model.agents.has(email) && team.players.length < 6,
    happen: (team) => team.addDevice(email),
  })),
  onPlayer('connect', (team, player) => team.connect(player), false),
  onPlayer('disconnect', (team, player) => team.disconnect(player), true),
];

const rare = [
  agent.map((email): Step => ({
    name: `removeAgent(${email})`,
    possible: (team) => team.model.agents.has(email),
    happen: (team) => team.removeAgent(email),
  })),
  onPlayer('revoke', (team, player) => team.revoke(player), null),
  fc.constant<Step>({ name: 'restart', possible: always, happen: (team) => team.restart() }),
];

describe('journal and hub', () => {
  it('tell every device what the model says, through restarts and whatever else happens', async () => {
    const commands = [...calls, ...calls, ...calls, ...calls, ...webhooks, ...people, ...people, ...rare].map(
      (step) => step.map(commandOf),
    );
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (steps) => {
        const team = await PlayedTeam.start(lab);
        for (const email of AGENTS.slice(0, 2)) {
          await team.addAgent(email);
          await team.addDevice(email);
        }
        try {
          await fc.asyncModelRun(() => ({ model: {}, real: team }), steps);
          for (const player of team.players) if (!player.online) await team.connect(player);
          await team.compare();
        } finally {
          await lab.cleanUp();
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 300_000);
});
