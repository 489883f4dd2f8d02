import { createHash, sign } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFeed, type Feed } from '../../src-main/release/feed.ts';
import { startConnectProxy, type ConnectProxy } from '../fixtures/connect-proxy.ts';
import { AUTHORITY, GOOD, KEY } from '../fixtures/private-authority.ts';
import type { Pair } from './keys.ts';

/** Known to the proxy of these tests alone, and covered by the certificate of its front. */
export const FEED = 'https://recordings.example/ringside/';

export { AUTHORITY };

export interface Asked {
  readonly path: string;
  readonly range: string | undefined;
  readonly headers: IncomingMessage['headers'];
  /** What was sent of the body. */
  bytes: number;
}

/** A feed on a host of files, behind a company's proxy and authority. */
export interface FeedServer {
  readonly proxy: ConnectProxy;
  /** Everything that it was asked for, oldest first. */
  readonly asked: Asked[];
  /** Whatever it is asked for comes byte by byte, and never ends. */
  isDripping: boolean;
  /** Breaks off the next whole file after so many bytes. */
  breakOffAfter: number | null;
  /** Whether parts of a file are to be had, as on most hosts; `one`: one at a time. */
  ranges: 'many' | 'one';
  publish(name: string, bytes: Buffer): void;
  /** Changes a word of a file, after it was signed. */
  alter(name: string, from: string, to: string): void;
  withdraw(name: string): void;
  close(): Promise<void>;
}

const PACKAGE = 'Ringside-x86_64.AppImage';

export async function startFeed(): Promise<FeedServer> {
  const files = new Map<string, Buffer>();
  const asked: Asked[] = [];
  const server = createServer({ key: KEY, cert: GOOD }, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = await startConnectProxy({ routes: { [`${new URL(FEED).hostname}:443`]: port } });
  const feed: FeedServer = {
    proxy,
    asked,
    isDripping: false,
    breakOffAfter: null,
    ranges: 'many',
    publish: (name, bytes) => void files.set(name, bytes),
    alter(name, from, to) {
      files.set(name, Buffer.from((files.get(name) ?? Buffer.alloc(0)).toString().replace(from, to)));
    },
    withdraw: (name) => void files.delete(name),
    async close() {
      await proxy.close();
      await ended(server);
    },
  };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '').replace(new URL(FEED).pathname, '');
    const { range } = request.headers;
    const noted: Asked = { path, range, headers: request.headers, bytes: 0 };
    asked.push(noted);
    const file = files.get(path);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const parts = /^bytes=(.+)$/.exec(range ?? '')?.[1]?.split(',') ?? [];
    const [body, head] =
      parts.length === 0 || (parts.length > 1 && feed.ranges === 'one') ? whole(file) : ranged(file, parts);
    noted.bytes = body.length;
    const isWhole = range === undefined && path === PACKAGE;
    response.writeHead(head.status, { 'accept-ranges': 'bytes', ...head.headers });
    if (feed.isDripping) {
      const dripping = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(dripping));
      return;
    }
    if (isWhole && feed.breakOffAfter !== null) {
      noted.bytes = feed.breakOffAfter;
      response.write(body.subarray(0, feed.breakOffAfter), () => response.destroy());
      feed.breakOffAfter = null;
      return;
    }
    response.end(body);
  }

  return feed;
}

type Head = { readonly status: number; readonly headers: Record<string, string | number> };

function whole(file: Buffer): [Buffer, Head] {
  return [file, { status: 200, headers: { 'content-length': file.length } }];
}

/** Source: https://www.rfc-editor.org/rfc/rfc9110#name-range-requests */
function ranged(file: Buffer, parts: readonly string[]): [Buffer, Head] {
  const cut = parts.map((part) => {
    const [from = '', to = ''] = part.trim().split('-');
    return { from: Number(from), to: to === '' ? file.length - 1 : Number(to) };
  });
  const [first] = cut;
  if (first !== undefined && cut.length === 1) {
    const body = file.subarray(first.from, first.to + 1);
    const range = `bytes ${first.from}-${first.to}/${file.length}`;
    return [body, { status: 206, headers: { 'content-range': range, 'content-length': body.length } }];
  }
  const boundary = 'between-the-parts';
  const pieces = cut.flatMap(({ from, to }) => [
    Buffer.from(
      `\r\n--${boundary}\r\ncontent-type: application/octet-stream\r\ncontent-range: bytes ${from}-${to}/${file.length}\r\n\r\n`,
    ),
    file.subarray(from, to + 1),
  ]);
  const body = Buffer.concat([...pieces, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return [body, { status: 206, headers: { 'content-type': `multipart/byteranges; boundary=${boundary}` } }];
}

async function ended(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

export interface Published {
  readonly version: string;
  readonly by: readonly Pair[];
  readonly change?: Partial<Feed>;
}

/** Puts a release onto the server: its package, the feed, and the signatures of that. */
export async function release(
  feed: FeedServer,
  bytesOf: string | Buffer,
  { version, by, change = {} }: Published,
): Promise<void> {
  const bytes = typeof bytesOf === 'string' ? await readFile(bytesOf) : bytesOf;
  const text = Buffer.from(
    writeFeed({
      feed: 'latest-linux.yml',
      version,
      signedAt: new Date().toISOString(),
      releaseNotes: `- What **${version}** brings`,
      files: [
        {
          url: PACKAGE,
          sha512: createHash('sha512').update(bytes).digest('base64'),
          size: bytes.length,
          blockMapSize: bytes.readUInt32BE(bytes.length - 4),
        },
      ],
      ...change,
    }),
  );
  feed.publish(PACKAGE, bytes);
  feed.publish('latest-linux.yml', text);
  const signatures = by.map(({ key }) => sign(null, text, key).toString('base64'));
  feed.publish('latest-linux.yml.sig', Buffer.from(`${signatures.join('\n')}\n`));
}
