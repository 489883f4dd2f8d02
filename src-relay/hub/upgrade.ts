import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { JOURNAL_HEADER, MAX_APP_FRAME_BYTES, SUBPROTOCOL } from '../../src-shared/wire/protocol.ts';
import { deviceBearer } from '../pairing/bearer.ts';
import { pathOf } from '../http/answers.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { Hub } from './hub.ts';

export const AGENT_PATH = '/agent';
/** Long enough for a restart, short enough for a card to be in time. */
const BACK_IN_S = 2;

export interface UpgradeParts {
  readonly hub: Hub;
  readonly reader: Pick<JournalReader, 'deviceWith' | 'epoch'>;
  readonly isDraining: () => boolean;
  /** The journal cannot be read. */
  readonly trouble: (error: unknown) => void;
}

/** Decides on an upgrade before any socket exists: refused with a status, or handed to the hub. */
export function upgradeHandler(parts: UpgradeParts) {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_APP_FRAME_BYTES,
    // Many tiny fragments would pin far more memory than they weigh: https://github.com/websockets/ws/issues/2331
    maxFragments: 64,
    maxBufferedChunks: 1024,
    handleProtocols: () => SUBPROTOCOL,
  });
  const bearerOf = deviceBearer(parts.reader.deviceWith, parts.trouble);

  async function decide(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    if (pathOf(request) !== AGENT_PATH) return refuse(stream, 404);
    if (isOfAnotherSite(request)) return refuse(stream, 403);
    if (parts.isDraining()) return refuse(stream, 503);
    const paired = await bearerOf(request);
    if (paired === 'unreadable' || parts.isDraining()) return refuse(stream, 503);
    if (paired === null) {
      // The proof that it is this journal which does not know the device, and not a stranger on the way.
      const proof = [`${JOURNAL_HEADER}: ${parts.reader.epoch}`, 'WWW-Authenticate: Bearer'];
      return refuse(stream, 401, proof);
    }
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((p) => p.trim());
    if (!offered.includes(SUBPROTOCOL)) return refuse(stream, 400);
    const wait = parts.hub.mayConnect(paired.device);
    if (wait > 0) return refuse(stream, 429, [`Retry-After: ${Math.ceil(wait / 1000)}`]);
    if (!parts.hub.hasRoom()) return refuse(stream, 503);
    server.handleUpgrade(request, stream, head, (socket) => parts.hub.connect(socket, paired));
  }

  return (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    // The peer may be gone before it reads an answer.
    stream.on('error', () => undefined);
    decide(request, stream, head).catch((error: unknown) => {
      parts.trouble(error);
      stream.destroy();
    });
  };
}

/**
 * Apps say no origin. A browser does for each of its pages, and none of another site's has a socket here, whatever it
 * could have made the browser send along: RFC 6455, 10.2.
 */
function isOfAnotherSite({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}

function refuse(stream: Duplex, status: number, headers: readonly string[] = []): void {
  const body = JSON.stringify({ error: STATUS_CODES[status]?.toLowerCase() ?? 'refused' });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    ...(status === 503 ? [`Retry-After: ${BACK_IN_S}`] : []),
    ...headers,
  ];
  stream.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => stream.destroy());
}
