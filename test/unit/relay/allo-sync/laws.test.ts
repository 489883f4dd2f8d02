import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentWriting } from '../../../../src-relay/agents/agents.ts';
import { deviceWriting } from '../../../../src-relay/agents/devices.ts';
import { listAgents } from '../../../../src-relay/agents/listing.ts';
import { isNothing } from '../../../../src-relay/allo-sync/changes.ts';
import { knownTeam } from '../../../../src-relay/allo-sync/known.ts';
import { previewSync } from '../../../../src-relay/allo-sync/sync.ts';
import type { AlloNumber, AlloTeam, AlloUser } from '../../../../src-relay/allo-sync/team.ts';
import { DEFAULT_CONFIG, type RelayConfig } from '../../../../src-relay/config/schema.ts';
import type { DeviceId } from '../../../../src-relay/sql/ids.ts';
import type { Sql } from '../../../../src-relay/sql/sql.ts';
import { first, journal, NAMES, NUMBERS, second, sync, team, whole } from './made.ts';

/** Everything that the directory says, as rows. */
async function contents(sql: Sql): Promise<unknown> {
  return JSON.parse(JSON.stringify([await listAgents(sql), await knownTeam(sql)]));
}

const anyUser: fc.Arbitrary<AlloUser> = fc.record({
  id: fc.constantFrom('usr-1', 'usr-2', 'usr-3', 'usr-4', 'usr-5'),
  email: fc.option(fc.constantFrom(...NAMES)),
  name: fc.option(fc.constantFrom('Ana', 'Ben', 'Cho')),
  isBlocked: fc.boolean(),
});
const anyNumber: fc.Arbitrary<AlloNumber> = fc.record({
  number: fc.constantFrom(...NUMBERS),
  name: fc.option(fc.constantFrom('Sales', 'Support')),
  users: fc.option(fc.array(anyUser, { maxLength: 3 })),
});
const answered = <T>(one: fc.Arbitrary<T>) =>
  fc.option(fc.record({ list: fc.array(one, { maxLength: 6 }), isWhole: fc.boolean() }));
const anyTeam: fc.Arbitrary<AlloTeam> = fc.record({
  users: answered(anyUser),
  numbers: answered(anyNumber),
  troubles: fc.constant([]),
});
const anyConfig: fc.Arbitrary<RelayConfig> = fc
  .record({
    aliases: fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES), { maxKeys: 1 }),
    withoutRingside: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 1 }),
    lines: fc.dictionary(
      fc.constantFrom(...NUMBERS),
      fc.record({ agents: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }) }),
      { maxKeys: 1 },
    ),
  })
  .map((parts) => ({ ...DEFAULT_CONFIG, ...parts }));
/** What an admin types before, between and after syncs. */
const anyHand = fc.record({
  who: fc.constantFrom(...NAMES),
  does: fc.constantFrom('add', 'name', 'line', 'alias', 'remove'),
  number: fc.constantFrom(...NUMBERS),
  alias: fc.constantFrom(...NAMES),
});
type Hand = typeof anyHand extends fc.Arbitrary<infer T> ? T : never;

async function byHand(sql: Sql, { who, does, number, alias }: Hand): Promise<void> {
  const writing = agentWriting(sql);
  if (does === 'remove') await writing.remove(who, 'hand');
  else
    try {
      await writing.add(
        {
          email: who,
          name: does === 'name' ? `by hand ${who}` : null,
          lines: does === 'line' ? [number] : [],
          aliases: does === 'alias' && alias !== who ? [alias] : [],
        },
        1,
      );
    } catch {
      // The address is somebody else's.
    }
}
const anyStory = fc.array(fc.oneof(anyHand, anyTeam, anyTeam), { maxLength: 5 });

async function play(sql: Sql, story: readonly (Hand | AlloTeam)[], config: RelayConfig): Promise<void> {
  for (const step of story) {
    if ('does' in step) await byHand(sql, step);
    else await sync(sql, step, false, config);
  }
}

describe('a sync, whatever happened before and whatever Allo answers', () => {
  it('leaves nothing to change when the same answer comes again', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, anyConfig, anyTeam, fc.boolean(), async (story, config, allo, remove) => {
        const sql = journal();
        await play(sql, story, config);
        await sync(sql, allo, remove, config);
        const before = await contents(sql);
        const again = await sync(sql, allo, remove, config);
        expect(await contents(sql)).toEqual(before);
        expect(isNothing(again)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('does what the preview says, and the preview changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, anyConfig, anyTeam, async (story, config, allo) => {
        const sql = journal();
        await play(sql, story, config);
        const before = await contents(sql);
        const preview = await previewSync(sql, { allo, config, remove: false, askedAt: 0 });
        expect(await contents(sql)).toEqual(before);
        expect(await sync(sql, allo, false, config)).toEqual(preview);
      }),
    );
  });

  it('removes nobody unasked, and never whom the admin added', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, anyConfig, anyTeam, fc.boolean(), async (story, config, allo, remove) => {
        const sql = journal();
        await play(sql, story, config);
        const before = await listAgents(sql);
        await sync(sql, allo, remove, config);
        const after = new Set((await listAgents(sql)).map(({ email }) => email));
        const gone = before.filter(({ email }) => !after.has(email));
        if (!remove) expect(gone).toEqual([]);
        expect(gone.filter(({ origin }) => origin === 'hand')).toEqual([]);
      }),
    );
  });

  it('keeps every name, line and alias that was written by hand, and brings back nothing that was taken away by hand', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyStory,
        anyConfig,
        anyTeam,
        anyHand,
        fc.boolean(),
        async (story, config, allo, hand, remove) => {
          const sql = journal();
          await play(sql, story, config);
          await byHand(sql, hand);
          const before = await knownTeam(sql);
          await sync(sql, allo, remove, config);
          const after = new Map((await knownTeam(sql)).agents.map((agent) => [agent.email, agent]));
          for (const { email, name, nameFrom, origin, lines, aliases } of before.agents) {
            const now = after.get(email);
            if (origin === 'hand') expect(now).toBeDefined();
            if (now === undefined) continue;
            if (name !== null && nameFrom === 'hand') expect(now.name).toBe(name);
            for (const line of lines.filter((one) => one.origin === 'hand'))
              expect(now.lines).toContainEqual(line);
            for (const one of aliases.filter((alias) => alias.origin === 'hand')) {
              expect(now.aliases).toContainEqual(one);
            }
          }
          if (hand.does === 'remove' && !before.agents.some(({ email }) => email === hand.who)) {
            const was = before.keptOff.some(({ who, what }) => who === hand.who && what === '');
            if (was) expect(after.has(hand.who)).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes nothing and nobody away on an answer that is not whole, or empty, or missing', async () => {
    const halfKnown = anyTeam.chain((allo) =>
      fc.constantFrom<AlloTeam>(
        { ...allo, users: null, numbers: null },
        { ...allo, users: whole([]), numbers: whole([]) },
        {
          ...allo,
          users: { list: allo.users?.list ?? [], isWhole: false },
          numbers: { list: allo.numbers?.list ?? [], isWhole: false },
        },
      ),
    );
    await fc.assert(
      fc.asyncProperty(anyStory, anyConfig, halfKnown, fc.boolean(), async (story, config, allo, remove) => {
        const sql = journal();
        await play(sql, story, config);
        const changes = await sync(sql, allo, remove, config);
        expect(changes).toMatchObject({ blocked: [], gone: [], linesGone: [], answersGone: [] });
      }),
    );
  });

  it('blocks only whom Allo says is blocked, and takes their devices, pairings and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, anyConfig, anyTeam, async (story, config, allo) => {
        const sql = journal();
        await play(sql, story, config);
        const devices = deviceWriting(sql);
        for (const [i, { email }] of (await listAgents(sql)).entries()) {
          const id = await agentWriting(sql).find(email);
          if (id === null) throw new Error('no agent');
          await devices.add(id, { id: `d${i}` as DeviceId, tokenHash: `h${i}`, name: null }, 1);
          await devices.offer(id, `c${i}`, 10 ** 15);
        }
        const { blocked } = await sync(sql, allo, false, config);
        const says = new Set(allo.users?.list.filter(({ isBlocked }) => isBlocked).map(({ id }) => id));
        const offered = await sql.all<{ email: string }>(
          'SELECT email FROM pairing JOIN agent ON agent.id = pairing.agent',
        );
        const stillOffered = new Set(offered.map(({ email }) => email));
        for (const { email, devices: count } of await listAgents(sql)) {
          const isOut = blocked.includes(email);
          const isNew = count === 0 && !isOut;
          if (isOut) expect([count, stillOffered.has(email)]).toEqual([0, false]);
          else if (!isNew) expect([count, stillOffered.has(email)]).toEqual([1, true]);
          if (isOut) {
            const { agents } = await knownTeam(sql);
            const { users } = agents.find((one) => one.email === email) ?? { users: [] };
            expect(users.some((id) => says.has(id))).toBe(true);
          }
        }
      }),
    );
  });

  it('does not depend on the order of what Allo lists', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyStory,
        anyConfig,
        fc.uniqueArray(anyUser, { selector: ({ id }) => id }),
        async (story, config, users) => {
          const [one, other] = [journal(first), journal(second)];
          await play(one, story, config);
          await play(other, story, config);
          await sync(one, team(users), false, config);
          await sync(other, team(users.toReversed()), false, config);
          expect(await contents(one)).toEqual(await contents(other));
        },
      ),
    );
  });
});
