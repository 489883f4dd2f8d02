import { describe, expect, it } from 'vitest';
import { agentWriting } from '../../../../src-relay/agents/agents.ts';
import { directoryReader } from '../../../../src-relay/agents/directory.ts';
import { listAgents } from '../../../../src-relay/agents/listing.ts';
import { syncDirectory } from '../../../../src-relay/allo-sync/sync.ts';
import { DEFAULT_CONFIG } from '../../../../src-relay/config/schema.ts';
import { add, at, journal, NAMES, NUMBERS, sync, team, user } from './made.ts';

describe('who is who', () => {
  it('finds an agent under the address that the admin has, in any way that leads there', async () => {
    const sql = journal();
    await add(sql, at('ana'));
    await add(sql, at('ben'), { aliases: [at('b.old')] });
    const config = { ...DEFAULT_CONFIG, aliases: { [at('c.old')]: at('cho') } };
    const { added, links } = await sync(
      sql,
      team([user('ana'), user('b.old'), user('c.old')]),
      false,
      config,
    );
    expect(added).toEqual([{ agent: at('cho'), name: 'c.old' }]);
    expect(links.map(({ agent }) => agent).sort()).toEqual([at('ana'), at('ben'), at('cho')]);
  });

  it('follows a user who has another address in Allo now', async () => {
    const sql = journal();
    await sync(sql, team([user('ana'), user('ben')]));
    const changes = await sync(sql, team([user('ana', at('ana.moss')), user('ben')]));
    expect(changes).toMatchObject({ added: [], aliases: [{ agent: at('ana'), alias: at('ana.moss') }] });
    expect((await directoryReader()(sql, DEFAULT_CONFIG)).aliases.get(at('ana.moss'))).toBe(at('ana'));
  });

  it("gives an address to whoever has it now, when it was only Allo's word that it was another's", async () => {
    const sql = journal();
    await sync(sql, team([user('ana', at('sales')), user('ben')]));
    await sync(sql, team([user('ana', at('ana')), user('ben')]));
    await sync(sql, team([user('ana', at('ana.moss')), user('ben')]));
    const changes = await sync(sql, team([user('ana', at('ana.moss')), user('ben'), user('cho', at('ana'))]));
    expect(changes.added).toEqual([{ agent: at('ana'), name: 'cho' }]);
    expect(changes.aliasesGone).toEqual([{ agent: at('sales'), alias: at('ana') }]);
  });

  it("says so when an address that an agent still has here is somebody else's by now, unless the admin has made them one", async () => {
    const sql = journal();
    const doubts = async () =>
      (await sync(sql, team([user('1', at('ben')), user('2', at('ana'))]))).troubles.length;
    await sync(sql, team([user('1', at('ana'))]));
    expect((await sync(sql, team([user('1', at('ben'))]))).troubles).toEqual([]);
    expect(await doubts()).toBe(1);
    await add(sql, at('ana'), { aliases: [at('ben')] });
    expect(await doubts()).toBe(0);
    await agentWriting(sql).remove(at('ana'), 'hand');
    for (const name of ['ana', 'ben']) await add(sql, at(name));
    expect(await doubts()).toBe(0);
    expect((await listAgents(sql)).map(({ aliases }) => aliases)).toEqual([[], []]);
  });

  it("has the admin's alias go before one of Allo's", async () => {
    const sql = journal();
    await sync(sql, team([user('ana'), user('ben')]));
    await sync(sql, team([user('ana', at('a.moss')), user('ben')]));
    await agentWriting(sql).add({ email: at('ben'), name: null, lines: [], aliases: [at('a.moss')] }, 1);
    expect((await directoryReader()(sql, DEFAULT_CONFIG)).aliases.get(at('a.moss'))).toBe(at('ben'));
  });

  it('adds nobody who is to be without Ringside, or was removed by hand, under whatever address', async () => {
    const sql = journal();
    const config = { ...DEFAULT_CONFIG, withoutRingside: [at('dee')] };
    await sync(sql, team([user('ana'), user('ben')]));
    await agentWriting(sql).remove(at('ana'), 'hand');
    const changes = await sync(
      sql,
      team([user('ana', at('ana.new')), user('ben'), user('dee')]),
      false,
      config,
    );
    expect(changes.added).toEqual([]);
    expect(changes.keptOff).toEqual([{ who: at('ana.new'), what: null }]);
    await add(sql, at('ana'));
    expect((await sync(sql, team([user('ana'), user('ben')]))).links).toHaveLength(1);
  });
});

describe('doubt', () => {
  const five = NAMES.map((email, i) => ({ ...user(String(i)), email }));

  it('an answer with fewer than half of the known users removes nobody, even when asked to', async () => {
    const sql = journal();
    await sync(sql, team(five));
    const changes = await sync(sql, team(five.slice(0, 2)), true);
    expect(changes.gone).toEqual([]);
    expect(changes.troubles).toMatchObject([{ about: 'users', kind: 'doubt' }]);
    expect((await sync(sql, team(five.slice(0, 3)), true)).gone).toHaveLength(2);
    expect(await listAgents(sql)).toHaveLength(3);
  });

  it('an answer that blocks most of the team blocks nobody, unless an admin takes its word', async () => {
    const sql = journal();
    await sync(sql, team(five));
    const most = five.map((one, i) => ({ ...one, isBlocked: i < 3 }));
    expect((await sync(sql, team(most))).blocked).toEqual([]);
    expect((await sync(sql, team(most), true)).blocked).toHaveLength(3);
    const two = five.map((one, i) => ({ ...one, isBlocked: i >= 3 }));
    expect(await sync(sql, team(two))).toMatchObject({
      blocked: [NAMES[3], NAMES[4]],
      unblocked: NAMES.slice(0, 3),
    });
  });

  it('a blocked user who answers a line answers it no longer', async () => {
    const sql = journal();
    const number = { number: NUMBERS[0] ?? '', name: 'Sales', users: five.slice(0, 3) };
    await sync(sql, team(five, [number]));
    const blocked = five.map((one, i) => ({ ...one, isBlocked: i === 0 }));
    const changes = await sync(sql, team(blocked, [number]));
    expect(changes.answersGone).toEqual([{ number: NUMBERS[0], agent: NAMES[0], isOverruled: false }]);
  });
});

describe('lines', () => {
  const [sales = '', support = ''] = NUMBERS;

  it('are answered by whom the config lists, else by whom Allo lists, and by whoever was given the line by hand', async () => {
    const sql = journal();
    await add(sql, at('eli'), { lines: [sales, support] });
    const config = { ...DEFAULT_CONFIG, lines: { [sales]: { agents: [at('ben')] } } };
    const numbers = [sales, support].map((number) => ({ number, name: 'Allo', users: [user('ana')] }));
    const { answers } = await sync(sql, team([user('ana'), user('ben')], numbers), false, config);
    expect(answers.map(({ isOverruled }) => isOverruled)).toEqual([true, false]);
    const lines = new Map(
      (await directoryReader()(sql, config)).lines.map(({ number, agents }) => [number, agents]),
    );
    expect(lines.get(sales)).toEqual([at('ben'), at('eli')]);
    expect(lines.get(support)?.toSorted()).toEqual([at('ana'), at('eli')]);
  });

  it('an agent who was taken off a line by hand stays off it', async () => {
    const sql = journal();
    const numbers = [{ number: sales, name: 'Sales', users: [user('ana'), user('ben')] }];
    await sync(sql, team([user('ana'), user('ben')], numbers));
    const writing = agentWriting(sql);
    const ana = await writing.find(at('ana'));
    if (ana === null) throw new Error('no agent');
    await writing.takeOff(ana, { lines: [sales], aliases: [] });
    expect(await sync(sql, team([user('ana'), user('ben')], numbers))).toMatchObject({
      answers: [],
      keptOff: [{ who: at('ana'), what: sales }],
    });
  });
});

it('an answer that is older than the last one changes nothing', async () => {
  const sql = journal();
  const asked = { config: DEFAULT_CONFIG, remove: false };
  const run = (name: string, askedAt: number, now: number) =>
    syncDirectory(sql, { ...asked, allo: team([user(name)]), askedAt }, now);
  await run('ana', 200, 300);
  expect(await run('ben', 100, 300)).toEqual({ status: 'outdated' });
  // A clock that was set back must not keep every later answer out.
  expect((await run('ben', 100, 150)).status).toBe('done');
});
