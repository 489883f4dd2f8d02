import { afterEach, describe, expect, it } from 'vitest';
import { ANA, LINE, NORA, ring, SAM, sms } from '../fixtures/allo.ts';
import { journalOf } from '../../src-shared/wire/protocol.ts';
import { connectAgent, goLive, refusalOf, refusedUpgrade } from '../fixtures/relay/agent-socket.ts';
import { cliOn, relayLab, type LabRelay } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

interface Exchanged {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly retryAfter: string | null;
}

async function exchange(relay: LabRelay, request: unknown): Promise<Exchanged> {
  const body = typeof request === 'string' ? request : JSON.stringify(request);
  const response = await fetch(new URL('/pair', relay.url), { method: 'POST', body });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    retryAfter: response.headers.get('retry-after'),
  };
}

async function offer(relay: LabRelay): Promise<URLSearchParams> {
  const { link } = (await relay.cli('devices', 'pair', NORA)) as { link: string };
  expect(link).toMatch(/^ringside:\/\/pair\?relay=[^&]+&code=[A-Za-z0-9_-]{22}$/);
  return new URLSearchParams(link.slice(link.indexOf('?')));
}

const codeIn = (link: string): string | null => new URLSearchParams(link.split('?')[1]).get('code');

/** One for every agent. */
async function offerAll(relay: LabRelay): Promise<{ agent: string; code: string | null }[]> {
  const { links } = (await relay.cli('devices', 'pair', '--all')) as {
    links: { agent: string; link: string }[];
  };
  return links.map(({ agent, link }) => ({ agent, code: codeIn(link) }));
}

describe('pairing', () => {
  it('trades a code for a token that works, once', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const link = await offer(relay);
    expect(link.get('relay')).toBe(relay.url);
    const code = link.get('code');
    const paired = await exchange(relay, { code, device: "Nora's laptop" });
    expect(paired).toMatchObject({ status: 200, body: { agent: NORA, device: expect.any(String) } });
    const nora = await goLive(relay.url, String(paired.body['token']));
    lab.onCleanUp(nora.drop);
    await relay.post(ring());
    await nora.eventCount(1);
    expect(await relay.cli('devices', 'list')).toMatchObject({
      devices: [{ agent: NORA, name: "Nora's laptop", device: paired.body['device'] }],
    });
    const again = await exchange(relay, { code });
    const unknown = await exchange(relay, { code: 'AAAAAAAAAAAAAAAAAAAAAA' });
    expect(again.status).toBe(410);
    expect(unknown).toEqual(again);
  });

  it('works once even when two apps try at the same moment', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const code = (await offer(relay)).get('code');
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(relay, { code })));
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
  });

  it('ends after 15 minutes', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const pairedAgo = async (ms: number): Promise<number> => {
      const { link } = await cliOn(relay.folder, ['devices', 'pair', NORA], () => Date.now() - ms);
      return (await exchange(relay, { code: codeIn(String(link)) })).status;
    };
    expect(await pairedAgo(15 * 60_000)).toBe(410);
    expect(await pairedAgo(14 * 60_000)).toBe(200);
  });

  it('ends when the admin says so, up to 30 days later', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const pairedAgo = async (ms: number): Promise<number> => {
      const args = ['devices', 'pair', NORA, '--valid', '7d'];
      const { link } = await cliOn(relay.folder, args, () => Date.now() - ms);
      return (await exchange(relay, { code: codeIn(String(link)) })).status;
    };
    expect(await pairedAgo(6.9 * 24 * 3_600_000)).toBe(200);
    expect(await pairedAgo(7.1 * 24 * 3_600_000)).toBe(410);
  });

  it('has a link for every agent, each of them good', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const links = await offerAll(relay);
    const agents = links.map(async ({ code }) => (await exchange(relay, { code })).body['agent']);
    expect(await Promise.all(agents)).toEqual([NORA, SAM]);
    expect(links.map(({ agent }) => agent)).toEqual([NORA, SAM]);
  });

  it('keeps of a device’s name what can be seen', async () => {
    const relay = await lab.start({ agents: [NORA] });
    for (const device of ['\u202eabc\u202c\u200b', '\u2066\u200b\u0000', 'Zoë’s\n\tlaptop']) {
      expect((await exchange(relay, { code: (await offer(relay)).get('code'), device })).status).toBe(200);
    }
    const { devices } = (await relay.cli('devices', 'list')) as { devices: { name: string | null }[] };
    expect(devices.map(({ name }) => name)).toEqual(['abc', null, 'Zoë’s laptop']);
  });

  it('names the address of the config in link and answer', async () => {
    const config = { publicUrl: 'https://relay.ringside.example' };
    const relay = await lab.start({ agents: [NORA], config });
    const link = await offer(relay);
    expect(link.get('relay')).toBe(config.publicUrl);
    expect((await exchange(relay, { code: link.get('code') })).body['relay']).toBe(config.publicUrl);
  });

  it('lets an office of 50 behind one address pair at once, and again', async () => {
    const office = Array.from({ length: 50 }, (_, i) => `agent-${i}@ringside.example`);
    const relay = await lab.start({ agents: office });
    for (let round = 0; round < 3; round += 1) {
      const links = await offerAll(relay);
      const answers = await Promise.all(links.map(({ code }) => exchange(relay, { code })));
      expect(answers).toHaveLength(50);
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    }
  });

  it('is limited per address by what fails', async () => {
    const relay = await lab.start({ agents: [NORA], config: { limits: { pairingsPerAddress: 10 } } });
    const answers: Exchanged[] = [];
    for (let i = 0; i < 12; i += 1) answers.push(await exchange(relay, { code: `guess-${i}` }));
    expect(answers.slice(0, 10).map((a) => a.status)).toEqual(Array.from({ length: 10 }, () => 410));
    expect(answers[11]?.status).toBe(429);
    expect(Number(answers[11]?.retryAfter)).toBeGreaterThan(0);
  });

  it('refuses what is no request', async () => {
    const relay = await lab.start({ agents: [NORA] });
    expect((await exchange(relay, 'hello')).status).toBe(400);
    expect((await exchange(relay, { code: 7 })).status).toBe(400);
    expect((await exchange(relay, { code: 'x'.repeat(5000) })).status).toBe(413);
    expect((await fetch(new URL('/pair', relay.url))).status).toBe(405);
  });
});

describe('a revoked device', () => {
  it('is closed with 4401 at once and stays out; the others go on', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const [lost, kept] = [await relay.device(NORA), await relay.device(NORA)];
    const [atThief, atDesk] = [await goLive(relay.url, lost.token), await goLive(relay.url, kept.token)];
    lab.onCleanUp(atDesk.drop);
    await relay.cli('devices', 'revoke', lost.device);
    expect(await atThief.closed).toBe(4401);
    expect(await refusedUpgrade(relay.url, { token: lost.token, subprotocol: 'ringside.v1' })).toBe(401);
    await relay.post(ring());
    await atDesk.eventCount(1);
  });

  it('is refused in the name of the journal, which pairing and welcome have told it, whoever was forgotten meanwhile', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { body } = await exchange(relay, { code: (await offer(relay)).get('code') });
    const [token, device, journal] = [body['token'], body['device'], body['journal']].map(String);
    if (token === undefined || device === undefined) throw new Error('not paired');
    const socket = await goLive(relay.url, token);
    await relay.post(ring());
    await socket.eventCount(1);
    await relay.cli('forget', ANA);
    expect(await socket.closed).toBe(1012);
    const again = await goLive(relay.url, token);
    const { epoch } = await again.frame('welcome');
    expect(epoch).not.toBe(journal);
    await relay.cli('devices', 'revoke', device);
    const { status, headers } = await refusalOf(relay.url, { token, subprotocol: 'ringside.v1' });
    expect([status, headers['ringside-journal'], journalOf(epoch)]).toEqual([401, journal, journal]);
  });

  it('and a stranger get no name of the same journal from another relay', async () => {
    const [one, other] = [await lab.start({ agents: [NORA] }), await lab.start({ agents: [NORA] })];
    const { token } = await one.device(NORA);
    const known = await refusalOf(one.url, { subprotocol: 'ringside.v1' });
    const unknown = await refusalOf(other.url, { token, subprotocol: 'ringside.v1' });
    expect(unknown.status).toBe(401);
    expect(unknown.headers['ringside-journal']).toMatch(/^[\w-]{36}$/);
    expect(unknown.headers['ringside-journal']).not.toBe(known.headers['ringside-journal']);
  });

  it('that had not resumed yet is closed too', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { device, token } = await relay.device(NORA);
    const socket = await connectAgent(relay.url, token);
    await relay.cli('devices', 'revoke', device);
    expect(await socket.closed).toBe(4401);
  });
});

describe('agents', () => {
  it('are added, listed and removed with their devices', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.cli(
      'agents',
      'add',
      SAM,
      '--name',
      'Sam',
      '--line',
      '+33 1 99 00 33 00',
      '--alias',
      'S@old.example',
    );
    const sam = await relay.live(SAM);
    const byHand = {
      origin: 'hand',
      nameFrom: 'hand',
      fromAllo: { lines: [], aliases: [] },
      blockedAt: null,
    };
    expect(await relay.cli('agents', 'list')).toEqual({
      agents: [
        { email: NORA, name: null, lines: [], aliases: [], devices: 0, ...byHand },
        {
          email: SAM,
          name: 'Sam',
          lines: ['+33199003300'],
          aliases: ['s@old.example'],
          devices: 1,
          ...byHand,
        },
      ],
    });
    await relay.cli('agents', 'remove', SAM);
    expect(await sam.closed).toBe(4401);
    await expect(relay.cli('agents', 'remove', SAM)).rejects.toThrow(
      'exit 1: ringside-relay: there is no agent',
    );
    await expect(relay.cli('devices', 'token', SAM)).rejects.toThrow('exit 1');
    await expect(relay.cli('agents', 'add', 'nobody')).rejects.toThrow('exit 2');
    await expect(relay.cli('agents', 'add', SAM, '--line', '12')).rejects.toThrow('exit 2');
    await expect(relay.cli('agents', 'add', SAM, '--alias', NORA)).rejects.toThrow('already leads');
  });

  it('lose a line and an alias that are taken off them, at once, and nothing when one is not theirs', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.cli('agents', 'add', NORA, '--line', LINE, '--alias', 'n@old.example');
    const nora = await relay.live(NORA);
    await relay.post(sms({ user_email: 'n@old.example' }));
    await relay.post(sms({ user_email: null }));
    await nora.eventCount(2);
    const wrong = relay.cli(
      'agents',
      'update',
      NORA,
      '--remove-line',
      LINE,
      '--remove-alias',
      'x@old.example',
    );
    await expect(wrong).rejects.toThrow('x@old.example is not an alias of theirs');
    expect(
      await relay.cli('agents', 'update', NORA, '--remove-line', LINE, '--remove-alias', 'n@old.example'),
    ).toEqual({ agent: NORA, name: null, lines: [], aliases: [] });
    await relay.post(sms({ user_email: 'n@old.example' }));
    await relay.post(sms({ user_email: null }));
    await relay.post(sms());
    expect(await nora.eventCount(3)).toHaveLength(3);
  });

  it('who come back under the same address never meet an old cursor', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const before = await relay.live(NORA);
    await relay.post(sms());
    await relay.post(sms());
    await before.eventCount(2);
    const { epoch } = await before.frame('welcome');
    await relay.cli('agents', 'remove', NORA);
    await relay.cli('agents', 'add', NORA);
    const after = await relay.connect(NORA);
    after.resume(epoch, 1);
    await relay.post(sms({ content: 'New here.' }));
    const [first] = await after.eventCount(1);
    expect(await after.frame('reset')).toEqual({ type: 'reset', reason: 'retention' });
    expect(first).toMatchObject({ seq: 3, data: { content: 'New here.' } });
  });
});

describe('the log', () => {
  it('never holds a token, a code, a secret, a number or a name', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const code = (await offer(relay)).get('code');
    const { body } = await exchange(relay, { code });
    const nora = await goLive(relay.url, String(body['token']));
    await relay.post(ring());
    await relay.post('{"from_number":"+33199001234"}');
    await nora.eventCount(1);
    nora.drop();
    await relay.stop();
    const secrets = [String(body['token']), String(code), relay.secret, 'Lopez', 'nora@', '99001234'];
    expect(secrets.filter((secret) => relay.log().includes(secret))).toEqual([]);
  });
});
