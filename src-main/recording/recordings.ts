import type { IncomingMessage } from 'node:http';
import { Readable, Transform } from 'node:stream';
import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import type { Log } from '../log/log.ts';
import type { Reach } from '../network/reach.ts';
import { GUARDED_HEADERS } from '../security/csp.ts';
import {
  fetchRecording,
  PUBLIC_INTERNET,
  type FetchRules,
  type RecordingProblem,
} from './fetch-recording.ts';
import { recordingIn } from './recording-address.ts';

/** About ten hours of an ordinary recording. */
const MAX_BYTES = 512 * 1024 * 1024;
const RANGE = /^bytes=\d{1,12}-(?:\d{1,12})?$/;
const AUDIO = /^(?:audio\/[\w.+-]+|(?:application|binary)\/octet-stream)$/i;
const PASSED_ON = ['content-type', 'content-length', 'content-range', 'accept-ranges'] as const;

/** What a page reads a problem from: <audio> tells nothing, a `fetch` of the same address tells the status. */
const STATUS: Readonly<Record<RecordingProblem, number>> = {
  gone: 410,
  forbidden: 403,
  refused: 451,
  offline: 504,
  'not-audio': 415,
  'too-big': 413,
  failed: 502,
};

export interface RecordingOptions {
  readonly callOf: (key: CallKey) => Call | null;
  readonly reach: Reach;
  readonly log: Log;
  readonly rules?: FetchRules;
  readonly maxBytes?: number;
}

/**
 * Streams recordings to the player, when it asks and not before. The page names a call; where its recording lies is
 * looked up here. Nothing of it is written anywhere.
 */
export interface Recordings {
  /** @param range the request's Range header, so that seeking fetches only what is heard */
  answer(key: CallKey, range: string | null): Promise<Response>;
}

/** Answers a request of one of our pages for a recording; null: it is for something else. */
export function answerRecording(
  { method, url, headers }: Request,
  recordings: () => Recordings,
): Promise<Response> | null {
  const call = recordingIn(method, url);
  return call === null ? null : recordings().answer(call, headers.get('range'));
}

export function createRecordings(options: RecordingOptions): Recordings {
  const { callOf, reach, log, rules = PUBLIC_INTERNET, maxBytes = MAX_BYTES } = options;

  function refuse(problem: RecordingProblem): Response {
    log.warn('a recording could not be had', { problem });
    return new Response(problem, {
      status: STATUS[problem],
      headers: { ...GUARDED_HEADERS, 'content-type': 'text/plain' },
    });
  }

  return {
    async answer(key, range) {
      const address = callOf(key)?.ended?.recordingUrl ?? null;
      if (address === null) return refuse('gone');
      const asked = range !== null && RANGE.test(range) ? range : null;
      const fetched = await fetchRecording(reach, address, asked, rules);
      if (!fetched.ok) return refuse(fetched.problem);
      const { answer } = fetched;
      const problem = problemOf(answer, maxBytes);
      if (problem !== null) {
        answer.destroy();
        return refuse(problem);
      }
      const headers = new Headers({ ...GUARDED_HEADERS, 'cache-control': 'no-store' });
      for (const name of PASSED_ON) {
        const value = answer.headers[name];
        if (value !== undefined) headers.set(name, value);
      }
      return new Response(streamOf(answer, maxBytes), { status: answer.statusCode ?? 200, headers });
    },
  };
}

function problemOf({ statusCode = 0, headers }: IncomingMessage, maxBytes: number): RecordingProblem | null {
  if (statusCode === 404 || statusCode === 410) return 'gone';
  if (statusCode === 401 || statusCode === 403) return 'forbidden';
  if (statusCode !== 200 && statusCode !== 206) return 'failed';
  if (!AUDIO.test(headers['content-type']?.split(';', 1)[0]?.trim() ?? '')) return 'not-audio';
  return Number(headers['content-length'] ?? 0) > maxBytes ? 'too-big' : null;
}

/** As much as the player takes, when it takes it; more than `maxBytes` ends it. */
function streamOf(answer: IncomingMessage, maxBytes: number): ReadableStream<Uint8Array> {
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(new Error('too big'));
      else done(null, chunk);
    },
  });
  // The player that goes away takes the connection with it, and the other way round.
  counted.once('close', () => answer.destroy());
  answer.once('error', (error) => counted.destroy(error));
  answer.once('aborted', () => counted.destroy(new Error('cut off')));
  answer.pipe(counted);
  return Readable.toWeb(counted) as ReadableStream<Uint8Array>;
}
