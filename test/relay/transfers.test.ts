import { afterEach, describe, expect, it } from 'vitest';
import type { EventFrame } from '../../src-shared/wire/protocol.ts';
import { ANA, completed, LINE, NORA, ring, SAM, tag, type AlloBody } from '../fixtures/allo.ts';
import { countIn } from '../fixtures/relay/forgotten.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const EVE = 'eve@ringside.example';
const SAMS_LINE = '+33199007700';
const at = (ms: number): string => new Date(Date.now() - 3_600_000 + ms).toISOString();

const nobody = { number: null, user_email: null, user_name: null };
const first = { id: 'cll_first', start_date: at(0), user_email: NORA };
const second = {
  id: 'cll_second',
  start_date: at(120_000),
  user_email: SAM,
  to: SAMS_LINE,
  original_to_number: LINE,
  transfer_original_call_id: 'cll_first',
};

/** How a call from Nora to Sam is told when Allo names no end of the transfer, only the first call's id. */
const told: Readonly<Record<string, AlloBody>> = {
  'ring 1': ring({ started_at: at(0), user_email: NORA }),
  'end 1': completed(first),
  'ring 2': ring({ started_at: at(118_000), user_email: SAM, to_number: SAMS_LINE }),
  'end 2': completed(second),
};

const callsOf = (events: readonly EventFrame[]): Map<string | null, string[]> =>
  new Map([...Map.groupBy(events, (e) => e.call)].map(([call, of]) => [call, of.map((e) => e.topic).sort()]));

const orders = [
  ['ring 1', 'end 1', 'ring 2', 'end 2'],
  ['ring 1', 'ring 2', 'end 2', 'end 1'],
  ['end 2', 'end 1', 'ring 2', 'ring 1'],
  ['ring 2', 'end 2', 'ring 1', 'end 1'],
];

describe('the legs of a transfer that are tied by Allo’s ids', () => {
  it.each(orders)('reach both agents whole, told as %s, %s, %s, %s', async (...order) => {
    const relay = await lab.start({ agents: [NORA, SAM, EVE] });
    const devices = await Promise.all([NORA, SAM].map((agent) => relay.live(agent)));
    const eve = await relay.live(EVE);
    for (const name of order) await relay.post(told[name] as AlloBody);
    for (const device of devices) {
      const events = await device.eventCount(4);
      expect([...callsOf(events).values()]).toEqual([
        ['call.completed', 'call.received'],
        ['call.completed', 'call.received'],
      ]);
      expect(events.map((e) => e.seq)).toEqual([1, 2, 3, 4]);
    }
    expect(eve.events).toEqual([]);
    // What is said of the first leg afterwards is for who has the call now, too.
    await relay.post(tag({ call_id: 'cll_first' }));
    for (const device of devices) expect((await device.eventCount(5)).at(-1)?.topic).toBe('tag.added');
  });

  it('come again with a replay, as after a restart of the relay', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    for (const body of Object.values(told)) await relay.post(body);
    const sam = await relay.live(SAM);
    expect([...callsOf(sam.events).values()]).toHaveLength(2);
  });

  it('reach everybody in a chain of three', async () => {
    const relay = await lab.start({ agents: [NORA, SAM, EVE] });
    const devices = await Promise.all([NORA, SAM, EVE].map((agent) => relay.live(agent)));
    const third = {
      id: 'cll_third',
      start_date: at(240_000),
      user_email: EVE,
      transfer_original_call_id: 'cll_second',
    };
    await relay.post(completed(third));
    await relay.post(completed(first));
    await relay.post(completed(second));
    for (const device of devices) expect(callsOf(await device.eventCount(3)).size).toBe(3);
  });

  it('stay with who had them when they name a call that nobody knows', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const [nora, sam] = [await relay.live(NORA), await relay.live(SAM)];
    await relay.post(completed(second));
    await relay.post(completed({ ...first, id: 'cll_other', from_number: '+33199004321' }));
    expect((await sam.eventCount(1)).map((e) => e.data['id'])).toEqual(['cll_second']);
    expect((await nora.eventCount(1)).map((e) => e.data['id'])).toEqual(['cll_other']);
  });

  it('are not found by a call that names itself', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    expect(
      (await relay.post(completed({ transfer_original_call_id: 'cll_self', id: 'cll_self' }))).status,
    ).toBe(200);
    expect(await nora.eventCount(1)).toHaveLength(1);
  });
});

describe('a transfer to a number', () => {
  it('concerns the agents of that line, when the admin listed it', async () => {
    const config = { lines: { [SAMS_LINE]: { agents: [SAM] } } };
    const relay = await lab.start({ agents: [NORA, SAM, EVE], config });
    const [nora, sam, eve] = [await relay.live(NORA), await relay.live(SAM), await relay.live(EVE)];
    await relay.post(completed({ ...first, transfer_to: { ...nobody, number: '01 99 00 77 00' } }));
    await relay.post(
      completed({
        ...first,
        id: 'cll_from',
        start_date: at(600_000),
        user_email: EVE,
        transfer_from: { ...nobody, number: SAMS_LINE },
      }),
    );
    await relay.post(
      completed({
        ...first,
        id: 'cll_away',
        start_date: at(900_000),
        transfer_to: { ...nobody, number: ANA },
      }),
    );
    expect((await sam.eventCount(2)).map((e) => e.data['id'])).toEqual(['cll_first', 'cll_from']);
    expect((await nora.eventCount(2)).map((e) => e.data['id'])).toEqual(['cll_first', 'cll_away']);
    expect((await eve.eventCount(1)).map((e) => e.data['id'])).toEqual(['cll_from']);
  });
});

describe('a person who is forgotten', () => {
  it('leaves no trace of which call theirs was transferred from', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    for (const body of Object.values(told)) await relay.post(body);
    await relay.cli('forget', ANA);
    const sam = await relay.live(SAM);
    expect(sam.events.filter((e) => e.topic !== 'erased')).toEqual([]);
    expect(await countIn(relay.folder, 'transfer')).toBe(0);
  });
});
