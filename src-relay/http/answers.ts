import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Of a body that nobody wants so much is read away: many senders look at an answer only when they have sent everything,
 * and find a broken pipe in its place when the connection ends before.
 */
const READ_AWAY = { bytes: 32 * 1024 * 1024, ms: 10_000, quietMs: 2000 } as const;

/** Answers with one JSON object, as `answerText` does. */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): void {
  answerText(request, response, status, JSON.stringify(body), {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
}

/**
 * Answers at once. A request that was not read to its end also ends its connection, once its sender has had a chance to read
 * the answer.
 */
export function answerText(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.destroyed) return;
  const unread = !request.complete;
  response.writeHead(status, {
    'Content-Length': Buffer.byteLength(text),
    ...(unread ? { Connection: 'close' } : {}),
    ...headers,
  });
  if (!unread) {
    response.end(text);
    return;
  }
  // Ending the response would end the connection, and reset it while the sender still sends.
  response.write(text);
  readAway(request, () => response.end());
}

/**
 * The path of a request without its query. One slash too many, in the middle or at the end, is somebody's typing into a
 * form, and means the same path; so does an address in full, as proxies may send it.
 */
export function pathOf(request: IncomingMessage): string {
  const target = (request.url ?? '').split('?', 1)[0] ?? '';
  const path = target.replace(/^https?:\/\/[^/]*/i, '').replace(/\/{2,}/g, '/') || '/';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Reads on without keeping anything, until the body ends, too much of it has come, or nothing comes any more. */
function readAway(request: IncomingMessage, done: () => void): void {
  let bytes = 0;
  const stop = (): void => {
    clearTimeout(whole);
    clearTimeout(quiet);
    request.off('data', take).off('end', stop).off('close', stop);
    request.pause();
    done();
  };
  const whole = setTimeout(stop, READ_AWAY.ms);
  const quiet = setTimeout(stop, READ_AWAY.quietMs);
  const take = (chunk: Buffer): void => {
    bytes += chunk.length;
    quiet.refresh();
    if (bytes > READ_AWAY.bytes) stop();
  };
  request.on('data', take).once('end', stop).once('close', stop);
  request.resume();
}
