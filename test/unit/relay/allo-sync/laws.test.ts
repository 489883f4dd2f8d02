import fc from 'fast-check';
import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { agentWriting } from '../../../../src-relay/agents/agents.ts';
import { deviceWriting } from '../../../../src-relay/agents/devices.ts';
import { isNothing } from '../../../../src-relay/allo-sync/changes.ts';
import { knownTeam } from '../../../../src-relay/allo-sync/known.ts';
import { previewSync } from '../../../../src-relay/allo-sync/sync.ts';
import type { AlloNumber, AlloTeam, AlloUser } from '../../../../src-relay/allo-sync/team.ts';
import { DEFAULT_CONFIG, type RelayConfig } from '../../../../src-relay/config/schema.ts';
import { query } from '../../../../src-relay/sqlite/database.ts';
import type { DeviceId } from '../../../../src-relay/sql/ids.ts';
import { first, journal, NAMES, NUMBERS, second, sync, team, whole } from './made.ts';

/** Everything that the directory says, as rows. */
function contents(db: DatabaseSync): unknown {
  return JSON.parse(JSON.stringify([agentWriting(db).list(), knownTeam(db)]));
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

function byHand(db: DatabaseSync, { who, does, number, alias }: Hand): void {
  const writing = agentWriting(db);
  if (does === 'remove') writing.remove(who, 'hand');
  else
    try {
      writing.add(
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

function play(db: DatabaseSync, story: readonly (Hand | AlloTeam)[], config: RelayConfig): void {
  for (const step of story) {
    db.exec('SAVEPOINT step');
    if ('does' in step) byHand(db, step);
    else sync(db, step, false, config);
    db.exec('RELEASE step');
  }
}

describe('a sync, whatever happened before and whatever Allo answers', () => {
  it('leaves nothing to change when the same answer comes again', () => {
    fc.assert(
      fc.property(anyStory, anyConfig, anyTeam, fc.boolean(), (story, config, allo, remove) => {
        const db = journal();
        play(db, story, config);
        sync(db, allo, remove, config);
        const before = contents(db);
        const again = sync(db, allo, remove, config);
        expect(contents(db)).toEqual(before);
        expect(isNothing(again)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('does what the preview says, and the preview changes nothing', () => {
    fc.assert(
      fc.property(anyStory, anyConfig, anyTeam, (story, config, allo) => {
        const db = journal();
        play(db, story, config);
        const before = contents(db);
        const preview = previewSync(db, { allo, config, remove: false, askedAt: 0 });
        expect(contents(db)).toEqual(before);
        expect(sync(db, allo, false, config)).toEqual(preview);
      }),
    );
  });

  it('removes nobody unasked, and never whom the admin added', () => {
    fc.assert(
      fc.property(anyStory, anyConfig, anyTeam, fc.boolean(), (story, config, allo, remove) => {
        const db = journal();
        play(db, story, config);
        const before = agentWriting(db).list();
        sync(db, allo, remove, config);
        const after = new Set(
          agentWriting(db)
            .list()
            .map(({ email }) => email),
        );
        const gone = before.filter(({ email }) => !after.has(email));
        if (!remove) expect(gone).toEqual([]);
        expect(gone.filter(({ origin }) => origin === 'hand')).toEqual([]);
      }),
    );
  });

  it('keeps every name, line and alias that was written by hand, and brings back nothing that was taken away by hand', () => {
    fc.assert(
      fc.property(
        anyStory,
        anyConfig,
        anyTeam,
        anyHand,
        fc.boolean(),
        (story, config, allo, hand, remove) => {
          const db = journal();
          play(db, story, config);
          byHand(db, hand);
          const before = knownTeam(db);
          sync(db, allo, remove, config);
          const after = new Map(knownTeam(db).agents.map((agent) => [agent.email, agent]));
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

  it('takes nothing and nobody away on an answer that is not whole, or empty, or missing', () => {
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
    fc.assert(
      fc.property(anyStory, anyConfig, halfKnown, fc.boolean(), (story, config, allo, remove) => {
        const db = journal();
        play(db, story, config);
        const changes = sync(db, allo, remove, config);
        expect(changes).toMatchObject({ blocked: [], gone: [], linesGone: [], answersGone: [] });
      }),
    );
  });

  it('blocks only whom Allo says is blocked, and takes their devices, pairings and nothing else', () => {
    fc.assert(
      fc.property(anyStory, anyConfig, anyTeam, (story, config, allo) => {
        const db = journal();
        play(db, story, config);
        const devices = deviceWriting(db);
        for (const [i, { email }] of agentWriting(db).list().entries()) {
          const id = agentWriting(db).find(email);
          if (id === null) throw new Error('no agent');
          devices.add(id, { id: `d${i}` as DeviceId, tokenHash: `h${i}`, name: null }, 1);
          devices.offer(id, `c${i}`, 10 ** 15);
        }
        const { blocked } = sync(db, allo, false, config);
        const says = new Set(allo.users?.list.filter(({ isBlocked }) => isBlocked).map(({ id }) => id));
        const offered = query<{ email: string }>(
          db,
          'SELECT email FROM pairing JOIN agent ON agent.id = pairing.agent',
        );
        const stillOffered = new Set(offered.all().map(({ email }) => email));
        for (const { email, devices: count } of agentWriting(db).list()) {
          const isOut = blocked.includes(email);
          const isNew = count === 0 && !isOut;
          if (isOut) expect([count, stillOffered.has(email)]).toEqual([0, false]);
          else if (!isNew) expect([count, stillOffered.has(email)]).toEqual([1, true]);
          if (isOut) {
            const { users } = knownTeam(db).agents.find((one) => one.email === email) ?? { users: [] };
            expect(users.some((id) => says.has(id))).toBe(true);
          }
        }
      }),
    );
  });

  it('does not depend on the order of what Allo lists', () => {
    fc.assert(
      fc.property(
        anyStory,
        anyConfig,
        fc.uniqueArray(anyUser, { selector: ({ id }) => id }),
        (story, config, users) => {
          const [one, other] = [journal(first), journal(second)];
          play(one, story, config);
          play(other, story, config);
          sync(one, team(users), false, config);
          sync(other, team(users.toReversed()), false, config);
          expect(contents(one)).toEqual(contents(other));
        },
      ),
    );
  });
});
