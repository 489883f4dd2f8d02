import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { MAX_APP_FRAME_BYTES, SUBPROTOCOL } from '../../src-shared/wire/protocol.ts';
import { hashOf } from '../agents/secrets.ts';
import { pathOf } from '../http/answers.ts';
import type { JournalReader, PairedDevice } from '../journal/reader.ts';
import type { Hub } from './hub.ts';

export const AGENT_PATH = '/agent';

export interface UpgradeParts {
  readonly hub: Hub;
  readonly reader: Pick<JournalReader, 'deviceWith'>;
  readonly isDraining: () => boolean;
  /** The journal cannot be read. */
  readonly trouble: (error: unknown) => void;
}

/** A token is 43 characters of base64url; anything much longer is not worth hashing. */
const BEARER = /^Bearer ([A-Za-z0-9._~+/=-]{16,256})$/i;

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
  function deviceWith(token: string): PairedDevice | null | 'unreadable' {
    try {
      return parts.reader.deviceWith(hashOf(token));
    } catch (error) {
      parts.trouble(error);
      return 'unreadable';
    }
  }
  return (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    // The peer may be gone before it reads an answer.
    stream.on('error', () => undefined);
    if (pathOf(request) !== AGENT_PATH) return refuse(stream, 404);
    if (parts.isDraining()) return refuse(stream, 503);
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const paired = token === undefined ? null : deviceWith(token);
    if (paired === 'unreadable') return refuse(stream, 503);
    if (paired === null) return refuse(stream, 401);
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((p) => p.trim());
    if (!offered.includes(SUBPROTOCOL)) return refuse(stream, 400);
    if (!parts.hub.hasRoom()) return refuse(stream, 503);
    server.handleUpgrade(request, stream, head, (socket) => parts.hub.connect(socket, paired));
  };
}

function refuse(stream: Duplex, status: number): void {
  const body = JSON.stringify({ error: STATUS_CODES[status]?.toLowerCase() ?? 'refused' });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(status === 401 ? ['WWW-Authenticate: Bearer'] : []),
  ];
  stream.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => stream.destroy());
}
