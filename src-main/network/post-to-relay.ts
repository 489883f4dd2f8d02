import type { IncomingMessage } from 'node:http';
import { ask, NoAnswer } from './ask.ts';
import type { Reach } from './reach.ts';
import { doorOf } from '../../src-shared/wire/relay-address.ts';

const ANSWER_WITHIN_MS = 15_000;
const MAX_ANSWER_CHARACTERS = 8192;

export interface RelayAnswer {
  /** Any of 2xx. */
  readonly ok: boolean;
  readonly status: number;
  /** Null: not JSON, or longer than anything that a relay says. */
  readonly json: unknown;
}

/**
 * POSTs to one of the relay's doors, such as `pair`. Promises: the whole answer within 15 s, however slowly it drips, and
 * never a redirect followed.
 * @throws NoAnswer, ProxyTrouble, or what Node throws when there is no answer
 */
export async function postToRelay(
  reach: Reach,
  relay: URL,
  door: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body?: string },
  withinMs = ANSWER_WITHIN_MS,
): Promise<RelayAnswer> {
  const began = performance.now();
  const answer = await ask(reach, doorOf(relay, door), {
    ...request,
    method: 'POST',
    body: request.body ?? '',
    answerWithinMs: withinMs,
    silentAtMostMs: withinMs,
  });
  const late = setTimeout(() => answer.destroy(new NoAnswer()), withinMs - (performance.now() - began));
  try {
    const status = answer.statusCode ?? 0;
    return { ok: status >= 200 && status < 300, status, json: readJson(await textOf(answer)) };
  } finally {
    clearTimeout(late);
  }
}

/** Null: longer than anything that a relay says. */
async function textOf(answer: IncomingMessage): Promise<string | null> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    text += String(chunk);
    // Leaving the loop ends the connection.
    if (text.length > MAX_ANSWER_CHARACTERS) return null;
  }
  return text;
}

function readJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
