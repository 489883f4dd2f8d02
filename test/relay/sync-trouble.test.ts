import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { NORA, ring } from '../fixtures/allo.ts';
import { API_KEY, refusal, type AlloStandIn, type AlloWorld } from '../fixtures/allo-api.ts';
import { admin, alloWithTeam, ben, BEN, cho, LINE, nora, sales } from '../fixtures/allo-team.ts';
import { cliOn, relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

async function standIn(world: Partial<AlloWorld> = {}): Promise<AlloStandIn> {
  const allo = await alloWithTeam(world);
  lab.onCleanUp(allo.close);
  return allo;
}

const startWith = (allo: AlloStandIn, options: Parameters<typeof lab.start>[0] = {}): Promise<LabRelay> =>
  lab.start({ ...options, allo: { apiKey: API_KEY, origin: allo.url } });

describe('half knowledge', () => {
  const big = Array.from({ length: 6 }, (_, i) => ({
    id: `usr-${i}`,
    name: `Agent ${i}`,
    email: `agent${i}@ringside.example`,
  }));
  const page = (list: readonly object[], pagination: object) => JSON.stringify({ data: list, pagination });

  it.each<[string, (allo: AlloStandIn) => void]>([
    ['a list without anybody', (allo) => void (allo.world.users = [])],
    ['a list of strangers', (allo) => void (allo.world.users = [nora, ben, cho])],
    ['fewer than half of the known', (allo) => void (allo.world.users = big.slice(0, 2))],
    [
      'everybody blocked',
      (allo) => void (allo.world.users = big.map((user) => ({ ...user, status: 'BLOCKED' }))),
    ],
    [
      'an error on page 2',
      (allo) => {
        allo.world.pageSize = 4;
        allo.answerNext(5, { status: 500, body: '{}' }, '/v2/api/users?page=2');
      },
    ],
    [
      'more counted than listed',
      (allo) =>
        allo.answerNext(
          1,
          { body: page(big.slice(0, 4), { has_more: false, total_count: 6, total_pages: 1 }) },
          '/v2/api/users',
        ),
    ],
    [
      'somebody who moved to an earlier page while the pages were read',
      (allo) => {
        const count = { total_count: 6, total_pages: 2 };
        const pages = [big.slice(0, 3), [...big.slice(2, 4), ...big.slice(5)]];
        for (const [i, list] of pages.entries())
          allo.answerNext(
            1,
            { body: page(list, { ...count, has_more: i === 0 }) },
            `/v2/api/users?page=${i + 1}`,
          );
      },
    ],
    [
      'somebody who left an earlier page while the pages were read',
      (allo) => {
        const pages: [readonly object[], object][] = [
          [big.slice(0, 3), { has_more: true, total_count: 6, total_pages: 2 }],
          [big.slice(4), { has_more: false, total_count: 5, total_pages: 2 }],
        ];
        for (const [i, [list, count]] of pages.entries())
          allo.answerNext(1, { body: page(list, count) }, `/v2/api/users?page=${i + 1}`);
      },
    ],
    ['no JSON', (allo) => allo.answerNext(1, { body: '<html>' }, '/v2/api/users')],
    [
      'an object where a list should be',
      (allo) => allo.answerNext(1, { body: '{"data":{}}' }, '/v2/api/users'),
    ],
    [
      'entries that cannot be read',
      (allo) => allo.answerNext(1, { body: page([...big.slice(0, 4), { id: null }], {}) }, '/v2/api/users'),
    ],
  ])('%s removes, blocks and unlists nobody, even with --remove', async (_, breakIt) => {
    const allo = await standIn({ users: big, numbers: [{ ...sales, users: big.slice(0, 2) }] });
    const { sync, agents } = admin(allo, await lab.folder());
    await sync();
    const before = await agents();
    breakIt(allo);
    const changes = await sync('--remove');
    expect(changes).toMatchObject({ blocked: [], gone: [], linesGone: [], answersGone: [] });
    expect(changes['troubles']).not.toEqual([]);
    expect(await agents()).toEqual(before);
  });

  it('takes no line away for another spelling of its number that nobody can dial, and takes a short code for none', async () => {
    const line = (number: string) => ({ ...sales, number, users: [] });
    const allo = await standIn({ numbers: [LINE, '+33199003301', '+33199003302'].map(line) });
    const { sync } = admin(allo, await lab.folder());
    await sync();
    allo.world.numbers = [LINE, '+33199003301', '+33199003302', '38600', 'RINGSIDE'].map(line);
    expect(await sync()).toMatchObject({ linesGone: [], troubles: [] });
    allo.world.numbers = [LINE, '+33199003301', '01 99 00 33 02'].map(line);
    expect(await sync()).toMatchObject({ linesGone: [], troubles: [{ about: 'numbers' }] });
  });

  it('a key that may not read users names lines and answers all the same, and says which scope it lacks', async () => {
    const allo = await standIn({ scopes: ['PHONE_NUMBERS_READ'] });
    const folder = await lab.folder();
    await cliOn(folder, ['agents', 'add', BEN]);
    const { sync } = admin(allo, folder);
    expect(await sync()).toMatchObject({
      added: [],
      lines: [{ number: LINE }],
      answers: [{ agent: BEN }],
      troubles: [{ about: 'users', kind: 'scope', text: expect.stringContaining('USERS_READ') }],
    });
  });

  it.each([
    ['more than anybody reads', 'x'.repeat(400)],
    ['what steers a terminal', '\u001b[2Jgone'],
    ['no text', null],
  ])('names what Allo calls a refusal, though it says %s with it', async (_, message) => {
    const allo = await standIn();
    const { sync } = admin(allo, await lab.folder());
    const error = { type: 'permission_error', code: 'API_KEY_TRIAL_NOT_ALLOWED', message };
    allo.answerNext(2, { status: 403, body: JSON.stringify({ error }) });
    const failed = sync();
    await expect(failed).rejects.toThrow(/API_KEY_TRIAL_NOT_ALLOWED.*a trial has no API/);
    await expect(failed).rejects.not.toThrow('\u001b');
  });

  it('fails in words, without the key, when Allo answers nothing', async () => {
    const allo = await standIn();
    const folder = await lab.folder();
    const { sync } = admin(allo, folder);
    allo.answerNext(2, { status: 401, body: JSON.stringify(refusal(401, 'API_KEY_REVOKED').json) });
    const failed = sync();
    await expect(failed).rejects.toThrow(/API_KEY_REVOKED/);
    await expect(failed).rejects.not.toThrow(API_KEY);
    await expect(cliOn(folder, ['sync'])).rejects.toThrow(/sync --set-key/);
  });
});

describe('the running relay', () => {
  it('reads the directory at its start, tells nobody twice of the same trouble, and goes on', async () => {
    const allo = await standIn();
    allo.world.scopes = ['USERS_READ'];
    const relay = await startWith(allo, { config: { allo: { syncEveryMinutes: 5 } } });
    await until(
      'the first sync',
      async () => (await relay.metric('ringside_syncs_total{result="partly"}')) === 1,
    );
    const listed = (await relay.cli('agents', 'list')) as { agents: object[] };
    expect(listed.agents).toHaveLength(3);
    expect(await relay.metric('ringside_sync_failing')).toBe(1);
    expect(relay.log().split('could not be read, or not believed')).toHaveLength(2);
    expect(relay.log()).not.toContain(API_KEY);
    expect(relay.log()).not.toContain('Nora');
  });

  it('takes up a key from its file while it runs, refuses one that everybody may read, and keeps to one relay', async () => {
    const allo = await standIn();
    const relay = await lab.start({ allo: { apiKey: null, origin: allo.url } });
    const file = join(relay.folder, 'allo-api-key');
    await writeFile(file, `${API_KEY}\n`, { mode: 0o644 });
    await until('the refusal', () => relay.log().includes('everybody on this machine may read it'));
    expect(allo.asked).toEqual([]);
    await writeFile(file, `# ours\n${API_KEY}\n`);
    await chmod(file, 0o600);
    await until('the sync', async () => (await relay.metric('ringside_syncs_total{result="done"}')) === 1);
    expect((await relay.cli('agents', 'list'))['agents']).toHaveLength(3);
  });

  it('tells connected apps of lines and names that Allo has changed', async () => {
    const allo = await standIn();
    const relay = await startWith(allo);
    await until('the sync', async () => (await relay.metric('ringside_syncs_total{result="done"}')) === 1);
    const socket = await relay.live(NORA);
    await socket.frame('welcome');
    allo.world.numbers = [{ ...sales, name: 'Sales Paris' }];
    await admin(allo, relay.folder).sync();
    const policy = await socket.policyWith(({ lines }) => lines[0]?.name === 'Sales Paris');
    expect(policy.agents.map(({ name }) => name)).toContain('Nora Berg');
  });

  it('accepts webhooks as ever while Allo does not answer', async () => {
    const allo = await standIn();
    allo.answerNext(100, { silent: true });
    const relay = await startWith(allo, { agents: [NORA] });
    await until('the question', () => allo.asked.length > 0);
    expect((await relay.post(ring())).status).toBe(200);
    await relay.stop();
  });
});
