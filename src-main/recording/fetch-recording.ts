import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicName, readRecordingAddress } from '../../src-shared/allo/recording-address.ts';
import { ask } from '../network/ask.ts';
import type { Reach } from '../network/reach.ts';
import { createAddressCheck } from './public-address.ts';

const MAX_REDIRECTS = 3;
const FIRST_BYTE_WITHIN_MS = 15_000;
/** A paused player reads nothing for a while. */
const SILENT_AT_MOST_MS = 5 * 60_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What can be said of a recording that does not come. */
export type RecordingProblem =
  /** The call has none, or it is gone from where it was. */
  | 'gone'
  /** Whoever keeps it does not let us have it. */
  | 'forbidden'
  /** The address is none that may be asked. */
  | 'refused'
  /** Nobody answers there. */
  | 'offline'
  | 'not-audio'
  | 'too-big'
  /** An answer that makes no sense. */
  | 'failed';

export type FetchedRecording =
  | { readonly ok: true; readonly answer: IncomingMessage }
  | { readonly ok: false; readonly problem: RecordingProblem };

export interface FetchRules {
  /** Whether an address that a name stands for may be asked: the public internet alone, outside of tests. */
  readonly isAllowed: (address: string) => boolean;
  readonly lookup?: typeof systemLookup;
  /** Certificates to trust instead of the system's. */
  readonly ca?: string;
  readonly firstByteWithinMs?: number;
}

export const PUBLIC_INTERNET: FetchRules = { isAllowed: createAddressCheck() };

/**
 * Asks for a recording, or the part of it that `range` names.
 * Promises: only https, only addresses that the rules allow, checked on the very address that is connected to, and again
 * for each of at most three redirects; no cookie, no credentials. Behind a proxy, which looks names up itself, only names
 * of the internet's, and none that this system knows to be inside. The caller reads the answer or destroys it.
 */
export async function fetchRecording(
  reach: Reach,
  address: string,
  range: string | null,
  rules: FetchRules,
): Promise<FetchedRecording> {
  let url = readRecordingAddress(address);
  for (let hop = 0; url !== null && hop <= MAX_REDIRECTS; hop += 1) {
    let answer: IncomingMessage;
    try {
      answer = await askFor(reach, url, range, rules);
    } catch (error) {
      return { ok: false, problem: error instanceof NotAllowed ? 'refused' : 'offline' };
    }
    if (!REDIRECTS.has(answer.statusCode ?? 0)) return { ok: true, answer };
    answer.destroy();
    url = readRecordingAddress(answer.headers.location ?? '', url);
  }
  return { ok: false, problem: url === null ? 'refused' : 'failed' };
}

class NotAllowed extends Error {}

function askFor(reach: Reach, url: URL, range: string | null, rules: FetchRules): Promise<IncomingMessage> {
  const { isAllowed, ca, firstByteWithinMs = FIRST_BYTE_WITHIN_MS } = rules;
  // A written address is never looked up.
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isAllowed(literal)) return Promise.reject(new NotAllowed());
  return ask(reach, url, {
    method: 'GET',
    headers: {
      accept: 'audio/*, application/octet-stream;q=0.9',
      'accept-encoding': 'identity',
      ...(range === null ? {} : { range }),
    },
    answerWithinMs: firstByteWithinMs,
    silentAtMostMs: SILENT_AT_MOST_MS,
    rules: {
      lookup: checkedLookup(rules),
      mayProxy: (host) => mayProxy(host, rules),
      ...(ca === undefined ? {} : { ca }),
    },
  });
}

/**
 * A name that this system cannot look up may well be one of the internet's, since that is what the proxy is for; one that
 * leads inside is refused as without a proxy.
 */
async function mayProxy(host: string, { isAllowed, lookup = systemLookup }: FetchRules): Promise<void> {
  if (isIP(host) !== 0) return;
  if (!isPublicName(host)) throw new NotAllowed();
  const known = await new Promise<readonly LookupAddress[]>((resolve) =>
    lookup(host, { all: true }, (error, addresses) => resolve(error === null ? addresses : [])),
  );
  if (!known.every(({ address }) => isAllowed(address))) throw new NotAllowed();
}

/** Looks a name up once, and lets only allowed addresses through to the socket: one that is not condemns them all. */
function checkedLookup({ isAllowed, lookup = systemLookup }: FetchRules): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) done(error ?? new Error('no address'), '');
      else if (!addresses.every(({ address }) => isAllowed(address))) done(new NotAllowed(), '');
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
