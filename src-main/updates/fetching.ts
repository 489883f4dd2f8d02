import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { codeOf } from '../log/log.ts';
import { ask, NoAnswer } from '../network/ask.ts';
import type { Reach } from '../network/reach.ts';

/** From the look at the proxies to the head of the answer. */
const ANSWER_WITHIN_MS = 30_000;
/** How long nothing may come once the answer has begun. */
const SILENT_AT_MOST_MS = 30_000;
/** Within this a package has come, or it is gone on with at the next try: a server that lets it drip holds up nothing for ever. */
const WHOLE_WITHIN_MS = 3_600_000;
/** A host of files often sends on to where they lie. What comes from there is held against the signature all the same. */
const MOST_REDIRECTS = 5;

/** The feed, or a file that it names, is not to be had now. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/**
 * Gets what lies at an https address: the answer to 2xx, unread. Nothing is told there but what is wanted: no id, no
 * version, no language.
 * @throws Unreachable
 */
export type Fetch = (url: URL, headers?: OutgoingHttpHeaders) => Promise<IncomingMessage>;

export function fetchOver(reach: Reach, wholeWithinMs = WHOLE_WITHIN_MS): Fetch {
  return async (url, headers = {}) => {
    let at = url;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      if (at.protocol !== 'https:') throw new Unreachable('not-https');
      const answer = await answerFrom(reach, at, headers);
      const status = answer.statusCode ?? 0;
      if (status >= 200 && status < 300) return endsWithin(answer, wholeWithinMs);
      const { location } = answer.headers;
      answer.destroy();
      if (status < 300 || status >= 400 || location === undefined || !URL.canParse(location, at.href))
        throw new Unreachable(String(status));
      at = new URL(location, at);
    }
    throw new Unreachable('redirects');
  };
}

async function answerFrom(reach: Reach, url: URL, headers: OutgoingHttpHeaders): Promise<IncomingMessage> {
  try {
    const answer = await ask(reach, url, {
      method: 'GET',
      // What lies between must not answer with what it kept of an earlier release.
      headers: { accept: '*/*', 'cache-control': 'no-cache', ...headers },
      answerWithinMs: ANSWER_WITHIN_MS,
      silentAtMostMs: SILENT_AT_MOST_MS,
    });
    // Whoever reads it sees the error too; until somebody does, it must not end the process.
    return answer.on('error', () => undefined);
  } catch (error) {
    throw new Unreachable(codeOf(error));
  }
}

/** An answer that breaks off unless all of it has come in time. */
export function endsWithin(answer: IncomingMessage, ms: number): IncomingMessage {
  const late = setTimeout(() => answer.destroy(new NoAnswer()), ms).unref();
  return answer.once('close', () => clearTimeout(late));
}

/** The bytes of an answer. @throws Unreachable when they break off */
export async function* bytesOf(answer: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    for await (const part of answer as AsyncIterable<Buffer>) yield part;
  } catch (error) {
    throw new Unreachable(codeOf(error));
  }
}

/** @throws Unreachable, also when there is more than `atMost` bytes */
export async function readWhole(answer: IncomingMessage, atMost: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of bytesOf(answer)) {
    length += part.length;
    if (length > atMost) throw new Unreachable('too-long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
