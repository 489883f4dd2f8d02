import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ANA,
  answer,
  completed,
  contact,
  newSecret,
  NORA,
  post,
  ring,
  SAM,
  sms,
  tag,
} from '../../fixtures/allo.ts';
import { goLive, refusedUpgrade } from '../../fixtures/relay/agent-socket.ts';
import { cliOn, relayLab } from '../../fixtures/relay/lab.ts';
import { spawnRelay, type RelayProcess } from '../../../scripts/relay/process.ts';
import { until } from '../../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

/** Every word that could come out of these webhooks, the team, or a secret. */
const PERSONAL = [
  ['33199001234', '33199003300', '199001234', 'Ana', 'Lopez', 'Globex', 'globex.example', 'Chief Operating'],
  ['nora', 'sam@', 'ringside.example', 'Nora Berg', 'old.example', 'desk-of-nora'],
  ['Pilot, 40 seats', 'new offer', 'On my way', 'To call back', 'to_call_back'],
  ['cll_', 'con_5Mi', 'com-1a2b3c', 'dea-9z8y7x', 'hush-hush', 'msg_secret'],
].flat();

async function bytes(relay: RelayProcess, path: string, init: RequestInit): Promise<number> {
  return (await fetch(new URL(path, relay.url), init)).status;
}

describe('the log of the relay', () => {
  it('R8 the log of a relay that saw every kind of traffic names no person, number, secret, token or text', async () => {
    const folder = await lab.folder();
    const secret = newSecret();
    const configFile = join(folder, 'relay.config.json');
    await cliOn(folder, ['agents', 'add', NORA, '--name', 'Nora Berg', '--alias', 'nora@old.example']);
    await cliOn(folder, ['agents', 'add', SAM, '--line', '+33199003300']);
    const relay = await spawnRelay({ folder, secret, env: { RINGSIDE_LOG: 'trace' } });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    const { token, device } = await cliOn(folder, ['devices', 'token', NORA, '--name', 'desk-of-nora']);
    const nora = await goLive(relay.url, String(token));
    lab.onCleanUp(nora.drop);

    const good = [
      ring(),
      answer(),
      completed(),
      tag(),
      sms(),
      contact(),
      ring({ user_email: 'hush-hush@x.example' }),
    ];
    for (const body of good) expect((await post(relay.url, secret, body)).status).toBe(200);
    const forged = { signature: 'v1,aHVzaC1odXNo' };
    expect((await post(relay.url, secret, ring(), forged)).status).toBe(401);
    expect((await post(relay.url, secret, ring(), { timestamp: 1 })).status).toBe(401);
    expect((await post(relay.url, secret, ring(), { id: 'hush-hush.msg' })).status).toBe(400);
    expect((await post(relay.url, secret, '{"hush-hush": Ana')).body).toEqual({ status: 'quarantined' });
    expect((await post(relay.url, secret, ring({ from_number: null }))).status).toBe(200);
    expect((await post(relay.url, secret, { ...ring(), topic: 'hush-hush' })).status).toBe(200);
    expect((await post(relay.url, secret, { ...ring(), version: 'hush-hush' })).status).toBe(200);
    const big = new Uint8Array(5 * 1024 * 1024 + 1).fill(65);
    expect(
      await post(relay.url, secret, big).then(
        ({ status }) => status,
        () => 413,
      ),
    ).toBe(413);
    expect(await bytes(relay, '/webhooks/allo?hush-hush', { method: 'PUT', body: 'hush-hush' })).toBe(405);
    expect(await bytes(relay, '/hush-hush', {})).toBe(404);

    const { link } = await cliOn(folder, ['devices', 'pair', NORA]);
    const code = new URL(String(link)).searchParams.get('code');
    const pair = (body: string) => bytes(relay, '/pair', { method: 'POST', body });
    expect(await pair(JSON.stringify({ code, device: 'desk-of-nora' }))).toBe(200);
    expect(await pair(JSON.stringify({ code, device: 'desk-of-nora' }))).toBe(410);
    expect(await pair('hush-hush')).toBe(400);
    expect(await refusedUpgrade(relay.url, { token: 'hush-hush', subprotocol: 'ringside.v1' })).toBe(401);

    const first = await nora.eventCount(1);
    nora.send({ type: 'claim', call: first[0]?.call ?? ('none' as never) });
    await nora.frame('claimed');
    nora.ack();
    nora.send('{"type":"hush-hush"}');
    expect(await nora.closed).toBe(4400);

    for (const bad of [
      '{"aliases":{"hush-hush":"nora@ringside.example"}}',
      '{"publicUrl":"hush-hush"}',
      '{hush-hush',
    ]) {
      const before = relay.stderr().length;
      await writeFile(configFile, bad);
      await until('the refusal', () => relay.stderr().slice(before).includes('is refused'));
    }
    await writeFile(
      configFile,
      '{"lines":{"+33199003300":{"name":"Ana","agents":["nora@ringside.example"]}}}',
    );
    await until('the new config', () => relay.stderr().includes('was reloaded'));
    await cliOn(folder, ['devices', 'revoke', String(device)]);
    await cliOn(folder, ['quarantine', 'retry']);
    await cliOn(folder, ['backup', join(folder, 'backup.db')]);
    await cliOn(folder, ['forget', ANA]);
    await cliOn(folder, ['agents', 'remove', NORA]);
    expect(await refusedUpgrade(relay.url, { token: String(token), subprotocol: 'ringside.v1' })).toBe(401);
    const metrics = await (await fetch(new URL('/metrics', relay.url))).text();
    expect(await relay.kill('SIGTERM')).toBe(0);

    const said = `${relay.stdout()}${relay.stderr()}${metrics}`.toLowerCase();
    expect(said).toContain('is refused');
    const secrets = [secret, secret.slice('whsec_'.length), String(token), String(code), String(device)];
    const leaked = [...PERSONAL, ...secrets].filter((word) => said.includes(word.toLowerCase()));
    expect(leaked).toEqual([]);
  });

  it('is one JSON object a line, with a time, at the level that is asked for', async () => {
    const folder = await lab.folder();
    const relay = await spawnRelay({ folder, secret: newSecret(), env: { RINGSIDE_LOG: 'warn' } });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    await writeFile(join(folder, 'relay.config.json'), '{');
    await until('the refusal', () => relay.stderr().includes('is refused'));
    await relay.kill('SIGTERM');
    const lines = relay.stderr().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 50, time: expect.stringMatching(/^\d{4}-/) as string }),
    ]);
  });
});
