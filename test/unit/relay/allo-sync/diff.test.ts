import fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { AgentEmail } from '../../../../src-shared/brand.ts';
import { agentWriting } from '../../../../src-relay/agents/agents.ts';
import { directoryReader } from '../../../../src-relay/agents/directory.ts';
import { deviceWriting } from '../../../../src-relay/agents/devices.ts';
import { isNothing } from '../../../../src-relay/allo-sync/changes.ts';
import { knownTeam } from '../../../../src-relay/allo-sync/known.ts';
import { directorySync, previewSync } from '../../../../src-relay/allo-sync/sync.ts';
import type { AlloNumber, AlloTeam, AlloUser } from '../../../../src-relay/allo-sync/team.ts';
import { DEFAULT_CONFIG, type RelayConfig } from '../../../../src-relay/config/schema.ts';
import { query } from '../../../../src-relay/journal/database.ts';
import type { DeviceId } from '../../../../src-relay/journal/ids.ts';
import { MIGRATIONS } from '../../../../src-relay/journal/schema.ts';

const at = (name: string): AgentEmail => `${name}@ringside.example` as AgentEmail;
const NAMES = ['ana', 'ben', 'cho', 'dee', 'eli'].map(at);
const NUMBERS = ['+33199003300', '+33199003301', '+33199003302'];

function emptyJournal(): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration);
  db.exec("INSERT INTO journal (one, epoch) VALUES (1, 'e')");
  return db;
}

/** Made once: what a run writes is rolled back by the next one. */
const [first, second] = [emptyJournal(), emptyJournal()];
const clocks = new Map<DatabaseSync, number>();

function journal(db = first): DatabaseSync {
  if (db.isTransaction) db.exec('ROLLBACK');
  db.exec('BEGIN');
  clocks.set(db, 0);
  return db;
}

function add(db: DatabaseSync, email: AgentEmail, more: Partial<Record<'lines' | 'aliases', string[]>> = {}) {
  agentWriting(db).add({ email, name: null, lines: [], aliases: [], ...more }, 1);
}

function sync(db: DatabaseSync, allo: AlloTeam, remove = false, config: RelayConfig = DEFAULT_CONFIG) {
  const clock = (clocks.get(db) ?? 0) + 1;
  clocks.set(db, clock);
  const done = directorySync(db)({ allo, askedAt: clock, remove, config }, clock);
  if (done.status !== 'done') throw new Error(done.status);
  return done.changes;
}

const whole = <T>(list: readonly T[]) => ({ list, isWhole: true });
const team = (users: readonly AlloUser[], numbers: readonly AlloNumber[] = []): AlloTeam => ({
  users: whole(users),
  numbers: whole(numbers),
  troubles: [],
});
const user = (id: string, email: AgentEmail | null = at(id), isBlocked = false): AlloUser => ({
  id: `usr-${id}`,
  email,
  name: id,
  isBlocked,
});

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
        const after = new Set(agentWriting(db).list().map(({ email }) => email));
        const gone = before.filter(({ email }) => !after.has(email));
        if (!remove) expect(gone).toEqual([]);
        expect(gone.filter(({ origin }) => origin === 'hand')).toEqual([]);
      }),
    );
  });

  it('keeps every name, line and alias that was written by hand, and brings back nothing that was taken away by hand', () => {
    fc.assert(
      fc.property(anyStory, anyConfig, anyTeam, anyHand, fc.boolean(), (story, config, allo, hand, remove) => {
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
          for (const line of lines.filter((one) => one.origin === 'hand')) expect(now.lines).toContainEqual(line);
          for (const one of aliases.filter((alias) => alias.origin === 'hand')) {
            expect(now.aliases).toContainEqual(one);
          }
        }
        if (hand.does === 'remove' && !before.agents.some(({ email }) => email === hand.who)) {
          const was = before.keptOff.some(({ who, what }) => who === hand.who && what === '');
          if (was) expect(after.has(hand.who)).toBe(false);
        }
      }),
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
      fc.property(anyStory, anyConfig, fc.uniqueArray(anyUser, { selector: ({ id }) => id }), (story, config, users) => {
        const [one, other] = [journal(first), journal(second)];
        play(one, story, config);
        play(other, story, config);
        sync(one, team(users), false, config);
        sync(other, team(users.toReversed()), false, config);
        expect(contents(one)).toEqual(contents(other));
      }),
    );
  });
});

describe('who is who', () => {
  it('finds an agent under the address that the admin has, in any way that leads there', () => {
    const db = journal();
    add(db, at('ana'));
    add(db, at('ben'), { aliases: [at('b.old')] });
    const config = { ...DEFAULT_CONFIG, aliases: { [at('c.old')]: at('cho') } };
    const { added, links } = sync(db, team([user('ana'), user('b.old'), user('c.old')]), false, config);
    expect(added).toEqual([{ agent: at('cho'), name: 'c.old' }]);
    expect(links.map(({ agent }) => agent).sort()).toEqual([at('ana'), at('ben'), at('cho')]);
  });

  it('follows a user who has another address in Allo now', () => {
    const db = journal();
    sync(db, team([user('ana'), user('ben')]));
    const changes = sync(db, team([user('ana', at('ana.moss')), user('ben')]));
    expect(changes).toMatchObject({ added: [], aliases: [{ agent: at('ana'), alias: at('ana.moss') }] });
    expect(directoryReader(db)(DEFAULT_CONFIG).aliases.get(at('ana.moss'))).toBe(at('ana'));
  });

  it("gives an address to whoever has it now, when it was only Allo's word that it was another's", () => {
    const db = journal();
    sync(db, team([user('ana', at('sales')), user('ben')]));
    sync(db, team([user('ana', at('ana')), user('ben')]));
    sync(db, team([user('ana', at('ana.moss')), user('ben')]));
    const changes = sync(db, team([user('ana', at('ana.moss')), user('ben'), user('cho', at('ana'))]));
    expect(changes.added).toEqual([{ agent: at('ana'), name: 'cho' }]);
    expect(changes.aliasesGone).toEqual([{ agent: at('sales'), alias: at('ana') }]);
  });

  it("has the admin's alias go before one of Allo's", () => {
    const db = journal();
    sync(db, team([user('ana'), user('ben')]));
    sync(db, team([user('ana', at('a.moss')), user('ben')]));
    agentWriting(db).add({ email: at('ben'), name: null, lines: [], aliases: [at('a.moss')] }, 1);
    expect(directoryReader(db)(DEFAULT_CONFIG).aliases.get(at('a.moss'))).toBe(at('ben'));
  });

  it('adds nobody who is to be without Ringside, or was removed by hand, under whatever address', () => {
    const db = journal();
    const config = { ...DEFAULT_CONFIG, withoutRingside: [at('dee')] };
    sync(db, team([user('ana'), user('ben')]));
    agentWriting(db).remove(at('ana'), 'hand');
    const changes = sync(db, team([user('ana', at('ana.new')), user('ben'), user('dee')]), false, config);
    expect(changes.added).toEqual([]);
    expect(changes.keptOff).toEqual([{ who: at('ana.new'), what: null }]);
    add(db, at('ana'));
    expect(sync(db, team([user('ana'), user('ben')])).links).toHaveLength(1);
  });
});

describe('doubt', () => {
  const five = NAMES.map((email, i) => ({ ...user(String(i)), email }));

  it('an answer with fewer than half of the known users removes nobody, even when asked to', () => {
    const db = journal();
    sync(db, team(five));
    const changes = sync(db, team(five.slice(0, 2)), true);
    expect(changes.gone).toEqual([]);
    expect(changes.troubles).toMatchObject([{ about: 'users', kind: 'doubt' }]);
    expect(sync(db, team(five.slice(0, 3)), true).gone).toHaveLength(2);
    expect(agentWriting(db).list()).toHaveLength(3);
  });

  it('an answer that blocks most of the team blocks nobody, unless an admin takes its word', () => {
    const db = journal();
    sync(db, team(five));
    const most = five.map((one, i) => ({ ...one, isBlocked: i < 3 }));
    expect(sync(db, team(most)).blocked).toEqual([]);
    expect(sync(db, team(most), true).blocked).toHaveLength(3);
    const two = five.map((one, i) => ({ ...one, isBlocked: i >= 3 }));
    expect(sync(db, team(two))).toMatchObject({ blocked: [NAMES[3], NAMES[4]], unblocked: NAMES.slice(0, 3) });
  });

  it('a blocked user who answers a line answers it no longer', () => {
    const db = journal();
    const number = { number: NUMBERS[0] ?? '', name: 'Sales', users: five.slice(0, 3) };
    sync(db, team(five, [number]));
    const blocked = five.map((one, i) => ({ ...one, isBlocked: i === 0 }));
    const changes = sync(db, team(blocked, [number]));
    expect(changes.answersGone).toEqual([{ number: NUMBERS[0], agent: NAMES[0], isOverruled: false }]);
  });
});

describe('lines', () => {
  const [sales = '', support = ''] = NUMBERS;

  it("are answered by whom the config lists, else by whom Allo lists, and by whoever was given the line by hand", () => {
    const db = journal();
    add(db, at('eli'), { lines: [sales, support] });
    const config = { ...DEFAULT_CONFIG, lines: { [sales]: { agents: [at('ben')] } } };
    const numbers = [sales, support].map((number) => ({ number, name: 'Allo', users: [user('ana')] }));
    const { answers } = sync(db, team([user('ana'), user('ben')], numbers), false, config);
    expect(answers.map(({ isOverruled }) => isOverruled)).toEqual([true, false]);
    const lines = new Map(directoryReader(db)(config).lines.map(({ number, agents }) => [number, agents]));
    expect(lines.get(sales)).toEqual([at('ben'), at('eli')]);
    expect(lines.get(support)?.toSorted()).toEqual([at('ana'), at('eli')]);
  });

  it('an agent who was taken off a line by hand stays off it', () => {
    const db = journal();
    const numbers = [{ number: sales, name: 'Sales', users: [user('ana'), user('ben')] }];
    sync(db, team([user('ana'), user('ben')], numbers));
    const writing = agentWriting(db);
    const ana = writing.find(at('ana'));
    if (ana === null) throw new Error('no agent');
    writing.takeOff(ana, { lines: [sales], aliases: [] });
    expect(sync(db, team([user('ana'), user('ben')], numbers))).toMatchObject({
      answers: [],
      keptOff: [{ who: at('ana'), what: sales }],
    });
  });
});

it('an answer that is older than the last one changes nothing', () => {
  const db = journal();
  const run = directorySync(db);
  const asked = { config: DEFAULT_CONFIG, remove: false };
  run({ ...asked, allo: team([user('ana')]), askedAt: 200 }, 300);
  expect(run({ ...asked, allo: team([user('ben')]), askedAt: 100 }, 300)).toEqual({ status: 'outdated' });
  // A clock that was set back must not keep every later answer out.
  expect(run({ ...asked, allo: team([user('ben')]), askedAt: 100 }, 150).status).toBe('done');
});
