import { afterEach, describe, expect, it } from 'vitest';
import type { CallKey } from '../../src-shared/brand.ts';
import { ALLO_CALL_ID, ANA, completed, LINE, NORA, ring, tag } from '../fixtures/allo.ts';
import { API_KEY, startAlloApi, type AlloStandIn, type AlloWorld } from '../fixtures/allo-api.ts';
import { callAtAllo } from '../fixtures/allo-api-calls.ts';
import { relayLab, type LabOptions, type LabRelay } from '../fixtures/relay/lab.ts';
import { foldedCalls } from '../fixtures/relay/folded.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const AFTER_MS = 150;
const LATER = { afterMs: AFTER_MS, everyMs: 30, searchEveryMs: 250 };

async function standIn(world: Partial<AlloWorld> = {}): Promise<AlloStandIn> {
  const allo = await startAlloApi(world);
  lab.onCleanUp(allo.close);
  return allo;
}

const startWith = (allo: AlloStandIn, options: LabOptions = {}): Promise<LabRelay> =>
  lab.start({
    agents: [NORA],
    recovery: LATER,
    ...options,
    config: { allo: { sync: false }, ...options.config },
    allo: { apiKey: API_KEY, origin: allo.url },
  });

/** Misses no end of a call until all has come that comes in time, however long that takes here. */
function patience(): { readonly recovery: NonNullable<LabOptions['recovery']>; readonly end: () => void } {
  let afterMs = 600_000;
  return {
    recovery: {
      ...LATER,
      get afterMs() {
        return afterMs;
      },
    },
    end: () => {
      afterMs = AFTER_MS;
    },
  };
}

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const searches = (allo: AlloStandIn) => allo.asked.filter(({ path }) => path.endsWith('/search'));
const looked = (relay: LabRelay, result: string) =>
  relay.metric(`ringside_lookups_total{result="${result}"}`);
const recovered = (relay: LabRelay, outcome: string) =>
  relay.metric(`ringside_recovered_total{outcome="${outcome}"}`);

describe('a call whose end no webhook told', () => {
  it('is filled in from Allo, in the call that rang, once, with transcript, summary and tags', async () => {
    const started = ago(20_000);
    const allo = await standIn({
      calls: [callAtAllo({ date: started }), callAtAllo({ id: 'cll-other', contact_number: '+33199009999' })],
    });
    const relay = await startWith(allo);
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: started }));
    const [rang, end] = await nora.eventCount(2);
    expect(end).toMatchObject({
      topic: 'call.completed',
      call: rang?.call,
      webhookId: expect.stringMatching(/^ringside-recovered-/),
      data: {
        id: ALLO_CALL_ID,
        result: 'ANSWERED',
        summary: 'Ana asked to move the pilot to May.',
        tags: ['support'],
        transcriptions: [{ text: 'Hi Nora, Ana from Globex.' }],
      },
    });
    expect(end?.ageMs).toBeGreaterThanOrEqual(0);
    await until('it to be noted', async () => (await looked(relay, 'filled')) === 1);
    const asked = allo.asked.length;
    await until('another round', async () => (await recovered(relay, 'accepted')) === 1);
    expect(allo.asked.length).toBe(asked);
    expect(nora.events).toHaveLength(2);
    expect(JSON.parse(searches(allo)[0]?.body ?? '{}')).toMatchObject({
      type: 'CALL',
      date: { from: expect.any(String), to: expect.any(String) },
    });
    expect(allo.refusedForRate()).toBe(0);
  });

  it('has its transcript, though its id is spelled another way where it is read in full', async () => {
    const started = ago(20_000);
    const call = callAtAllo({ date: started });
    const allo = await standIn({ calls: [call] });
    const body = JSON.stringify({ data: { ...call, id: ALLO_CALL_ID } });
    allo.answerNext(1, { body }, `/v2/api/conversations/items/${call.id}`);
    const relay = await startWith(allo);
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: started }));
    const [, end] = await nora.eventCount(2);
    expect(end?.data['transcriptions']).toHaveLength(1);
  });

  it('is not looked up when its webhook came in time, nor when it was a test call', async () => {
    const allo = await standIn();
    const patient = patience();
    const relay = await startWith(allo, { testCallEndsAfterMs: 1_000_000, recovery: patient.recovery });
    const nora = await relay.live(NORA);
    const { token } = await relay.device(NORA);
    const tested = await fetch(new URL('/agent/test-call', relay.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(tested.status).toBe(200);
    await relay.post(ring());
    await relay.post(completed());
    await nora.eventCount(3);
    // A later one that is lost shows that the earlier ones were looked at.
    await relay.post(ring({ from_number: '+33199005555' }));
    patient.end();
    await until('the lost one', async () => (await looked(relay, 'absent')) === 1);
    expect(searches(allo)).toHaveLength(1);
  });

  it('is one call with one end, whether the webhook or the recovery comes first, or both at once', async () => {
    const started = ago(20_000);
    const end = completed({
      start_date: started,
      summary: 'As the webhook has it',
      tags: ['support', 'vip'],
    });
    interface Played {
      readonly relay: LabRelay;
      readonly allo: AlloStandIn;
      readonly endPatience: () => void;
    }
    /** Allo answers nothing while it comes. */
    const postWhile = async (
      { relay, allo, endPatience }: Played,
      what: string,
      path: string,
    ): Promise<void> => {
      const answering = Promise.withResolvers<void>();
      allo.answerAfter(answering.promise, path);
      endPatience();
      await until(what, () => allo.asked.some((one) => one.path.includes(path)));
      await relay.post(end);
      answering.resolve();
    };
    const orders: Record<string, (played: Played) => Promise<unknown>> = {
      'webhook first': async ({ relay, endPatience }) => {
        await relay.post(end);
        endPatience();
      },
      'recovery first': async ({ relay, endPatience }) => {
        endPatience();
        await until('the recovery', async () => (await recovered(relay, 'accepted')) === 1);
        return await relay.post(end);
      },
      'while Allo is asked': async (played) => {
        const { relay } = played;
        await postWhile(played, 'the question', '/search');
        return await until(
          'the answer',
          async () => (await looked(relay, 'filled')) + (await looked(relay, 'absent')) === 1,
        );
      },
      'while the call is read in full': async (played) => {
        const { relay } = played;
        await postWhile(played, 'the question', 'extend=transcript');
        return await until('the answer', async () => (await recovered(relay, 'duplicate')) === 1);
      },
    };
    const seen: unknown[] = [];
    for (const [name, order] of Object.entries(orders)) {
      const allo = await standIn({ calls: [callAtAllo({ date: started, tags: ['support'] })] });
      const patient = patience();
      const relay = await startWith(allo, { recovery: patient.recovery });
      const nora = await relay.live(NORA);
      await relay.post(ring({ started_at: started }), { id: 'msg_ring' });
      await relay.post(tag({ tag_name: 'support', tag_key: 'support' }), { id: 'msg_tag' });
      await order({ relay, allo, endPatience: patient.end });
      await until('the end', () =>
        nora.events.some(({ data }) => data['summary'] === 'As the webhook has it'),
      );
      const ends = nora.events.filter(({ topic }) => topic === 'call.completed');
      // What a webhook has told is not told again; what was told cannot be taken back.
      expect(ends.map(({ webhookId }) => webhookId.startsWith('ringside-recovered-'))).toEqual(
        name === 'recovery first' ? [true, false] : [false],
      );
      const calls = foldedCalls(nora.events);
      expect(calls).toHaveLength(1);
      const { key: _key, ...call } = calls[0] ?? { key: '' as CallKey };
      seen.push({ ...call, startedAt: 0, rangAt: 0, ringAgeMs: 0 });
      await relay.stop();
      allo.close();
    }
    expect(seen[0]).toMatchObject({ summary: 'As the webhook has it', tags: ['support', 'vip'] });
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[3]).toEqual(seen[0]);
  });

  it.each(['cll-2NfDKEm9sF8xK3pQr1Zt', 'cll_2NfDKEm9sF8xK3pQr1Zt'])(
    'is known by the webhook’s id however the API writes it (%s): tags and summaries that waited find it',
    async (id) => {
      const started = ago(20_000);
      const allo = await standIn({ calls: [callAtAllo({ id, date: started, tags: [] })] });
      const relay = await startWith(allo);
      const nora = await relay.live(NORA);
      await relay.post(tag());
      await relay.post(ring({ started_at: started }));
      const events = await nora.eventCount(3);
      expect(events.map(({ topic }) => topic)).toEqual(['call.received', 'call.completed', 'tag.added']);
      expect(new Set(events.map(({ call }) => call)).size).toBe(1);
    },
  );

  it('is asked for twice when Allo never had it, and then no more', async () => {
    const allo = await standIn();
    const relay = await startWith(allo);
    await relay.post(ring());
    await until('the second lookup', async () => (await looked(relay, 'absent')) === 2);
    const asked = allo.asked.length;
    expect(asked).toBe(2);
    const nora = await relay.live(NORA);
    await relay.post(ring({ from_number: '+33199005555' }));
    await until('the next one', async () => (await looked(relay, 'absent')) === 3);
    expect(allo.asked.length).toBe(asked + 1);
    expect(nora.events.filter(({ topic }) => topic === 'call.completed')).toEqual([]);
  });

  it('that goes on is left to go on, and filled in when it is over', async () => {
    const started = ago(20_000);
    const going = callAtAllo({ date: started, result: null, duration: null });
    const allo = await standIn({ calls: [going] });
    const relay = await startWith(allo);
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: started }));
    await until('the first lookup', async () => (await looked(relay, 'open')) === 1);
    allo.world.calls = [{ ...going, result: 'VOICEMAIL', duration: 9 }];
    expect((await nora.eventCount(2))[1]?.data).toMatchObject({ result: 'VOICEMAIL' });
  });

  it('is found, and no other, where Allo takes no notice of the dates that are asked for', async () => {
    const started = ago(3_600_000);
    const others = Array.from({ length: 250 }, (_, i) =>
      callAtAllo({
        id: `cll-o${i}`,
        contact_number: `+331990100${String(i).padStart(2, '0')}`.slice(0, 12),
        date: ago(i * 20_000),
      }),
    );
    const allo = await standIn({
      calls: [...others, callAtAllo({ date: started })],
      ignoresFilters: true,
      rates: { reads: 20, writes: 5 },
    });
    const relay = await startWith(allo);
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: started }));
    expect((await nora.eventCount(2))[1]?.data).toMatchObject({ id: ALLO_CALL_ID });
    expect(await recovered(relay, 'accepted')).toBe(1);
    expect(allo.refusedForRate()).toBe(0);
  });

  it('between two of the team’s lines is not looked up for the end that is known from the other side', async () => {
    const inside = '+33199003302';
    const allo = await standIn();
    const patient = patience();
    const config = { lines: { [LINE]: {}, [inside]: {} } };
    const relay = await startWith(allo, { config, recovery: patient.recovery });
    const ends = { from_number: LINE, to_number: inside };
    await relay.post({ ...ring(), topic: 'call.triggered', data: { ...ring().data, ...ends } });
    await relay.post(ring(ends));
    await relay.post(completed({ ...ends, to: inside, type: 'OUTBOUND' }));
    await relay.post(ring({ from_number: '+33199005555' }));
    patient.end();
    await until('the lost one', async () => (await looked(relay, 'absent')) === 1);
    expect(searches(allo)).toHaveLength(1);
  });

  it('of somebody who was forgotten is neither looked up nor taken in', async () => {
    const started = ago(20_000);
    const allo = await standIn({ calls: [callAtAllo({ date: started })] });
    const patient = patience();
    const relay = await startWith(allo, { recovery: patient.recovery });
    await relay.post(ring({ started_at: started }));
    await relay.cli('forget', ANA);
    await relay.post(ring({ from_number: '+33199005555', started_at: started }));
    patient.end();
    await until('the other one', async () => (await looked(relay, 'absent')) === 1);
    expect(await recovered(relay, 'accepted')).toBe(0);
    expect(allo.asked.some(({ path }) => path.includes('extend=transcript'))).toBe(false);
  });
});
