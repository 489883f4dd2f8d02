import { afterEach, describe, expect, it } from 'vitest';
import { alloApi } from '../../src-relay/allo-api/client.ts';
import { runCli } from '../../src-relay/cli/program.ts';
import { parseSecrets } from '../../src-relay/webhook-secrets/signature.ts';
import { API_KEY, EVENT_TYPES, refusal, startAlloApi, type AlloStandIn } from '../fixtures/allo-api.ts';
import { NORA, post, ring } from '../fixtures/allo.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

async function standIn(): Promise<AlloStandIn> {
  const allo = await startAlloApi();
  lab.onCleanUp(allo.close);
  return allo;
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

async function create(allo: AlloStandIn, ...args: string[]): Promise<Ran> {
  let out = '';
  let error = '';
  const code = await runCli(['webhook', 'create', '--api-url', allo.url, '--api-key', API_KEY, ...args], {
    terminal: { out: (text) => void (out += text), error: (line) => void (error += `${line}\n`) },
    now: Date.now,
    input: () => Promise.resolve(''),
    workerUrl: new URL('file:///not-used'),
  });
  return { code, out, error };
}

const TO = ['--url', 'https://relay.example.com'];

describe('webhook create', () => {
  it('asks for the topics that Allo offers and the relay reads, and prints the secret with what to do next', async () => {
    const allo = await standIn();
    const { code, out } = await create(allo, ...TO);
    expect(code).toBe(0);
    expect(out).toContain('https://relay.example.com/webhooks/allo');
    expect(out.split(allo.secrets[0] ?? 'none')).toHaveLength(2);
    expect(out).toContain('ringside-relay secrets add');
    expect(out).not.toContain('call.dreamt');
    expect(out).not.toContain('summary.updated');
  });

  it('gives programs one object, with a secret that the relay takes', async () => {
    const { out } = await create(await standIn(), ...TO, '--json');
    const made = JSON.parse(out) as { secret: string };
    expect(made).toMatchObject({
      id: 'ep_1',
      url: 'https://relay.example.com/webhooks/allo',
      topics: EVENT_TYPES.filter((topic) => topic !== 'call.dreamt'),
    });
    expect(parseSecrets(made.secret)).toHaveLength(1);
  });

  it('hands the secret to the running relay when asked to, and does not show it', async () => {
    const allo = await standIn();
    const relay = await lab.start({ agents: [NORA] });
    const { code, out, error } = await create(allo, ...TO, '--add-secret', '--data', relay.folder, '--json');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    const secret = allo.secrets[0] ?? 'none';
    expect(out).not.toContain(secret.slice('whsec_'.length));
    expect(Object.keys(JSON.parse(out) as object)).toEqual(['id', 'url', 'topics', 'fingerprint']);
    await until('the relay to take it', async () => (await post(relay.url, secret, ring())).status === 200);
  });

  it('makes no second webhook to the same address', async () => {
    const allo = await standIn();
    await create(allo, ...TO);
    const { code, error } = await create(allo, ...TO);
    expect(code).toBe(1);
    expect(error).toMatch(/already has a webhook .*\(ep_1\)/);
    expect(allo.secrets).toHaveLength(1);
  });

  it.each(['http://relay.example.com', 'relay.example.com', 'https://user:pw@relay.example.com'])(
    'refuses %s before anything is sent',
    async (url) => {
      const allo = await standIn();
      const { code, error } = await create(allo, '--url', url);
      expect(code).toBe(2);
      expect(error).toContain('--url');
      expect(allo.asked).toEqual([]);
    },
  );

  it('asks all the same where there is nothing to look at first', async () => {
    const allo = await standIn();
    allo.answerNext(2, { status: 405 });
    const ran = await create(allo, ...TO);
    expect(ran.error).toContain('INVALID_EVENT_TYPE');
    expect(allo.asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST']);
  });

  it('wants a key', async () => {
    const allo = await standIn();
    expect(await create(allo, ...TO, '--api-key', '')).toMatchObject({
      code: 2,
      error: 'ringside-relay: set ALLO_API_KEY, or --api-key\n',
    });
  });

  it('waits out one 429 with a short Retry-After, and asks again under the same idempotency key', async () => {
    const allo = await standIn();
    allo.answerNext(1, { status: 429, headers: { 'retry-after': '0' } });
    expect((await create(allo, ...TO)).code).toBe(0);
    expect(allo.asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'POST']);

    const again = await standIn();
    const api = alloApi({ apiKey: API_KEY, base: again.url, wait: async () => {} });
    again.answerNext(1, { status: 429, headers: { 'retry-after': '7' } });
    const body = { url: 'https://relay.example.com', topics: ['call.received'] };
    await api.post('/v2/api/webhooks', body, 'key-1', { scope: 'WEBHOOKS_READ_WRITE' });
    expect(again.asked.map((asked) => asked.idempotencyKey)).toEqual(['key-1', 'key-1']);
  });

  it.each([
    [400, 'INVALID_EVENT_TYPE', {}, /400 INVALID_EVENT_TYPE: As documented; check --url/],
    [401, 'API_KEY_INVALID', {}, /401 API_KEY_INVALID.*Settings → API/],
    [403, 'API_KEY_INSUFFICIENT_SCOPE', {}, /WEBHOOKS_READ_WRITE/],
    [404, 'NOT_FOUND', {}, /404 NOT_FOUND/],
    [429, 'RATE_LIMIT_EXCEEDED', { 'retry-after': '3600' }, /try again in 3600 s/],
    [429, 'RATE_LIMIT_EXCEEDED', {}, /too many requests: try again later/],
    [503, 'UNAVAILABLE', {}, /the trouble is at Allo/],
  ])('says what %i %s means, in one line without the key', async (status, code, headers, message) => {
    const allo = await standIn();
    allo.answerNext(status === 404 ? 3 : 1, {
      status,
      headers,
      body: JSON.stringify(refusal(status, code).json),
    });
    const ran = await create(allo, ...TO);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.error).toMatch(message);
    expect(ran.error.trimEnd().split('\n')).toHaveLength(1);
    expect(ran.error).not.toContain(API_KEY);
  });

  it.each(['<html>', '[]', '{"data":null}', '{"data":[{"id":1}]}'])(
    'calls %s an answer that it does not know',
    async (body) => {
      const allo = await standIn();
      allo.answerNext(1, { status: 200, body });
      expect((await create(allo, ...TO)).error).toMatch(/no JSON|does not know/);
    },
  );

  it('follows no redirect with the key, and says when there is no answer', async () => {
    const allo = await standIn();
    allo.answerNext(1, { status: 307, headers: { location: 'http://127.0.0.1:9/' } });
    expect((await create(allo, ...TO)).error).toMatch(/cannot be reached/);
    allo.answerNext(1, { silent: true });
    const api = alloApi({ apiKey: API_KEY, base: allo.url, wait: async () => {}, timeoutMs: 50 });
    await expect(api.get('/v2/api/webhooks', { scope: 'WEBHOOKS_READ_WRITE' })).rejects.toThrow(
      /no answer within/,
    );
  });
});
