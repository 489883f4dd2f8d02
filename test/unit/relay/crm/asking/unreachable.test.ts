import { readFile } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { send } from '../../../../../src-relay/crm/asking/request.ts';
import { portToKeep } from '../../../../fixtures/port.ts';
import { failureOf, plainAsker } from '../../../../fixtures/crm/plain-crm.ts';

const SECRET = 'pat-eu1-very-secret-5f3a';
const AUTHORIZED = { headers: { authorization: `Bearer ${SECRET}` } };
const TLS = new URL('../../../../fixtures/tls/', import.meta.url);
const undos: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

describe('a CRM that cannot be reached', () => {
  it('because nobody listens, or no HTTP is spoken, is told with the name the system has for it', async () => {
    const nobody = plainAsker({ url: `http://127.0.0.1:${await portToKeep()}` });
    undos.push(nobody.asker.close);
    expect(await failureOf(nobody.asker.ask('me', AUTHORIZED, nobody.flight()))).toMatchObject({
      trouble: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    const gibberish = createSocketServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(`hello ${SECRET}\r\n\r\n`);
    });
    await new Promise<void>((done) => gibberish.listen(0, '127.0.0.1', done));
    undos.push(() => gibberish.close());
    const other = plainAsker({ url: `http://127.0.0.1:${(gibberish.address() as AddressInfo).port}` });
    undos.push(other.asker.close);
    const failure = await failureOf(other.asker.ask('me', AUTHORIZED, other.flight()));
    expect(failure.trouble).toBe('unreachable');
    expect(failure.message).not.toContain(SECRET);
  });

  it('because its certificate is nobody’s is told so, and the secret is not sent', async () => {
    const got: unknown[] = [];
    const tls = {
      key: await readFile(new URL('localhost.key', TLS)),
      cert: await readFile(new URL('localhost.crt', TLS)),
    };
    const server = createTlsServer(tls, (request, response) => {
      got.push(request.headers);
      response.end('{}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    undos.push(() => server.close());
    const url = new URL(`https://localhost:${(server.address() as AddressInfo).port}/me`);
    const headers = new Headers({ authorization: `Bearer ${SECRET}` });
    const failure = await failureOf(
      send({ method: 'GET', url, headers, body: null, withinMs: 5000, title: 'Plain CRM' }),
    );
    expect(failure).toMatchObject({
      trouble: 'unreachable',
      message: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/),
    });
    expect(got).toEqual([]);
  });
});
