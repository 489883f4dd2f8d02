import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { completed, NORA, ring } from '../fixtures/allo.ts';
import { API_KEY, refusal, startAlloApi, type AlloStandIn, type AlloWorld } from '../fixtures/allo-api.ts';
import { callAtAllo } from '../fixtures/allo-api-calls.ts';
import { cliOn, inJournal, relayLab, type LabOptions, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const SOON = { afterMs: 150, everyMs: 30, searchEveryMs: 250 };

async function standIn(world: Partial<AlloWorld> = {}): Promise<AlloStandIn> {
  const allo = await startAlloApi(world);
  lab.onCleanUp(allo.close);
  return allo;
}

const startWith = (allo: AlloStandIn, options: LabOptions = {}): Promise<LabRelay> =>
  lab.start({
    recovery: SOON,
    ...options,
    config: { allo: { sync: false } },
    allo: { apiKey: API_KEY, origin: allo.url },
  });

const recovered = (relay: LabRelay, outcome: string) =>
  relay.metric(`ringside_recovered_total{outcome="${outcome}"}`);
const searches = (allo: AlloStandIn) => allo.asked.filter(({ path }) => path.endsWith('/search'));

/** A folder whose relay has stopped after its last webhook. */
async function stoppedRelay(): Promise<string> {
  const before = await lab.start({ agents: [NORA] });
  await before.post(ring({ from_number: '+33199007777' }));
  await before.post(completed({ id: 'cll_before', from_number: '+33199007777' }));
  await before.stop();
  return before.folder;
}

describe('the gap since the last webhook', () => {
  it('is read at the start: calls that came and went meanwhile are in the history, once, as old as they are', async () => {
    const folder = await stoppedRelay();
    const meanwhile = (i: number) =>
      callAtAllo({ id: `cll-gap${i}`, contact_number: `+3319900888${i}`, duration: 0, result: null });
    const allo = await standIn({ calls: [1, 2, 3].map(meanwhile), pageSize: 2 });
    const relay = await startWith(allo, { folder });
    const nora = await relay.live(NORA);
    const events = await nora.eventCount(5);
    const filled = events.filter(({ webhookId }) => webhookId.startsWith('ringside-recovered-'));
    expect(filled.map(({ topic }) => topic)).toEqual(['call.completed', 'call.completed', 'call.completed']);
    expect(new Set(filled.map(({ call }) => call)).size).toBe(3);
    // Nobody took them: missed calls, by the word that a webhook has for it.
    expect(filled.every(({ data }) => data['result'] === 'FAILED')).toBe(true);
    await until('the second reading', () => searches(allo).length === 4);
    expect(await recovered(relay, 'accepted')).toBe(3);
    await relay.stop();

    const again = await startWith(allo, { folder });
    await until('another start', () => searches(allo).length > 4);
    expect(await recovered(again, 'accepted')).toBe(0);
    expect((await (await again.live(NORA)).eventCount(5)).length).toBe(5);
    expect(allo.refusedForRate()).toBe(0);
  });

  it('holds nothing where no webhook ever came, and nothing from before the last one', async () => {
    const old = callAtAllo({ date: new Date(Date.now() - 3_600_000).toISOString() });
    const allo = await standIn({ calls: [old] });
    const fresh = await startWith(allo, { agents: [NORA] });
    await fresh.post(ring());
    await until('a lookup', async () => (await fresh.metric('ringside_lookups_total{result="absent"}')) > 0);
    expect(await recovered(fresh, 'accepted')).toBe(0);
    await fresh.stop();
    const next = await startWith(allo, { folder: fresh.folder });
    const asked = searches(allo).length;
    await until('the gap to be read', () => searches(allo).length > asked);
    expect(await recovered(next, 'accepted')).toBe(0);
  });

  it('is read to its beginning, however many calls there were', async () => {
    const folder = await stoppedRelay();
    // A list is read for sixty pages.
    const calls = Array.from({ length: 65 }, (_, i) =>
      callAtAllo({
        id: `cll-many${i}`,
        date: new Date(Date.now() + i).toISOString(),
        contact_number: `+3319900${5000 + i}`,
      }),
    );
    const allo = await standIn({ calls, pageSize: 1, rates: { reads: 1000, writes: 1000 } });
    const relay = await startWith(allo, { folder, recovery: { ...SOON, searchEveryMs: 1 } });
    await until('all of them', async () => (await recovered(relay, 'accepted')) === calls.length);
  });

  it('brings in nothing that is older than what is kept', async () => {
    const folder = await stoppedRelay();
    const daysAgo = (days: number): number => Date.now() - days * 24 * 3_600_000;
    await inJournal(folder, (sql) => sql.run('UPDATE webhook SET received_at = ?', daysAgo(5)));
    const call = (id: string, days: number) =>
      callAtAllo({ id, date: new Date(daysAgo(days)).toISOString(), contact_number: '+33199008881' });
    const allo = await standIn({ calls: [call('cll-old', 3), call('cll-new', 0.5)] });
    const config = { allo: { sync: false }, retentionDays: 1 };
    const relay = await lab.start({
      folder,
      config,
      recovery: SOON,
      allo: { apiKey: API_KEY, origin: allo.url },
    });
    await until('the second reading', () => searches(allo).length === 2);
    expect(await recovered(relay, 'accepted')).toBe(1);
  });

  it('brings nobody back who was forgotten meanwhile', async () => {
    const folder = await stoppedRelay();
    const allo = await standIn();
    const started = new Date().toISOString();
    const running = await lab.start({ folder });
    await running.post(ring({ started_at: started, from_number: '+33199008888' }));
    await running.stop();
    await cliOn(folder, ['forget', '+33199008888']);
    allo.world.calls = [
      callAtAllo({ date: started, contact_number: '+33199008888' }),
      callAtAllo({
        id: 'cll-x',
        date: new Date(Date.now() + 5).toISOString(),
        contact_number: '+33199008889',
      }),
    ];
    const relay = await startWith(allo, { folder });
    await until('the other one', async () => (await recovered(relay, 'accepted')) === 1);
    const nora = await relay.live(NORA);
    const events = await nora.eventCount(3);
    expect(JSON.stringify(events)).not.toContain('8888"');
  });
});

describe('trouble with Allo', () => {
  it('is told once, waits as long as Allo asks for, and holds up no webhook', async () => {
    const allo = await standIn();
    const limited = { status: 429, headers: { 'retry-after': '3600' } };
    allo.answerNext(50, { ...limited, body: JSON.stringify(refusal(429, 'RATE_LIMIT_EXCEEDED').json) });
    const relay = await startWith(allo, { agents: [NORA] });
    await relay.post(ring());
    await until('the warning', () => relay.log().includes('cannot be looked up'));
    expect(await relay.metric('ringside_recovery_failing')).toBe(1);
    const took = performance.now();
    expect((await relay.post(completed({ id: 'cll_later', from_number: '+33199005555' }))).status).toBe(200);
    expect(performance.now() - took).toBeLessThan(8000);
    await until('some rounds', async () => (await relay.metric('ringside_commit_seconds_count')) > 3);
    expect(searches(allo)).toHaveLength(1);
    expect(relay.log().split('cannot be looked up')).toHaveLength(2);
    expect(relay.log()).not.toContain(API_KEY);
  });

  it('passes with a key that may search: what was lost meanwhile is filled in', async () => {
    const started = new Date(Date.now() - 20_000).toISOString();
    const allo = await standIn({ calls: [callAtAllo({ date: started })], scopes: ['USERS_READ'] });
    const folder = await lab.folder();
    await writeFile(`${folder}/allo-api-key`, API_KEY, { mode: 0o600 });
    const relay = await lab.start({
      folder,
      agents: [NORA],
      recovery: SOON,
      config: { allo: { sync: false } },
      allo: { origin: allo.url },
    });
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: started }));
    await until('the warning', () => relay.log().includes('cannot be looked up'));
    allo.world.scopes = ['CONVERSATIONS_READ'];
    await writeFile(`${folder}/allo-api-key`, `# new\n${API_KEY}`, { mode: 0o600 });
    expect((await nora.eventCount(2))[1]?.topic).toBe('call.completed');
    await until('the news', () => relay.log().includes('looked up in Allo again'));
  });

  it('about one call alone holds up no other: in the end it is taken as it is listed', async () => {
    const started = (ms: number): string => new Date(Date.now() - ms).toISOString();
    const [poison, good] = [started(30_000), started(20_000)];
    const allo = await standIn({
      calls: [
        callAtAllo({ id: 'cll-poison', date: poison, contact_number: '+33199005551' }),
        callAtAllo({ id: 'cll-good', date: good, contact_number: '+33199005552' }),
      ],
    });
    allo.answerNext(50, { status: 500 }, '/v2/api/conversations/items/cll-poison');
    const folder = await lab.folder();
    await writeFile(`${folder}/allo-api-key`, API_KEY, { mode: 0o600 });
    const config = { allo: { sync: false } };
    const relay = await lab.start({
      folder,
      agents: [NORA],
      recovery: SOON,
      config,
      allo: { origin: allo.url },
    });
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: poison, from_number: '+33199005551' }));
    await relay.post(ring({ started_at: good, from_number: '+33199005552' }));
    await until('the warning', () => relay.log().includes('cannot be looked up'));
    // Another file of the key ends the wait, which is a minute.
    await writeFile(`${folder}/allo-api-key`, `# again\n${API_KEY}`, { mode: 0o600 });
    const events = await nora.eventCount(4);
    const ends = events.filter(({ topic }) => topic === 'call.completed');
    expect(ends.map(({ data }) => (data['transcriptions'] as object[]).length).toSorted()).toEqual([0, 1]);
  });

  it('that never answers costs webhooks nothing, and the relay stops at once', async () => {
    const allo = await standIn();
    allo.answerNext(50, { silent: true });
    const relay = await startWith(allo, { agents: [NORA] });
    await relay.post(ring());
    await until('the question', () => searches(allo).length === 1);
    for (let i = 0; i < 20; i += 1)
      expect((await relay.post(ring({ from_number: `+3319900${4000 + i}` }))).status).toBe(200);
    const stopping = performance.now();
    await relay.stop();
    expect(performance.now() - stopping).toBeLessThan(8000);
    expect(relay.log()).not.toContain('closing hangs');
  });
});

it('doctor does not take what came out of the API for a sign of life of the webhooks', async () => {
  const folder = await stoppedRelay();
  const allo = await standIn({ calls: [callAtAllo({ id: 'cll-gap' })] });
  const first = await startWith(allo, { folder });
  const before = await first.metric('ringside_last_webhook_timestamp_seconds');
  await until('the recovery', async () => (await recovered(first, 'accepted')) === 1);
  expect(await first.metric('ringside_last_webhook_timestamp_seconds')).toBe(before);
});
