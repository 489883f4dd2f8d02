import { afterEach, describe, expect, it } from 'vitest';
import type { EventFrame } from '../../src-shared/wire/protocol.ts';
import { answer, completed, dial, NORA, ring, SAM, sms } from '../fixtures/allo.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const EVE = 'eve@ringside.example';
const NORAS = '+33199003301';
const SAMS = '+33199003302';
const BASE = Date.now() - 60_000;
const at = (ms: number): string => new Date(BASE + ms).toISOString();
const told = (events: readonly EventFrame[]): string[] => events.map((e) => e.topic);
const calls = (events: readonly EventFrame[]): number => new Set(events.map((e) => e.call)).size;

/** Nora's line dials Sam's, as Allo tells of it: going out and coming in. */
const ends = { from_number: NORAS, to_number: SAMS, person: null, company: null, deals: null };
const goingOut = [
  dial({ ...ends, started_at: at(0), user_email: NORA }),
  answer({ ...ends, started_at: at(0), direction: 'OUTBOUND', user_email: NORA }),
  completed({ ...ends, to: SAMS, start_date: at(2000), type: 'OUTBOUND', user_email: NORA, id: 'cll_out' }),
];
const comingIn = [
  ring({ ...ends, started_at: at(300), user_email: SAM }),
  answer({ ...ends, started_at: at(300), direction: 'INBOUND', user_email: SAM }),
  completed({ ...ends, to: SAMS, start_date: at(2000), type: 'INBOUND', user_email: SAM, id: 'cll_in' }),
];
const OUT = ['call.triggered', 'call.answered', 'call.completed'];
const IN = ['call.received', 'call.answered', 'call.completed'];

describe('a call between two lines of the team', () => {
  it.each([
    ['going out first', [...goingOut, ...comingIn]],
    ['coming in first', [...comingIn, ...goingOut]],
    ['backwards', [...goingOut, ...comingIn].reverse()],
  ])('is one outgoing call of the one and one incoming call of the other: %s', async (_, bodies) => {
    const config = { lines: { [NORAS]: { agents: [NORA] }, [SAMS]: { name: 'Support', agents: [SAM] } } };
    const relay = await lab.start({ agents: [NORA, SAM], config });
    const [nora, sam] = [await relay.live(NORA), await relay.live(SAM)];
    for (const body of bodies) await relay.post(body);
    // What comes in order after all of them: whatever else was sent has come before.
    for (const user_email of [NORA, SAM])
      await relay.post(sms({ user_email, to_number: '+33199009900', from_number: '+33199001299' }));
    const [noras, sams] = [await nora.eventCount(4), await sam.eventCount(4)];
    expect(told(noras).toSorted()).toEqual([...OUT, 'sms.received'].toSorted());
    expect(told(sams).toSorted()).toEqual([...IN, 'sms.received'].toSorted());
    for (const own of [noras, sams]) expect(calls(own.filter((e) => e.call !== null))).toBe(1);
  });

  it('never comes in at who dialled it, though they answer the other line as well', async () => {
    const config = { lines: { [NORAS]: { agents: [NORA, EVE] }, [SAMS]: { agents: [NORA, SAM, EVE] } } };
    const relay = await lab.start({ agents: [NORA, SAM, EVE], config });
    const [nora, sam, eve] = [await relay.live(NORA), await relay.live(SAM), await relay.live(EVE)];
    for (const body of [...goingOut, ...comingIn]) await relay.post(body);
    await relay.post(sms({ user_email: NORA, to_number: '+33199009900', from_number: '+33199001299' }));
    expect(told(await nora.eventCount(4))).toEqual([...OUT, 'sms.received']);
    expect(told(await sam.eventCount(3))).toEqual(IN);
    // She answers both lines, and dialled nothing: both calls are in her history.
    expect(told(await eve.eventCount(6))).toEqual([...OUT, ...IN]);
  });

  it('that an agent makes to a line of their own is one call, and reaches who it should', async () => {
    const config = { lines: { [NORAS]: { agents: [NORA] }, [SAMS]: { agents: [NORA] } } };
    const relay = await lab.start({ agents: [NORA], config });
    const nora = await relay.live(NORA);
    for (const body of [...comingIn.slice(0, 1), ...goingOut])
      await relay.post({ ...body, data: { ...body.data, user_email: NORA } });
    expect(told(await nora.eventCount(3))).toEqual(OUT);
    expect(await relay.metric('ringside_events_for_nobody_total{topic="call.received"}')).toBe(0);
  });

  it('leaves the other side of a text message to the other side', async () => {
    const config = { lines: { [NORAS]: { agents: [NORA] }, [SAMS]: { agents: [SAM] } } };
    const relay = await lab.start({ agents: [NORA, SAM], config });
    const [nora, sam] = [await relay.live(NORA), await relay.live(SAM)];
    const text = sms({ from_number: NORAS, to_number: SAMS, user_email: null });
    await relay.post({ ...text, topic: 'sms.sent' });
    await relay.post(text);
    await relay.post(ring({ user_email: NORA }));
    expect(told(await nora.eventCount(2))).toEqual(['sms.sent', 'call.received']);
    expect(told(await sam.eventCount(1))).toEqual(['sms.received']);
  });
});

describe('the policy', () => {
  it('tells every app the lines of the team and who answers them, wherever the admin listed them', async () => {
    const config = {
      lines: { [SAMS]: { name: 'Support', agents: ['s.old@ringside.example', 'gone@ringside.example'] } },
      aliases: { 's.old@ringside.example': SAM },
    };
    const folder = await lab.folder();
    await cliOn(folder, ['agents', 'add', NORA, '--line', NORAS]);
    const relay = await lab.start({ folder, agents: [SAM], config });
    const nora = await relay.live(NORA);
    const { policy } = await nora.frame('welcome');
    expect(policy.ownLines).toEqual([
      { number: SAMS, agents: [SAM] },
      { number: NORAS, agents: [NORA] },
    ]);
    await relay.cli('agents', 'add', NORA, '--line', SAMS);
    expect((await nora.frame('policy')).policy.ownLines).toEqual([
      { number: SAMS, agents: [NORA, SAM] },
      { number: NORAS, agents: [NORA] },
    ]);
  });
});

describe('two calls of one caller', () => {
  it('3 s apart keep their own completions, whichever comes first, and each app is told so', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: at(0) }));
    const first = await relay.post(completed({ start_date: at(2000), id: 'cll_first' }));
    const second = await relay.post(completed({ start_date: at(5000), id: 'cll_second' }));
    const ringTwo = await relay.post(ring({ started_at: at(3000), from_number: '+33(0)199001234' }));
    await nora.eventCount(4);
    const callOf = (id: string) => nora.events.findLast((e) => e.webhookId === id)?.call;
    const [ringOne] = nora.events;
    expect(callOf(first.id)).toBe(ringOne?.call);
    expect(callOf(second.id)).toBe(callOf(ringTwo.id));
    expect(callOf(second.id)).not.toBe(ringOne?.call);
  });

  it('a cascade is one call at everybody whom it rang, and so is its end', async () => {
    const relay = await lab.start({ agents: [NORA, SAM, EVE] });
    const apps = [await relay.live(NORA), await relay.live(SAM), await relay.live(EVE)];
    for (const [n, user_email] of [NORA, SAM, EVE].entries())
      await relay.post(ring({ started_at: at(n * 15_000), user_email }));
    await relay.post(completed({ start_date: at(2000), user_email: EVE }));
    for (const app of apps) {
      const events = await app.eventCount(4);
      expect(told(events)).toEqual([...Array.from({ length: 3 }, () => 'call.received'), 'call.completed']);
      expect(calls(events)).toBe(1);
    }
  });
});
