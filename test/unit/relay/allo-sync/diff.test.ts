import { describe, expect, it } from 'vitest';
import { agentWriting } from '../../../../src-relay/agents/agents.ts';
import { directoryOn } from '../../../../src-relay/sqlite/directory.ts';
import { directorySync } from '../../../../src-relay/allo-sync/sync.ts';
import { DEFAULT_CONFIG } from '../../../../src-relay/config/schema.ts';
import { add, at, journal, NAMES, NUMBERS, sync, team, user } from './made.ts';

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
    expect(directoryOn(db)(DEFAULT_CONFIG).aliases.get(at('ana.moss'))).toBe(at('ana'));
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

  it("says so when an address that an agent still has here is somebody else's by now, unless the admin has made them one", () => {
    const db = journal();
    const doubts = () => sync(db, team([user('1', at('ben')), user('2', at('ana'))])).troubles.length;
    sync(db, team([user('1', at('ana'))]));
    expect(sync(db, team([user('1', at('ben'))])).troubles).toEqual([]);
    expect(doubts()).toBe(1);
    add(db, at('ana'), { aliases: [at('ben')] });
    expect(doubts()).toBe(0);
    agentWriting(db).remove(at('ana'), 'hand');
    for (const name of ['ana', 'ben']) add(db, at(name));
    expect(doubts()).toBe(0);
    expect(
      agentWriting(db)
        .list()
        .map(({ aliases }) => aliases),
    ).toEqual([[], []]);
  });

  it("has the admin's alias go before one of Allo's", () => {
    const db = journal();
    sync(db, team([user('ana'), user('ben')]));
    sync(db, team([user('ana', at('a.moss')), user('ben')]));
    agentWriting(db).add({ email: at('ben'), name: null, lines: [], aliases: [at('a.moss')] }, 1);
    expect(directoryOn(db)(DEFAULT_CONFIG).aliases.get(at('a.moss'))).toBe(at('ben'));
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
    expect(sync(db, team(two))).toMatchObject({
      blocked: [NAMES[3], NAMES[4]],
      unblocked: NAMES.slice(0, 3),
    });
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

  it('are answered by whom the config lists, else by whom Allo lists, and by whoever was given the line by hand', () => {
    const db = journal();
    add(db, at('eli'), { lines: [sales, support] });
    const config = { ...DEFAULT_CONFIG, lines: { [sales]: { agents: [at('ben')] } } };
    const numbers = [sales, support].map((number) => ({ number, name: 'Allo', users: [user('ana')] }));
    const { answers } = sync(db, team([user('ana'), user('ben')], numbers), false, config);
    expect(answers.map(({ isOverruled }) => isOverruled)).toEqual([true, false]);
    const lines = new Map(directoryOn(db)(config).lines.map(({ number, agents }) => [number, agents]));
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
