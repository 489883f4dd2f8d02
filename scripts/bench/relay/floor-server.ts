import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { readConfig } from '../../../src-relay/config/reading.ts';
import { openJournal } from '../../../src-relay/journal/journal.ts';
import { parseSecrets, verify } from '../../../src-relay/webhook-secrets/signature.ts';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { SUBPROTOCOL } from '../../../src-shared/wire/protocol.ts';

/**
 * The floor: what a relay costs that keeps nothing. Bare `node:http` and `ws`; it verifies, parses, finds the socket
 * by the user's address, pushes one frame and answers. The device's token is its agent's address.
 *
 * Given a folder it is the least store: the same, but it answers and pushes when the body is on disk under its id.
 */
const secrets = parseSecrets(process.env['ALLO_WEBHOOK_SECRETS'] ?? '');
const folder = process.env['RINGSIDE_DATA'] ?? '';
const store =
  folder === ''
    ? null
    : await openJournal({
        place: { kind: 'embedded', folder },
        workerUrl: new URL('least-writer.mjs', import.meta.url),
        config: readConfig('{}'),
        displacement: () => Promise.resolve(() => Promise.resolve(null)),
        onCommit: () => undefined,
        onTrouble: (reason) => console.error(reason),
      });
const sockets = new Map<string, WebSocket>();

const server = createServer({ noDelay: true }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const id = String(request.headers['webhook-id']);
    const timestamp = String(request.headers['webhook-timestamp']);
    if (!verify(secrets, { id, timestamp, body }, String(request.headers['webhook-signature']))) {
      response.writeHead(401).end();
      return;
    }
    const text = body.toString();
    const { data } = JSON.parse(text) as { data: { user_email: string } };
    const accept = (): void => {
      sockets.get(data.user_email)?.send(`{"type":"event","webhookId":"${id}","data":${text}}`);
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 21 });
      response.end('{"status":"accepted"}');
    };
    if (store === null) accept();
    else {
      const kept = {
        kind: 'webhook',
        id: id as WebhookId,
        receivedAt: Date.now(),
        body: new Uint8Array(body),
      } as const;
      store.write(kept).then(accept, () => response.writeHead(503).end());
    }
  });
});
const webSockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  handleProtocols: () => SUBPROTOCOL,
});
server.on('upgrade', (request, stream, head) => {
  const agent = (request.headers.authorization ?? '').slice('Bearer '.length);
  webSockets.handleUpgrade(request, stream, head, (socket) => {
    sockets.set(agent, socket);
    socket.on('message', (message) => void JSON.parse(String(message)));
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(agent));
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ listening: `http://127.0.0.1:${port}` }));
});
