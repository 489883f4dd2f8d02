import { afterEach, describe, expect, it } from 'vitest';
import { GROUP_PAIR_PATH } from '../../src-relay/pairing/group-exchange.ts';
import { NORA, ring, SAM } from '../fixtures/allo.ts';
import { goLive, refusedUpgrade } from '../fixtures/relay/agent-socket.ts';
import { devicesOf, groupOn, joinGroup, keptIn, newComputer } from '../fixtures/relay/groups.ts';
import { cliOn, inJournal, relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const DAY = 24 * 3_600_000;
describe('a token for a group', () => {
  it('gives each computer of its agents a device that hears their calls', async () => {
    const relay = await lab.start({
      agents: [NORA, SAM],
      config: { publicUrl: 'https://relay.ringside.example' },
    });
    const token = await groupOn(relay, '--agents', `${NORA},${SAM}`);
    expect(token).toMatch(/^rgt_[\w-]{43}$/);
    const paired = await joinGroup(relay.url, {
      token,
      agent: NORA,
      computer: newComputer(),
      device: 'DESK-17',
    });
    expect(paired).toMatchObject({
      status: 200,
      body: { agent: NORA, journal: expect.any(String), relay: 'https://relay.ringside.example' },
    });
    const nora = await goLive(relay.url, String(paired.body['token']));
    lab.onCleanUp(nora.drop);
    await relay.post(ring());
    await nora.eventCount(1);
    expect(await devicesOf(relay)).toMatchObject([{ agent: NORA, name: 'DESK-17', group: 'desks' }]);
    expect(await relay.metric('ringside_group_pairings_total{outcome="paired"}')).toBe(1);
    expect(await relay.cli('groups', 'list')).toMatchObject({
      groups: [
        { group: 'desks', agents: [NORA, SAM], devices: 1, mostDevices: 50, state: 'valid', waiting: 0 },
      ],
    });
  });

  it('knows an agent by an alias and in any case', async () => {
    const relay = await lab.start({ agents: [NORA], config: { aliases: { 'n.b@old.example': NORA } } });
    await relay.cli('agents', 'add', NORA, '--alias', 'nora@older.example');
    const token = await groupOn(relay, '--agents', NORA);
    for (const agent of [NORA.toUpperCase(), 'N.B@old.example', 'Nora@older.example'])
      expect(await joinGroup(relay.url, { token, agent, computer: newComputer() })).toMatchObject({
        status: 200,
        body: { agent: NORA },
      });
  });

  it('replaces the device of a computer that comes again, and closes the old one', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const token = await groupOn(relay, '--all', '--devices', '1');
    const computer = newComputer();
    const first = await joinGroup(relay.url, { token, agent: NORA, computer, device: 'DESK-17' });
    const socket = await goLive(relay.url, String(first.body['token']));
    const again = await joinGroup(relay.url, { token, agent: NORA, computer, device: 'DESK-17' });
    expect(again.status).toBe(200);
    expect(await socket.closed).toBe(4401);
    expect(await devicesOf(relay)).toMatchObject([{ device: again.body['device'], agent: NORA }]);
    expect((await joinGroup(relay.url, { token, agent: SAM, computer })).status).toBe(200);
    expect(await devicesOf(relay)).toMatchObject([{ agent: SAM }]);
    expect(await relay.metric('ringside_group_pairings_total{outcome="again"}')).toBe(2);
  });

  it('lets an office of 50 pair at once, and not one more', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const token = await groupOn(relay, '--all', '--devices', '50');
    const computers = Array.from({ length: 60 }, newComputer);
    const answers = await Promise.all(
      computers.map((computer) => joinGroup(relay.url, { token, agent: NORA, computer })),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ status, body }) => [status, body['reason']])).toEqual(
      Array.from({ length: 10 }, () => [409, 'too-many-computers']),
    );
    const devices = await devicesOf(relay);
    expect(devices).toHaveLength(50);
    expect(new Set(devices.map(({ device }) => device)).size).toBe(50);
    await relay.cli('devices', 'revoke', devices[0]?.device ?? '');
    expect((await joinGroup(relay.url, { token, agent: NORA, computer: newComputer() })).status).toBe(200);
  });

  it('is refused with the reason, to whoever has it or had it', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const token = await groupOn(relay, '--agents', NORA);
    const reasonFor = async (request: object): Promise<unknown[]> => {
      const { status, body } = await joinGroup(relay.url, {
        token,
        agent: NORA,
        computer: newComputer(),
        ...request,
      });
      return [status, body['reason']];
    };
    expect(await reasonFor({ token: 'rgt_of-nobody-at-all' })).toEqual([401, 'unknown-token']);
    expect(await reasonFor({ agent: SAM })).toEqual([403, 'not-in-group']);
    expect(await reasonFor({ agent: 'nobody@example.com' })).toEqual([403, 'not-in-group']);
    expect(await reasonFor({ agent: 'nobody' })).toEqual([403, 'not-in-group']);
    await relay.cli('groups', 'revoke', 'desks');
    expect(await reasonFor({})).toEqual([410, 'revoked']);
    expect(await relay.metric('ringside_group_pairings_total{outcome="not-in-group"}')).toBe(3);
    const old = await cliOn(
      relay.folder,
      ['groups', 'add', 'desks', '--all', '--valid', '7d'],
      () => Date.now() - 8 * DAY,
    );
    expect(await reasonFor({ token: old['token'] })).toEqual([410, 'expired']);
  });

  it('lets a computer that is paired come again when the token has expired, and nobody else', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const token = await groupOn(relay, '--all', '--valid', '7d');
    const asked = { token, agent: NORA, computer: newComputer() };
    expect((await joinGroup(relay.url, asked)).status).toBe(200);
    await inJournal(relay.folder, (sql) =>
      sql.run('UPDATE computer_group SET expires_at = ?', Date.now() - DAY),
    );
    const again = await joinGroup(relay.url, asked);
    expect(again.status).toBe(200);
    for (const other of [{ agent: SAM }, { computer: newComputer() }])
      expect((await joinGroup(relay.url, { ...asked, ...other })).body['reason']).toBe('expired');
    await relay.cli('devices', 'revoke', String(again.body['device']));
    expect((await joinGroup(relay.url, asked)).body['reason']).toBe('expired');
  });

  it('gives nothing to an agent who is blocked in Allo, or was removed', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const token = await groupOn(relay, '--all');
    await inJournal(relay.folder, (sql) => sql.run('UPDATE agent SET blocked_at = 1'));
    const asked = { token, agent: NORA, computer: newComputer() };
    expect((await joinGroup(relay.url, asked)).body['reason']).toBe('not-in-group');
    await relay.cli('agents', 'remove', NORA);
    expect((await joinGroup(relay.url, asked)).body['reason']).toBe('not-in-group');
  });

  it('is for agents who are added later too, when it is for all', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const token = await groupOn(relay, '--all');
    await relay.cli('agents', 'add', SAM);
    expect((await joinGroup(relay.url, { token, agent: SAM, computer: newComputer() })).status).toBe(200);
  });

  it('is limited per address by what fails, together with pairing links', async () => {
    const relay = await lab.start({ agents: [NORA], config: { limits: { pairingsPerAddress: 5 } } });
    const guess = () => joinGroup(relay.url, { token: 'guess', agent: NORA, computer: newComputer() });
    for (let i = 0; i < 5; i += 1) expect((await guess()).status).toBe(401);
    expect(Number((await guess()).retryAfter)).toBeGreaterThan(0);
    const byLink = await fetch(new URL('/pair', relay.url), { method: 'POST', body: '{"code":"x"}' });
    expect(byLink.status).toBe(429);
  });

  it('opens nothing but its own door', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const token = await groupOn(relay);
    expect(await refusedUpgrade(relay.url, { token, subprotocol: 'ringside.v1' })).toBe(401);
    const testCall = await fetch(new URL('/agent/test-call', relay.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(testCall.status).toBe(401);
  });

  it('refuses what is no request', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const token = await groupOn(relay);
    for (const request of [
      'hello',
      {},
      { token, agent: NORA },
      { token, agent: NORA, computer: 'short' },
      { token, agent: 7, computer: newComputer() },
    ])
      expect((await joinGroup(relay.url, request)).status).toBe(400);
    expect((await joinGroup(relay.url, { token, agent: NORA, computer: 'x'.repeat(5000) })).status).toBe(413);
    expect((await fetch(new URL(GROUP_PAIR_PATH, relay.url))).status).toBe(405);
  });

  it('is nowhere but in its own print: not in the journal, not in the log', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const token = await groupOn(relay);
    const computer = newComputer();
    const { body } = await joinGroup(relay.url, { token, agent: NORA, computer, device: 'DESK-17' });
    await joinGroup(relay.url, { token: 'rgt_of-nobody', agent: NORA, computer });
    await relay.stop();
    const kept = await keptIn(relay);
    expect(kept).toContain('DESK-17');
    for (const secret of [token, computer, String(body['token'])]) {
      expect(kept).not.toContain(secret);
      expect(relay.log()).not.toContain(secret);
    }
    for (const word of ['DESK-17', NORA, 'desks']) expect(relay.log()).not.toContain(word);
    expect(relay.log()).toContain('a group token was not taken');
  });
});

describe('a group whose computers are approved', () => {
  it('has each computer wait until the admin says so, for that agent only', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const token = await groupOn(relay, '--all', '--approve');
    const computer = newComputer();
    const ask = (agent: string) => joinGroup(relay.url, { token, agent, computer, device: 'DESK-17' });
    const first = await ask(NORA);
    expect(first).toMatchObject({ status: 202, retryAfter: '60' });
    expect(await ask(NORA)).toEqual(first);
    expect(await relay.metric('ringside_waiting_computers')).toBe(1);
    const { waiting } = (await relay.cli('devices', 'list')) as { waiting: { computer: string }[] };
    expect(waiting).toMatchObject([{ agent: NORA, name: 'DESK-17', group: 'desks', approved: false }]);
    await relay.cli('devices', 'approve', waiting[0]?.computer ?? '');
    expect((await ask(SAM)).status).toBe(202);
    expect((await ask(NORA)).status).toBe(202);
    await relay.cli('devices', 'approve', waiting[0]?.computer ?? '');
    expect((await ask(NORA)).status).toBe(200);
    expect((await ask(NORA)).status).toBe(200);
    expect(await relay.metric('ringside_waiting_computers')).toBe(0);
    await expect(relay.cli('devices', 'approve', 'nobody')).rejects.toThrow('no computer nobody is waiting');
  });

  it('lets no more wait than may be paired', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const token = await groupOn(relay, '--all', '--approve', '--devices', '3');
    const ask = () => joinGroup(relay.url, { token, agent: NORA, computer: newComputer() });
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 409, 409, 409, 409, 409]);
  });
});

describe('what the admin ends', () => {
  it('a computer whose device was revoked comes back only when it is approved', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const token = await groupOn(relay);
    const computer = newComputer();
    const asked = { token, agent: NORA, computer };
    const { body } = await joinGroup(relay.url, asked);
    await relay.cli('devices', 'revoke', String(body['device']));
    const again = await joinGroup(relay.url, asked);
    expect(again.status).toBe(202);
    await relay.cli('devices', 'approve', String(again.body['waiting']));
    expect((await joinGroup(relay.url, asked)).status).toBe(200);
  });

  it('a group that is revoked pairs nobody; its devices stay, or go with it', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const token = await groupOn(relay);
    const { body } = await joinGroup(relay.url, { token, agent: NORA, computer: newComputer() });
    const socket = await goLive(relay.url, String(body['token']));
    expect(await relay.cli('groups', 'revoke', 'desks')).toEqual({
      group: 'desks',
      revoked: true,
      devices: 0,
    });
    await relay.post(ring());
    await socket.eventCount(1);
    expect(await relay.cli('groups', 'list')).toMatchObject({ groups: [{ state: 'revoked', devices: 1 }] });
    const anew = await groupOn(relay, '--all');
    const other = await joinGroup(relay.url, { token: anew, agent: NORA, computer: newComputer() });
    const another = await goLive(relay.url, String(other.body['token']));
    expect(await relay.cli('groups', 'revoke', 'desks', '--devices')).toMatchObject({ devices: 1 });
    expect(await another.closed).toBe(4401);
    expect(await devicesOf(relay)).toHaveLength(1);
    socket.drop();
    await expect(relay.cli('groups', 'revoke', 'desks')).rejects.toThrow('there is no group desks');
  });

  it.each([
    [['groups', 'add', 'desks'], 'say for whom'],
    [['groups', 'add', 'desks', '--all', '--agents', NORA], 'say for whom'],
    [['groups', 'add', 'a b', '--all'], 'a group is called by'],
    [['groups', 'add', 'desks', '--agents', 'nobody@example.com'], 'there is no agent nobody@example.com'],
    [['groups', 'add', 'desks', '--agents', 'nobody'], 'is not an e-mail address'],
    [['groups', 'add', 'desks', '--all', '--devices', '0'], 'whole number'],
    [['groups', 'add', 'desks', '--all', '--valid', '2y'], 'minutes, hours or days'],
  ])('%j is refused with a reason', async (args, reason) => {
    const folder = await lab.folder();
    await cliOn(folder, ['agents', 'add', NORA]);
    await expect(cliOn(folder, args)).rejects.toThrow(reason);
    await cliOn(folder, ['groups', 'add', 'desks', '--all']);
    await expect(cliOn(folder, ['groups', 'add', 'desks', '--all'])).rejects.toThrow(
      'there is a group desks already',
    );
  });
});
