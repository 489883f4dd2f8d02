import { afterEach, describe, expect, test } from 'vitest';
import type { CallKey } from '../../src-shared/brand.ts';
import type { EventFrame } from '../../src-shared/wire/protocol.ts';
import {
  ANA,
  answer,
  completed,
  contact,
  LINE,
  newWebhookId,
  NORA,
  ring,
  SAM,
  sms,
  tag,
  type AlloBody,
  type Posted,
} from '../fixtures/allo.ts';
import { goLive, type AgentSocket } from '../fixtures/relay/agent-socket.ts';
import { cliOn, relayLab, type Lab, type LabEngine, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

/**
 * What holds whichever engine keeps the journal, and however many relays there are: on the embedded one there is one, which
 * plays both.
 */
const ENGINES: readonly LabEngine[] = ['embedded', 'postgres'];

const config = { lines: { [LINE]: { agents: [NORA, SAM] } } };
const NOBODYS = { user_email: null };

interface Relays {
  readonly lab: Lab;
  readonly one: LabRelay;
  readonly other: LabRelay;
  /** By turns. */
  readonly both: readonly LabRelay[];
  live(relay: LabRelay, agent: string): Promise<AgentSocket>;
}

async function startBoth(lab: Lab): Promise<Relays> {
  const one = await lab.start({ agents: [NORA, SAM], config });
  const other = one.store === null ? one : await lab.start({ beside: one });
  return {
    lab,
    one,
    other,
    both: [one, other],
    live: async (relay, agent) => {
      const { token } = await one.device(agent);
      const socket = await goLive(relay.url, token);
      lab.onCleanUp(() => socket.drop());
      return socket;
    },
  };
}

let lastCaller = 0;

/** Every event of a call of its own. */
function eventsOfACall(): AlloBody[] {
  lastCaller += 1;
  const from_number = `+4479460${String(lastCaller).padStart(5, '0')}`;
  const started_at = new Date().toISOString();
  const id = `cll_law${lastCaller}`;
  const ends = { ...NOBODYS, from_number, to_number: LINE };
  return [
    ring({ ...ends, started_at }),
    answer({ ...ends, started_at }),
    completed({ ...NOBODYS, from_number, to: LINE, start_date: started_at, id }),
    tag({ call_id: id, user_email: null }),
    { ...tag(), topic: 'summary.updated', data: { call_id: id, summary: 'They want a quote.' } },
  ];
}

/** A fixed order for each round, so that what fails can be played again. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return items
    .map((item) => ({ item, by: next() }))
    .sort((a, b) => a.by - b.by)
    .map(({ item }) => item);
}

function statusOf({ status, body }: Posted): string {
  return `${status} ${String((body as { status?: unknown } | null)?.status)}`;
}

/** Without what the moment of sending makes of it. */
function lasting({ seq, call, topic, webhookId, occurredAt, receivedAt, data, memory }: EventFrame): unknown {
  return { seq, call, topic, webhookId, occurredAt, receivedAt, data, memory };
}

describe.each(ENGINES)('on the %s engine', (engine) => {
  const lab = relayLab(engine);
  afterEach(lab.cleanUp);

  test('a call is one, whatever relay its events come to, in whatever order, however often', async () => {
    const { both, one, other, live } = await startBoth(lab);
    const devices = [await live(one, NORA), await live(other, NORA), await live(other, SAM)];
    const calls = Array.from({ length: 6 }, eventsOfACall);
    const posts = calls.flatMap((bodies, call) =>
      shuffled(bodies, call + 1).flatMap((body, at) => {
        const id = newWebhookId();
        // Every third comes to both.
        const relays = at % 3 === 0 ? both : [both[(at + call) % 2] ?? one];
        return relays.map((relay) => () => relay.post(body, { id }));
      }),
    );
    const posted = await Promise.all(shuffled(posts, 7).map((send) => send()));
    const ids = Map.groupBy(posted, ({ id }) => id);
    for (const own of ids.values()) {
      const statuses = own.map(statusOf).sort();
      expect(statuses).toEqual(['200 accepted', ...own.slice(1).map(() => '200 duplicate')]);
    }
    for (const device of devices) {
      await until(
        'all of it',
        () => new Set(device.events.map(({ webhookId }) => webhookId)).size === ids.size,
      );
      const last = new Map(device.events.map(({ webhookId, call }) => [webhookId, call]));
      expect(new Set(last.values()).size).toBe(calls.length);
      expect(device.events.map(({ seq }) => seq)).toEqual(device.events.map((_, at) => at + 1));
    }
  });

  test('what a device is told live is what a later one is told again, on any relay', async () => {
    const { both, one, other, live } = await startBoth(lab);
    const devices = [await live(one, NORA), await live(other, NORA)];
    const bodies = [...eventsOfACall(), ...eventsOfACall(), sms({ ...NOBODYS }), contact({ numbers: [ANA] })];
    await Promise.all(shuffled(bodies, 3).map((body, at) => (both[at % 2] ?? one).post(body)));
    const head = Math.max(...(await Promise.all([one, other].map((relay) => headOf(relay, live)))));
    const told = await Promise.all(devices.map((device) => device.eventCount(head)));
    const again = await Promise.all([live(one, NORA), live(other, NORA)]);
    for (const events of [...told, ...again.map((device) => device.events)])
      expect(events.map(lasting)).toEqual(told[0]?.map(lasting));
  });

  async function headOf(relay: LabRelay, live: Relays['live']): Promise<number> {
    const socket = await live(relay, NORA);
    return (await socket.frame('welcome')).head;
  }

  test('of two who claim a call at once one has it, and everybody is told the same', async () => {
    const { one, other, live } = await startBoth(lab);
    const [nora, sam] = [await live(one, NORA), await live(other, SAM)];
    for (let round = 1; round <= 5; round += 1) {
      await one.post(ring({ ...NOBODYS, from_number: `+44794600${String(round).padStart(4, '0')}` }));
      const call = (await nora.eventCount(round))[round - 1]?.call ?? ('' as CallKey);
      await sam.eventCount(round);
      nora.send({ type: 'claim', call });
      sam.send({ type: 'claim', call });
      const holders = await Promise.all(
        [nora, sam].map((socket) =>
          until('who has it', () =>
            socket.frames.find((frame) => frame.type === 'claimed' && frame.call === call),
          ),
        ),
      );
      const [first, second] = holders.map((frame) => (frame.type === 'claimed' ? frame.agent : null));
      expect([NORA, SAM]).toContain(first);
      expect(second).toBe(first);
    }
  });

  test('a device that is revoked is shut out of every relay', async () => {
    const { one, other } = await startBoth(lab);
    const { device, token } = await one.device(NORA);
    const sockets = [await goLive(one.url, token), await goLive(other.url, token)];
    await cliOn(one.folder, ['devices', 'revoke', device]);
    for (const socket of sockets) expect(await socket.closed).toBe(4401);
  });

  test('a pairing link pairs once, whichever relays it is taken to', async () => {
    const { one, both } = await startBoth(lab);
    const { link } = (await one.cli('devices', 'pair', NORA)) as { link: string };
    const code = new URL(link).searchParams.get('code');
    const body = JSON.stringify({ code, device: 'Laptop' });
    const answers = await Promise.all(
      [...both, ...both].map((relay) => fetch(new URL('/pair', relay.url), { method: 'POST', body })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410]);
  });

  test('somebody who is forgotten is forgotten by the devices of every relay', async () => {
    const { one, other, live } = await startBoth(lab);
    const devices = [await live(one, NORA), await live(other, NORA)];
    await other.post(ring({ ...NOBODYS, from_number: ANA }));
    for (const device of devices) await device.eventCount(1);
    await one.cli('forget', ANA);
    for (const device of devices) await device.closed;
    const again = await Promise.all([live(one, NORA), live(other, NORA)]);
    for (const device of again) expect(JSON.stringify(device.events)).not.toContain(ANA);
  });

  test('an agent who is added is told of what comes to any relay from then on', async () => {
    const { one, other, live } = await startBoth(lab);
    const EVE = 'eve@ringside.example';
    await one.cli('agents', 'add', EVE);
    await other.post(ring({ user_email: EVE }));
    await one.post(ring({ user_email: EVE, from_number: '+447946011111' }));
    const eve = await live(other, EVE);
    expect(await eve.eventCount(2)).toHaveLength(2);
  });

  test('what is beyond reading is kept aside once', async () => {
    const { one, other } = await startBoth(lab);
    const id = newWebhookId();
    const posted = await Promise.all([one.post('{', { id }), other.post('{', { id })]);
    expect(posted.map(statusOf).sort()).toEqual(['200 duplicate', '200 quarantined']);
  });
});
