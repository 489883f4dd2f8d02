import { randomBytes } from 'node:crypto';
import {
  answer,
  completed,
  newWebhookId,
  ring,
  signedHeaders,
  sms,
  tag,
  type AlloBody,
} from '../../../test/fixtures/allo.ts';
import { callerAt, partyOf } from '../records/callers.ts';

/** A signed webhook, ready to be written to a socket. */
export interface SignedRequest {
  readonly id: string;
  readonly bytes: Buffer;
}

/** Whether webhook ids rise with time, as those of some senders do, instead of being random. */
const IDS_RISE = process.env['RINGSIDE_BENCH_IDS'] === 'rising';
/** Every body is filled up to this. */
export const BODY_BYTES = 1500;
/** Events of one call are this many calls apart, so that they arrive in order over any number of connections. */
const CALLS_AT_ONCE = 256;
/** One call in so many is tagged, and one text comes for so many calls. */
const TAGS_EVERY = 5;
const TEXTS_EVERY = 10;

/**
 * A stream of calls as a busy company has them: they ring, are picked up, end, some are tagged; and texts. Each call
 * has its own outside number and concerns one agent, and so does every event: one webhook, one frame.
 * @param firstCall the number of the first call; what was used before would meet old calls again
 * @param areKnown whether every caller is a contact of their own
 */
export function traffic(
  secret: string,
  agents: readonly string[],
  count: number,
  firstCall: number,
  areKnown: boolean,
): { readonly requests: readonly SignedRequest[]; readonly nextCall: number } {
  const requests: SignedRequest[] = [];
  let call = firstCall;
  while (requests.length < count) {
    for (const body of someCalls(agents, call, areKnown)) requests.push(signedRequest(secret, body));
    call += CALLS_AT_ONCE;
  }
  return { requests: requests.slice(0, count), nextCall: call };
}

function someCalls(agents: readonly string[], first: number, areKnown: boolean): AlloBody[] {
  const calls = Array.from({ length: CALLS_AT_ONCE }, (_, i) => {
    const number = first + i;
    const user_email = agents[number % agents.length] ?? '';
    const from_number = `+336${String(number).padStart(8, '0')}`;
    return { number, user_email, from_number, id: `cll_${String(number).padStart(20, '0')}` };
  });
  const ofCall = ({ user_email, from_number }: (typeof calls)[number]) => ({ user_email, from_number });
  return [
    ...calls.map((call) => ring({ ...ofCall(call), ...(areKnown ? partyOf(callerAt(call.number)) : {}) })),
    ...calls.map((call) => answer(ofCall(call))),
    ...calls.map((call) => completed({ ...ofCall(call), id: call.id })),
    ...calls
      .filter((call) => call.number % TAGS_EVERY === 0)
      .map(({ user_email, id }) => tag({ user_email, call_id: id })),
    ...calls.filter((call) => call.number % TEXTS_EVERY === 0).map((call) => sms(ofCall(call))),
  ];
}

/** Like a KSUID (https://github.com/segmentio/ksuid): the time first, then chance. */
function risingId(): string {
  return `msg_${Date.now().toString(36).padStart(11, '0')}${randomBytes(10).toString('base64url')}`;
}

function signedRequest(secret: string, body: AlloBody): SignedRequest {
  const id = IDS_RISE ? risingId() : newWebhookId();
  const bytes = Buffer.from(filled(body));
  const headers = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json',
    'content-length': String(bytes.length),
    ...signedHeaders(secret, id, bytes),
  });
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return { id, bytes: Buffer.concat([Buffer.from(`POST /webhooks/allo HTTP/1.1\r\n${head}\r\n`), bytes]) };
}

/** Fields that we do not know must be tolerated: one fills the body up. */
function filled(body: AlloBody): string {
  const bare = JSON.stringify(body).length;
  const filler = 'x'.repeat(Math.max(0, BODY_BYTES - bare - ',"notes":""'.length));
  return JSON.stringify({ ...body, data: { ...body.data, notes: filler } });
}
