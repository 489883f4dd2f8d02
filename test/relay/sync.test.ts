import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src-relay/cli/program.ts';
import { answer, NORA, ring } from '../fixtures/allo.ts';
import { API_KEY, type AlloStandIn, type AlloWorld } from '../fixtures/allo-api.ts';
import { admin, alloWithTeam, ben, BEN, cho, LINE, nora, sales } from '../fixtures/allo-team.ts';
import { cliOn, relayLab, whereIs } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

async function standIn(world: Partial<AlloWorld> = {}): Promise<AlloStandIn> {
  const allo = await alloWithTeam(world);
  lab.onCleanUp(allo.close);
  return allo;
}

describe('sync', () => {
  it('adds agents, names lines and says who answers which, and calls reach them', async () => {
    const allo = await standIn();
    const relay = await lab.start();
    const { sync, agents } = admin(allo, relay.folder);
    expect(await sync()).toMatchObject({
      dryRun: false,
      added: [
        { agent: 'ben@ringside.example', name: 'Ben Adeyemi' },
        { agent: 'cho@ringside.example', name: 'Cho Lin' },
        { agent: NORA, name: 'Nora Berg' },
      ],
      lines: [{ number: LINE, name: 'Sales', isNew: true }],
      answers: [{ agent: BEN }, { agent: NORA }],
      troubles: [],
    });
    expect(await agents()).toMatchObject([
      { email: BEN, origin: 'allo', lines: [LINE], fromAllo: { lines: [LINE] } },
      { email: cho.email, origin: 'allo', lines: [] },
      { email: NORA, origin: 'allo', lines: [LINE] },
    ]);
    const socket = await relay.live(BEN);
    expect(await socket.policyWith(({ lines }) => lines.length > 0)).toMatchObject({
      lines: [{ number: LINE, name: 'Sales' }],
      ownLines: [{ number: LINE, agents: [BEN, NORA] }],
      agents: [{ name: 'Ben Adeyemi' }, { name: 'Cho Lin' }, { name: 'Nora Berg' }],
    });
    await relay.post(ring({ user_email: NORA }));
    expect((await socket.eventCount(1))[0]?.topic).toBe('call.received');
  });

  it('shows with --dry-run what it would do, changes nothing, and then does it', async () => {
    const folder = await lab.folder();
    const { sync, agents } = admin(await standIn(), folder);
    const shown = await sync('--dry-run');
    expect(shown).toMatchObject({ dryRun: true, added: [{}, {}, {}] });
    expect(await agents()).toEqual([]);
    expect(await sync()).toEqual({ ...shown, dryRun: false });
    expect(await sync()).toMatchObject({ added: [], renamed: [], lines: [], answers: [], gone: [] });
  });

  it('leaves alone what was written by hand: names, lines, aliases, the config, and whom it keeps out', async () => {
    const allo = await standIn();
    const relay = await lab.start({
      agents: [NORA],
      config: {
        lines: { [LINE]: { name: 'Front desk', agents: [NORA] } },
        aliases: { 'cho@ringside.example': 'cho.lin@ringside.example' },
        withoutRingside: [BEN],
      },
    });
    await relay.cli('agents', 'add', NORA, '--name', 'Nora');
    const { sync, agents } = admin(allo, relay.folder);
    expect(await sync()).toMatchObject({
      added: [{ agent: 'cho.lin@ringside.example' }],
      renamed: [],
      lines: [{ number: LINE, isOverruled: true }],
      answers: [{ agent: NORA, isOverruled: true }],
    });
    expect(await agents()).toMatchObject([
      { email: 'cho.lin@ringside.example', origin: 'allo' },
      { email: NORA, origin: 'hand', name: 'Nora', nameFrom: 'hand' },
    ]);
    const socket = await relay.live(NORA);
    expect((await socket.frame('welcome')).policy).toMatchObject({
      lines: [{ number: LINE, name: 'Front desk' }],
      ownLines: [{ number: LINE, agents: [NORA] }],
    });
  });

  it('brings back nobody whom the admin removed, nor a line that was taken off, until they are given by hand again', async () => {
    const folder = await lab.folder();
    const { sync, agents } = admin(await standIn(), folder);
    await sync();
    await cliOn(folder, ['agents', 'remove', cho.email]);
    await cliOn(folder, ['agents', 'update', BEN, '--remove-line', LINE]);
    expect(await sync()).toMatchObject({
      added: [],
      answers: [],
      keptOff: [
        { who: cho.email, what: null },
        { who: BEN, what: LINE },
      ],
    });
    await cliOn(folder, ['agents', 'add', cho.email]);
    await cliOn(folder, ['agents', 'update', BEN, '--line', LINE]);
    expect(await sync()).toMatchObject({ keptOff: [], renamed: [{ agent: cho.email, to: 'Cho Lin' }] });
    expect(await agents()).toMatchObject([{ lines: [LINE] }, { origin: 'hand' }, {}]);
  });

  it('removes whom Allo no longer lists only with --remove, and never whom the admin added', async () => {
    const allo = await standIn({
      users: [nora, ben, cho, { id: 'usr-dee', name: 'Dee', email: 'dee@ringside.example' }],
    });
    const folder = await lab.folder();
    await cliOn(folder, ['agents', 'add', NORA]);
    const { sync, agents } = admin(allo, folder);
    await sync();
    allo.world.users = allo.world.users.filter(({ id }) => id !== nora.id && id !== cho.id);
    const gone = [
      { agent: cho.email, addedBy: 'allo', isRemoved: false },
      { agent: NORA, addedBy: 'hand', isRemoved: false },
    ];
    expect(await sync()).toMatchObject({ gone });
    expect(await agents()).toHaveLength(4);
    expect(await sync('--remove')).toMatchObject({ gone: [{ ...gone[0], isRemoved: true }, gone[1]] });
    expect((await agents()).map(({ email }) => email)).toEqual([BEN, 'dee@ringside.example', NORA]);
  });

  it('takes the devices of a blocked user, closing their sockets at once, and gives none back', async () => {
    const allo = await standIn();
    const relay = await lab.start();
    const { sync, agents } = admin(allo, relay.folder);
    await sync();
    const [bens, noras] = [await relay.live(BEN), await relay.live(NORA)];
    const { link } = await relay.cli('devices', 'pair', BEN);
    allo.world.users = [nora, { ...ben, status: 'BLOCKED' }, cho];
    expect(await sync()).toMatchObject({ blocked: [BEN] });
    expect(await bens.closed).toBe(4401);
    expect(await agents()).toMatchObject([{ email: BEN, devices: 0, blockedAt: expect.any(String) }, {}, {}]);
    const code = new URL(String(link)).searchParams.get('code');
    const paired = await fetch(new URL('/pair', relay.url), {
      method: 'POST',
      body: JSON.stringify({ code, device: 'PC' }),
    });
    expect(paired.status).not.toBe(200);
    expect((await relay.cli('devices', 'pair', '--all'))['links']).toHaveLength(2);
    allo.world.users = [nora, ben, cho];
    expect(await sync()).toMatchObject({ unblocked: [BEN] });
    expect(await agents()).toMatchObject([{ email: BEN, devices: 0, blockedAt: null }, {}, { devices: 1 }]);
    await relay.post(ring({ user_email: NORA }));
    await noras.eventCount(1);
  });

  it('follows an agent whose address in Allo has changed, so that their calls find them', async () => {
    const allo = await standIn();
    const relay = await lab.start();
    const { sync } = admin(allo, relay.folder);
    await sync();
    allo.world.users = [{ ...nora, email: 'nora.moss@ringside.example' }, ben, cho];
    expect(await sync()).toMatchObject({
      added: [],
      aliases: [{ agent: NORA, alias: 'nora.moss@ringside.example' }],
    });
    const socket = await relay.live(NORA);
    await relay.post(answer({ user_email: 'Nora.Moss@ringside.example' }));
    await socket.eventCount(1);
  });

  it('takes no sender id for a line, and reads a list over all its pages', async () => {
    const users = Array.from({ length: 23 }, (_, i) => ({
      id: `usr-${i}`,
      name: `Agent ${i}`,
      email: `agent${i}@ringside.example`,
    }));
    const allo = await standIn({
      users,
      numbers: [{ number: 'RINGSIDE', name: 'Texts', type: 'SENDER_ID' }, sales],
      pageSize: 10,
    });
    const { sync, agents } = admin(allo, await lab.folder());
    expect(await sync()).toMatchObject({ lines: [{ number: LINE }], troubles: [] });
    expect(await agents()).toHaveLength(23);
    expect(allo.refusedForRate()).toBe(0);
  });
});

it('doctor says that the key lacks a scope, and since when the directory is not read', async () => {
  const allo = await standIn({ scopes: ['USERS_READ'] });
  const folder = await lab.folder();
  await admin(allo, folder).sync();
  let out = '';
  Object.assign(process.env, { ALLO_API_KEY: API_KEY, ALLO_API_URL: allo.url });
  await runCli(['doctor', ...whereIs(folder)], {
    terminal: { out: (text) => void (out += text), error: () => {} },
    now: Date.now,
    input: () => Promise.resolve(''),
    workerUrl: new URL('file:///not-used'),
  }).finally(() => {
    delete process.env['ALLO_API_KEY'];
    delete process.env['ALLO_API_URL'];
  });
  expect(out).toMatch(/warn {2}allo: .*lacks the scope PHONE_NUMBERS_READ/);
  expect(out).toMatch(/sync: trouble since \d{4}-.*PHONE_NUMBERS_READ/);
  expect(out).not.toContain(API_KEY);
});

it('sync --set-key takes a key from the input, keeps it in a file of its own, and shows it nowhere', async () => {
  const allo = await standIn();
  const folder = await lab.folder();
  process.env['ALLO_API_URL'] = allo.url;
  try {
    const said = await cliOn(folder, ['sync', '--set-key'], Date.now, `${API_KEY}\n`);
    expect(said).toMatchObject({ added: [{}, {}, {}] });
    expect(JSON.stringify(said)).not.toContain(API_KEY);
    expect((await stat(join(folder, 'allo-api-key'))).mode & 0o777).toBe(0o600);
    expect(await cliOn(folder, ['sync'])).toMatchObject({ added: [] });
    await expect(cliOn(folder, ['sync', '--set-key'], Date.now, 'a b')).rejects.toThrow(/characters/);
  } finally {
    delete process.env['ALLO_API_URL'];
  }
});

it('sync --set-key says so when another key of the environment goes before it', async () => {
  const allo = await standIn();
  const folder = await lab.folder();
  const said: string[] = [];
  Object.assign(process.env, { ALLO_API_URL: allo.url, ALLO_API_KEY: 'ak_live_another' });
  try {
    const parts = {
      now: Date.now,
      input: () => Promise.resolve(API_KEY),
      workerUrl: new URL('file:///not-started'),
    };
    const terminal = { out: () => undefined, error: (line: string) => void said.push(line) };
    expect(await runCli(['sync', '--set-key', ...whereIs(folder)], { ...parts, terminal })).toBe(0);
    expect(said).toEqual([expect.stringContaining('ALLO_API_KEY is set to another key')]);
    expect(said.join()).not.toContain('ak_live');
  } finally {
    delete process.env['ALLO_API_URL'];
    delete process.env['ALLO_API_KEY'];
  }
});
