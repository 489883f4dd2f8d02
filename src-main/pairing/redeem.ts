import * as v from 'valibot';
import type { PairFailure } from '../../src-shared/link/pair-result.ts';
import { failureOfError, failureOfRefusal } from '../network/failure.ts';
import { postToRelay } from '../network/post-to-relay.ts';
import type { LinkTrouble } from '../../src-shared/link/trouble.ts';
import type { Reach } from '../network/reach.ts';

/** What a relay answers to whoever is paired. */
export const pairedSchema = v.object({
  agent: v.pipe(v.string(), v.minLength(3), v.maxLength(256)),
  token: v.pipe(v.string(), v.minLength(16), v.maxLength(512), v.regex(/^[\x21-\x7e]+$/)),
  /** Older relays do not say it. */
  journal: v.fallback(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(256))), null),
});

export type PairedAnswer = v.InferOutput<typeof pairedSchema>;
export type Redeemed = ({ readonly ok: true } & PairedAnswer) | PairFailure;

export interface Redeeming {
  readonly reach: Reach;
  /** Whether this computer is in any network at all. */
  readonly isOnline: () => boolean;
  /** What the admin will see this computer as. */
  readonly device: string;
}

/**
 * Trades a pairing code for a device token at `POST /pair`. Promises: an answer within 15 s, never a throw.
 */
export async function redeem(
  relay: URL,
  code: string,
  { reach, isOnline, device }: Redeeming,
): Promise<Redeemed> {
  try {
    const { ok, status, json } = await postToRelay(reach, relay, 'pair', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, device }),
    });
    if (!ok) return problemOf(status, json);
    const read = v.safeParse(pairedSchema, json);
    // Whatever answers like that is not the relay.
    return read.success ? { ok: true, ...read.output } : unreachable('portal');
  } catch (error) {
    return unreachable(failureOfError(error, isOnline()).trouble);
  }
}

/** Only a relay gives a reason, in JSON. A code that is unknown, used or too old is one case to it. */
const refusalSchema = v.object({ error: v.string() });

/** Anything may answer in a relay's place: a web server, a sign-in page, a firewall. Nothing is said of the link then. */
function problemOf(status: number, json: unknown): PairFailure {
  if (status >= 500 || status < 400 || status === 407)
    return unreachable(failureOfRefusal({ status, headers: {} }, () => false, 0).trouble);
  if (!v.is(refusalSchema, json)) return { ok: false, problem: 'not-a-relay' };
  switch (status) {
    case 410:
      return { ok: false, problem: 'expired' };
    case 429:
      return { ok: false, problem: 'too-many' };
    case 400:
    case 413:
      return { ok: false, problem: 'refused' };
    default:
      return { ok: false, problem: 'not-a-relay' };
  }
}

function unreachable(why: LinkTrouble): PairFailure {
  return { ok: false, problem: 'unreachable', why };
}
