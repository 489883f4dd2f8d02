import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { RELAY } from '../../scripts/relay/process.ts';
import type { Finding } from '../../src-relay/doctor/finding.ts';
import { doctor, complaints, withPublicUrl } from '../fixtures/relay/doctor.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const TLS = new URL('../fixtures/tls/', import.meta.url);

/** A site with packages, over https as agents get them. */
async function site(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer(
    {
      cert: await readFile(new URL('localhost.crt', TLS)),
      key: await readFile(new URL('localhost.key', TLS)),
    },
    (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const [, path] = (request.url ?? '').split('/');
      if (path === 'moved') response.writeHead(302, { Location: '/there.exe' });
      else if (path === 'no-head') response.writeHead(405);
      else if (path === 'gone') response.writeHead(404);
      else
        response.writeHead(200, {
          'Content-Type': path === 'page' ? 'text/html' : 'application/octet-stream',
        });
      response.end();
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  lab.onCleanUp(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, asked };
}

/** What doctor says of the downloads, on a machine that trusts the site. */
async function saidOf(downloads: object): Promise<string[]> {
  const relay = await lab.start();
  await writeFile(relay.configFile, JSON.stringify({ downloads }));
  const args = [RELAY, 'doctor', '--json', '--data', relay.folder];
  const env = {
    PATH: process.env['PATH'],
    NODE_EXTRA_CA_CERTS: fileURLToPath(new URL('localhost.crt', TLS)),
  };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env }).catch(
    (error: { stdout: string }) => error,
  );
  const { checks } = JSON.parse(stdout) as { checks: Finding[] };
  return checks.flatMap(({ about, level, found }) => (about === 'downloads' ? [`${level} ${found}`] : []));
}

it('doctor says whether downloads are set', async () => {
  expect(await saidOf({})).toEqual([expect.stringMatching(/^ok none are set/)]);
});

it('doctor asks for the head of each download, wherever it moved, and says that all is well', async () => {
  const { url, asked } = await site();
  const downloads = {
    windows: { x64: { url: `${url}/a.exe` }, arm64: { url: `${url}/moved` } },
    linux: { deb: { x64: { url: `${url}/no-head` } } },
  };
  expect(await saidOf(downloads)).toEqual(['ok all 3 answer']);
  expect(asked.sort()).toEqual(['HEAD /a.exe', 'HEAD /moved', 'HEAD /no-head', 'HEAD /there.exe']);
});

it('doctor names each download that agents would not get, and why', async () => {
  const { url } = await site();
  const downloads = {
    windows: { x64: { url: `${url}/gone` } },
    macos: { arm64: { url: `${url}/page` } },
    linux: { deb: { x64: { url: 'https://localhost:2/a.deb' } }, rpm: { x64: { url: `${url}/a.rpm` } } },
  };
  expect(await saidOf(downloads)).toEqual([
    `warn ${url}/gone answers 404`,
    `warn ${url}/page is a web page`,
    expect.stringMatching(/^warn no answer at https:\/\/localhost:2\/a\.deb: nothing listens there/),
  ]);
});

it('doctor tells a proxy that does not hand on the page behind pairing links', async () => {
  const relay = await lab.start();
  const proxy = createHttpServer((request, response) => {
    if (request.url === '/join') return response.writeHead(404).end();
    const { method, headers, url } = request;
    const onward = httpRequest(new URL(url ?? '/', relay.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    return request.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  lab.onCleanUp(() => {
    proxy.close();
    proxy.closeAllConnections();
  });
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  await withPublicUrl(relay, address);
  const about = (said: string[]) => said.filter((line) => line.includes('pairing links'));
  expect(about(complaints(await doctor(relay.folder, relay.secret)))).toEqual([
    `warn public address: the page behind pairing links, ${address}/join, got 404`,
  ]);
  await withPublicUrl(relay, relay.url);
  expect(about(complaints(await doctor(relay.folder, relay.secret)))).toEqual([]);
});
