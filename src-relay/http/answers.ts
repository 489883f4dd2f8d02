import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a sender that is still sending may take to read the answer that stops it. */
const LINGER_MS = 1000;

/** Answers with one JSON object. A request that was not read to its end also ends its connection. */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  const unread = !request.complete;
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(unread ? { Connection: 'close' } : {}),
    ...headers,
  });
  response.end(text);
  if (unread) stopReading(request);
}

/** The path of a request without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

/** Cutting the connection at once would reset it before the answer is read, so it stays a moment, unread. */
function stopReading(request: IncomingMessage): void {
  request.pause();
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  request.once('close', () => clearTimeout(timer));
}
