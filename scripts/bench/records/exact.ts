import type { Records } from '../../../src-shared/crm/records.ts';
import type { RelayFrame } from '../../../src-shared/wire/protocol.ts';
import { post, ring } from '../../../test/fixtures/allo.ts';
import { percentile } from '../percentiles.ts';
import { startRelay, type Server } from '../relay/servers.ts';
import { callerAt, partyOf, type Caller } from './callers.ts';
import { CRMS, type BenchedCrm } from './crms.ts';
import { inUse } from './in-use.ts';
import { listen, type Listening } from './listening.ts';

const CALLERS = 40;
const FIRST_CALLER = 12_345_000;
const LATENCY = { from: 150, to: 350, seed: 7 };
/** Between two cold rings: Pipedrive's budget of 2 s has room for two of them, and no ring is to wait for the one before. */
const EVERY_MS = 2000;
const GIVE_UP_MS = 10_000;
/** Of these CRMs alone, by their names: `HubSpot,Pipedrive`. */
const ONLY = process.env['RINGSIDE_BENCH_CRMS']?.split(',') ?? null;

interface Timed {
  /** ms from the webhook's sending to each frame; null: the records never came, or were not exact. */
  readonly event: number;
  readonly records: number | null;
}

interface Measured {
  readonly name: string;
  readonly cold: readonly Timed[];
  readonly warm: readonly Timed[];
  /** By the read's name, how many in all. */
  readonly coldRequests: ReadonlyMap<string, number>;
  readonly warmRequests: number;
}

/**
 * From a ring to the very records of contact, company and deal, with a CRM that takes 150 to 350 ms an answer: for callers who
 * were never asked for, and for the same ones again.
 */
export async function benchExact(): Promise<void> {
  const callers = Array.from({ length: CALLERS }, (_, at) => callerAt(FIRST_CALLER + at));
  const all: Measured[] = [];
  for (const [name, start] of Object.entries(CRMS))
    if (ONLY === null || ONLY.includes(name)) all.push(await measure(await start(callers), callers));
  report(all);
}

async function measure(crm: BenchedCrm, callers: readonly Caller[]): Promise<Measured> {
  const { standIn, name, config, env } = crm;
  const relay = await startRelay(1, { env, config: { crm: config } });
  const device = await listen(relay.port, relay.devices[0]?.token ?? '');
  try {
    await inUse(relay);
    standIn.latency = LATENCY;
    const before = standIn.requests.length;
    const cold = await ringAll(relay, device, callers, EVERY_MS);
    const asked = standIn.requests.slice(before);
    const warm = await ringAll(relay, device, callers, 0);
    if (standIn.complaints.length > 0) throw new Error(`${name}: ${standIn.complaints.join('; ')}`);
    const coldRequests = new Map<string, number>();
    for (const { name: read } of asked)
      coldRequests.set(read ?? 'unknown', (coldRequests.get(read ?? 'unknown') ?? 0) + 1);
    return {
      name,
      cold,
      warm,
      coldRequests,
      warmRequests: standIn.requests.length - before - asked.length,
    };
  } finally {
    device.close();
    await relay.stop();
    await standIn.close();
  }
}

/** One after another, as they come on most days; of one caller the calls are far apart. */
async function ringAll(
  relay: Server,
  device: Listening,
  callers: readonly Caller[],
  everyMs: number,
): Promise<Timed[]> {
  const agent = relay.devices[0]?.agent ?? '';
  const timed: Timed[] = [];
  for (const caller of callers) {
    let call: string | null = null;
    const event = device.next((frame) => {
      if (frame.type !== 'event') return false;
      call = frame.call;
      return true;
    }, GIVE_UP_MS);
    const records = device.next((frame) => isExact(frame, caller, call), GIVE_UP_MS);
    const sentAt = performance.now();
    await post(
      `http://127.0.0.1:${relay.port}`,
      relay.secret,
      ring({ user_email: agent, ...partyOf(caller) }),
    );
    const [told, exact] = [await event, await records];
    if (told === null) throw new Error('a ring never came');
    const next = sentAt + everyMs - performance.now();
    if (next > 0) await new Promise((resolve) => setTimeout(resolve, next));
    timed.push({ event: told.at - sentAt, records: exact === null ? null : exact.at - sentAt });
  }
  return timed;
}

/** Contact, company and deal, each for certain. */
function isExact(frame: RelayFrame, { at }: Caller, call: string | null): boolean {
  if (frame.type !== 'records' || frame.call !== call) return false;
  const { contact, company, deals }: Pick<Records, 'contact' | 'company' | 'deals'> = frame;
  return [contact, company, deals?.[`dea-bench${at}`]].every((found) => found?.record !== undefined);
}

function report(all: readonly Measured[]): void {
  console.log(
    `\n### Ring → very records, ${CALLERS} callers, a CRM that takes ${LATENCY.from} to ${LATENCY.to} ms\n`,
  );
  console.log(
    '| CRM | cold p50 | cold p95 | not exact | requests per cold ring | warm, after the event: p50 | p95 | requests per warm ring |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const { name, cold, warm, coldRequests, warmRequests } of all) {
    const exact = cold.flatMap(({ records }) => records ?? []);
    const behind = warm.flatMap(({ event, records }) => (records === null ? [] : [records - event]));
    const missing = cold.length - exact.length + (warm.length - behind.length);
    const sum = [...coldRequests.values()].reduce((a, b) => a + b, 0);
    const reads = [...coldRequests]
      .map(([read, count]) => `${read} ${(count / cold.length).toFixed(2)}`)
      .join(', ');
    console.log(
      `| ${name} | ${ms(exact, 0.5)} | ${ms(exact, 0.95)} | ${missing} | ${(sum / cold.length).toFixed(2)} (${reads}) | ${ms(behind, 0.5)} | ${ms(behind, 0.95)} | ${(warmRequests / warm.length).toFixed(2)} |`,
    );
  }
}

function ms(samples: readonly number[], share: number): string {
  return `${percentile(samples, share).toFixed(1)} ms`;
}
