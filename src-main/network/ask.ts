import { request as overHttp, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { Reach, ReachRules } from './reach.ts';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string;
  /** From the first look at the proxies to the head of the answer. */
  readonly answerWithinMs: number;
  /** How long nothing may come once the answer has begun. */
  readonly silentAtMostMs: number;
  readonly rules?: ReachRules;
}

/** Nobody answered in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code = 'ETIMEDOUT';
}

/**
 * Asks `url` by the way that this system prescribes. Promises: no redirect is followed, no cookie is sent, no connection
 * outlives its answer. The caller reads the answer or destroys it.
 * @throws NoAnswer, ProxyTrouble, or what Node throws
 */
export async function ask(reach: Reach, url: URL, question: Question): Promise<IncomingMessage> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new NoAnswer()), question.answerWithinMs);
  try {
    const way = await inTime(reach.open(url, question.rules), late.signal);
    return await answerOver(way, url, question, late.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** A connection that comes too late is closed. */
function inTime(opening: Promise<Socket>, late: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    late.addEventListener('abort', () => reject(late.reason as Error), { once: true });
    opening.then((way) => (late.aborted ? way.destroy() : resolve(way)), reject);
  });
}

function answerOver(way: Socket, url: URL, question: Question, late: AbortSignal): Promise<IncomingMessage> {
  const { method, headers, body, silentAtMostMs } = question;
  const secure = url.protocol === 'https:';
  const request = secure ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
      // Without an agent Node takes 80 for the usual port, and would name 443 in the Host header.
      defaultPort: secure ? 443 : 80,
      createConnection: () => way,
    });
    late.addEventListener('abort', () => asked.destroy(late.reason as Error), { once: true });
    asked.setTimeout(silentAtMostMs, () => asked.destroy(new NoAnswer()));
    asked.once('response', resolve);
    // Stays on: an error after the answer is the reader's to see, and must not end the process.
    asked.on('error', reject);
    asked.end(body);
  });
}
