import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { failureOf, plainAsker, startPlainCrm, type PlainAsker } from '../../../../fixtures/crm/plain-crm.ts';
import type { Fault, StandIn } from '../../../../fixtures/crm/stand-in.ts';

const SECRET = 'pat-eu1-very-secret-5f3a';
const undos: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

interface Started extends PlainAsker {
  readonly crm: StandIn;
}

async function start(): Promise<Started> {
  const crm = await startPlainCrm();
  undos.push(crm.close);
  const plain = plainAsker(crm);
  undos.push(plain.asker.close);
  return { crm, ...plain };
}

function asksMe({ asker, flight }: PlainAsker, withinMs = 5000): ReturnType<PlainAsker['asker']['ask']> {
  return asker.ask('me', { headers: { authorization: `Bearer ${SECRET}` } }, flight('refresh', withinMs));
}

async function answering(handle: Parameters<typeof createServer>[1]): Promise<PlainAsker> {
  const server: Server = createServer(handle);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  undos.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const plain = plainAsker({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  undos.push(plain.asker.close);
  return plain;
}

describe('a request to a CRM', () => {
  it('is sent as its read says, with what fills it', async () => {
    const { crm, asker, flight } = await start();
    const person = await asker.ask(
      'person',
      { path: { id: 'a/b@acme.test' }, query: { fields: 'a,b&c' } },
      flight(),
    );
    expect(person).toMatchObject({ status: 200, json: { id: 'a/b@acme.test' } });
    const found = await asker.ask('search', { json: { filter: ['é'] } }, flight());
    expect(found.json).toEqual({ found: { filter: ['é'] } });
    const token = await asker.ask('token', { form: { grant: 'x', secret: 'a&b=c' } }, flight());
    expect(token.json).toEqual({ text: 'grant=x&secret=a%26b%3Dc' });
    expect(crm.requests.map(({ headers }) => headers['content-type'])).toEqual([
      undefined,
      'application/json',
      'application/x-www-form-urlencoded',
    ]);
    expect(crm.requests[0]?.headers.accept).toBe('application/json');
    expect(crm.complaints).toEqual([]);
  });

  it('is never another than one of the table, and never a GET with a body', async () => {
    const { crm, asker, flight } = await start();
    for (const [read, filling] of [
      ['delete', {}],
      ['toString', {}],
      ['__proto__', {}],
      ['me', { json: {} }],
      ['search', { json: {}, form: {} }],
      ['person', { path: { id: '..' } }],
      ['person', {}],
      ['me', { headers: { authorization: 'Bearer a\nb' } }],
    ] as const) {
      expect((await failureOf(asker.ask(read, filling, flight()))).trouble).toBe('rejected');
    }
    expect(crm.requests).toEqual([]);
  });

  it('reads ids that no number holds as the digits they are, in JSON of any of its types', async () => {
    const plain = await answering((_, response) => {
      response.writeHead(200, { 'content-type': 'application/vnd.api+json; charset=UTF-8' });
      response.end('{"id": 90071992547409931, "short": 12}');
    });
    expect((await asksMe(plain)).json).toEqual({ id: '90071992547409931', short: 12 });
  });

  it.each([204, 200, 404])('that is answered %s with nothing has an answer without JSON', async (status) => {
    const plain = await answering((_, response) => void response.writeHead(status).end());
    expect(await asksMe(plain)).toMatchObject({ status, json: undefined });
  });
});

describe('an answer that is none', () => {
  const html: Fault = {
    status: 403,
    headers: { 'content-type': 'text/html' },
    text: '<html>Cloudflare</html>',
  };
  const hostile: readonly (readonly [string, Fault, string])[] = [
    ['a page of HTML', { ...html, status: 200 }, 'unreadable'],
    [
      'JSON that says it is HTML',
      { status: 200, headers: { 'content-type': 'text/html' }, text: '{"id":1}' },
      'unreadable',
    ],
    [
      'half of JSON',
      { status: 200, headers: { 'content-type': 'application/json' }, text: '{"id":' },
      'unreadable',
    ],
    [
      'JSON a hundred levels deep',
      {
        status: 200,
        headers: { 'content-type': 'application/json' },
        text: `${'['.repeat(100)}${']'.repeat(100)}`,
      },
      'unreadable',
    ],
    [
      'JSON of half a million levels',
      {
        status: 200,
        headers: { 'content-type': 'application/json' },
        text: '['.repeat(500_000) + ']'.repeat(500_000),
      },
      'unreadable',
    ],
    [
      'JSON of two hundred thousand values',
      { status: 200, headers: { 'content-type': 'application/json' }, text: `[${'1,'.repeat(200_000)}1]` },
      'unreadable',
    ],
    [
      'a number that is none',
      { status: 200, headers: { 'content-type': 'application/json' }, text: '{"amount":1e999}' },
      'unreadable',
    ],
    ['a gigabyte', { flood: 1024 * 1024 * 1024 }, 'unreadable'],
    ['a connection that is cut before it', 'drop', 'unreachable'],
    ['a connection that is cut inside it', 'cut', 'unreachable'],
    ['500', { status: 500, json: { message: 'oops' } }, 'broken'],
    ['503 with HTML', { ...html, status: 503 }, 'broken'],
    ['429', { status: 429, json: {} }, 'limited'],
    ['401', { status: 401, json: {} }, 'refused'],
    ['403', { status: 403, json: {} }, 'missing-right'],
    ['400', { status: 400, json: {} }, 'rejected'],
  ];

  it.each(hostile)(
    'because it is %s is told as such, without what was sent',
    async (_, fault, trouble) => {
      const started = await start();
      started.crm.play(fault);
      const failure = await failureOf(asksMe(started));
      expect(failure.trouble).toBe(trouble);
      expect(failure.message).toMatch(/^Plain CRM /);
      expect(`${failure.message} ${failure.stack}`).not.toContain(SECRET);
      expect(failure.cause).toBeUndefined();
      // The next one is not the worse for it.
      if (trouble !== 'refused') expect((await asksMe(started, 10_000)).json).toEqual({ id: 1 });
    },
    30_000,
  );

  it('because it is a gigabyte is not read to the end, packed or not', async () => {
    let sent = 0;
    const block = gzipSync(Buffer.alloc(8 * 1024 * 1024, ' '));
    const plain = await answering((request, response) => {
      const isPacked = request.url === '/me';
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
      });
      const more = (): void => {
        while (!response.destroyed && sent < 1e9) {
          sent += block.length;
          if (!response.write(block)) break;
        }
      };
      response.on('drain', more);
      response.on('error', () => undefined);
      more();
    });
    const before = process.memoryUsage().rss;
    expect(await failureOf(asksMe(plain))).toMatchObject({
      trouble: 'unreadable',
      message: expect.stringContaining('1024 KiB'),
    });
    expect((await failureOf(plain.asker.ask('person', { path: { id: '1' } }, plain.flight()))).trouble).toBe(
      'unreadable',
    );
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('because it is packed twice over is not unpacked', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    const plain = await answering((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip, gzip' });
      response.end(bomb);
    });
    expect((await failureOf(asksMe(plain))).trouble).toBe('unreadable');
  });

  it.each([301, 302, 303, 307, 308])(
    'because it leads elsewhere (%s) is not followed, and the secret stays',
    async (status) => {
      const got: unknown[] = [];
      const elsewhere = createServer((request, response) => {
        got.push(request.headers);
        response.end('{}');
      });
      await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
      undos.push(
        () => elsewhere.closeAllConnections(),
        () => elsewhere.close(),
      );
      const target = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
      const plain = await answering(
        (_, response) => void response.writeHead(status, { location: target }).end(),
      );
      const failure = await failureOf(asksMe(plain));
      expect(failure).toMatchObject({
        trouble: 'unreadable',
        message: expect.stringContaining('lead elsewhere'),
      });
      expect(got).toEqual([]);
    },
  );

  it.each([
    ['never comes', 'hang'],
    ['comes by drops', { drip: 1000, everyMs: 20 }],
  ] as const)('because it %s is given up at its deadline', async (_, fault) => {
    const started = await start();
    started.crm.play(fault);
    const from = performance.now();
    expect((await failureOf(asksMe(started, 300))).trouble).toBe('too-late');
    expect(performance.now() - from).toBeLessThan(4000);
  });

  it('because a ring cannot wait for it is given up after 3 s, whatever its flight has left', async () => {
    const started = await start();
    started.crm.play('hang');
    const from = performance.now();
    const failure = await failureOf(started.asker.ask('me', {}, started.flight('ring', 60_000)));
    expect(failure.trouble).toBe('too-late');
    expect(performance.now() - from).toBeGreaterThan(2900);
    expect(performance.now() - from).toBeLessThan(8000);
  });
});
