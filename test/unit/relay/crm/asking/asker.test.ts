import { afterEach, describe, expect, it } from 'vitest';
import type { Flight } from '../../../../../src-relay/crm/contract.ts';
import {
  failureOf,
  PLAIN_POTS,
  plainAsker,
  startPlainCrm,
  type PlainAsker,
} from '../../../../fixtures/crm/plain-crm.ts';
import type { StandIn } from '../../../../fixtures/crm/stand-in.ts';
import { until } from '../../../../fixtures/until.ts';

const undos: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

async function start(
  adapter: Parameters<typeof plainAsker>[1] = {},
): Promise<PlainAsker & { readonly crm: StandIn }> {
  const crm = await startPlainCrm();
  undos.push(crm.close);
  const plain = plainAsker(crm, adapter);
  undos.push(plain.asker.close);
  return { crm, ...plain };
}

const TOO_MUCH = { status: 429, json: {} };

describe('what several relays ask of one CRM', () => {
  it('is within one budget: each has its part, less at once when one comes, more by and by when one goes', async () => {
    const crm = await startPlainCrm();
    undos.push(crm.close);
    let relays = 3;
    const { asker, flight, heard } = plainAsker(crm, {}, () => relays);
    undos.push(asker.close);
    const searches = () => asker.budget().find(({ pot }) => pot === 'search');
    expect(searches()).toEqual({ pot: 'search', left: 1, of: 1 });
    expect(asker.budget().find(({ pot }) => pot === 'other')?.of).toBe(34);
    const from = performance.now();
    for (let i = 0; i < 3; i += 1) await asker.ask('search', { json: {} }, flight('ring', 3000));
    expect(performance.now() - from).toBeGreaterThanOrEqual(2 * PLAIN_POTS.search.everyMs - 5);
    expect(heard).toEqual(Array(3).fill('search answered'));
    relays = 1;
    expect(searches()?.of).toBeLessThan(3);
    await until('the whole budget', () => searches()?.of === PLAIN_POTS.search.units);
    relays = 2;
    expect(searches()?.of).toBe(2);
  });
});

describe('a refusal for too much', () => {
  it.each([
    ['in seconds', { 'retry-after': '1' }, 1000],
    [
      'as a date',
      {
        'retry-after': 'Sat, 28 Nov 2026 10:00:01 GMT',
        date: 'Sat, 28 Nov 2026 10:00:00 GMT',
      },
      1000,
    ],
    ['not at all', {}, 1000],
  ])('that says when %s is waited out once by a ring', async (_, headers, ms) => {
    const { crm, asker, flight, heard } = await start();
    crm.play({ ...TOO_MUCH, headers });
    const from = performance.now();
    expect((await asker.ask('search', { json: {} }, flight('ring'))).status).toBe(200);
    expect(performance.now() - from).toBeGreaterThanOrEqual(ms - 5);
    expect(performance.now() - from).toBeLessThan(ms + 4000);
    expect(heard).toEqual(['search failed limited', 'search answered']);
  });

  it('is not waited out twice by a ring, and not at all by what can wait', async () => {
    const { crm, asker, flight } = await start();
    crm.play({ ...TOO_MUCH, headers: { 'retry-after': '0' } }, { times: 2 });
    expect((await failureOf(asker.ask('search', { json: {} }, flight('ring')))).trouble).toBe('limited');
    expect(crm.requests).toHaveLength(2);
    for (const urgency of ['refresh', 'warm-up'] as const) {
      crm.play(TOO_MUCH);
      const failure = await failureOf(asker.ask('me', {}, flight(urgency, 60_000)));
      expect(failure.trouble).toBe('limited');
    }
    expect(crm.requests.length).toBeLessThanOrEqual(4);
  });

  it('that says longer than the ring lasts ends it at once, and nothing is asked meanwhile', async () => {
    const { crm, asker, flight, heard } = await start();
    crm.play({ ...TOO_MUCH, headers: { 'retry-after': '3600' } });
    const from = performance.now();
    const failure = await failureOf(asker.ask('search', { json: {} }, flight('ring')));
    expect(failure.retryAfterMs).toBeGreaterThan(3_590_000);
    expect((await failureOf(asker.ask('me', {}, flight('ring')))).trouble).toBe('limited');
    expect(performance.now() - from).toBeLessThan(5000);
    expect(crm.requests).toHaveLength(1);
    expect(heard).toContain('breaker open');
  });
});

describe('a budget', () => {
  it('is never passed, however much is asked, and rings have it first', async () => {
    const { crm, asker, flight, sentAt } = await start();
    const order: string[] = [];
    const ask = async (name: string, own: Flight): Promise<void> => {
      await asker.ask('search', { json: { name } }, own);
      order.push(name);
    };
    const all = [
      ...Array.from({ length: 6 }, (_, i) => ask(`warm ${i}`, flight('warm-up'))),
      ...Array.from({ length: 6 }, (_, i) => ask(`ring ${i}`, flight('ring'))),
    ];
    await Promise.all(all);
    for (const at of sentAt) {
      // A machine that is busy may be late to note when: that much of the span is left to it.
      const { units, everyMs } = PLAIN_POTS.search;
      expect(sentAt.filter((one) => one >= at && one < at + everyMs * 0.6).length).toBeLessThanOrEqual(units);
    }
    expect(crm.requests).toHaveLength(12);
    expect(order.slice(3, 9).every((name) => name.startsWith('ring'))).toBe(true);
  });

  it('that is back too late ends the question at once', async () => {
    const { asker, flight, heard } = await start({
      pots: { ...PLAIN_POTS, search: { units: 1, everyMs: 60_000 } },
    });
    await asker.ask('search', { json: {} }, flight('ring'));
    const from = performance.now();
    const failure = await failureOf(asker.ask('search', { json: {} }, flight('ring')));
    expect(performance.now() - from).toBeLessThan(5000);
    expect(failure).toMatchObject({ trouble: 'limited', message: expect.stringContaining('Plain CRM') });
    expect(failure.retryAfterMs).toBeGreaterThan(59_000);
    expect(heard.at(-1)).toBe('search unsent limited');
    expect(asker.budget()).toContainEqual({ pot: 'search', left: 0, of: 1 });
  });

  it('of a day is paid by every read, and by nothing that was not sent', async () => {
    const { asker, flight } = await start({
      pots: { ...PLAIN_POTS, day: { units: 3, everyMs: 86_400_000 } },
    });
    await asker.ask('me', {}, flight());
    await failureOf(asker.ask('person', { path: { id: '..' } }, flight()));
    await asker.ask('search', { json: {} }, flight());
    expect(asker.budget()).toContainEqual({ pot: 'day', left: 1, of: 3 });
    await asker.ask('me', {}, flight());
    expect((await failureOf(asker.ask('me', {}, flight('ring')))).trouble).toBe('limited');
  });

  it("of the CRM's own that is nearly used up by everybody is left to the others", async () => {
    let used = 0.5;
    const { crm, asker, flight } = await start({ usedUp: () => used });
    await asker.ask('me', {}, flight());
    used = 0.8;
    expect((await asker.ask('me', {}, flight())).status).toBe(200);
    const failure = await failureOf(asker.ask('me', {}, flight('ring')));
    expect(failure).toMatchObject({ trouble: 'limited', message: expect.stringContaining('80 %') });
    expect(crm.requests).toHaveLength(2);
  });
});

describe('many questions at once', () => {
  it('are no more than two of a flight and eight in all', async () => {
    const { crm, asker, flight } = await start();
    crm.latency = 150;
    const underWay = (): number => crm.requests.filter(({ status }) => status === null).length;
    const one = flight('ring');
    const first = Array.from({ length: 6 }, () => asker.ask('me', {}, one));
    await until('two', () => underWay() === 2);
    await Promise.all(first);
    expect(crm.requests).toHaveLength(6);
    let most = 0;
    const timer = setInterval(() => (most = Math.max(most, underWay())), 5);
    await Promise.all(Array.from({ length: 30 }, () => asker.ask('me', {}, flight('ring'))));
    clearInterval(timer);
    expect(most).toBeGreaterThan(4);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('beyond what may wait cost the oldest of the least urgent', async () => {
    const { crm, asker, flight, heard } = await start();
    crm.latency = 50;
    const asked = [
      ...Array.from({ length: 150 }, () => asker.ask('me', {}, flight('warm-up', 8000))),
      ...Array.from({ length: 150 }, () => asker.ask('me', {}, flight('ring', 8000))),
    ];
    const outcomes = await Promise.allSettled(asked);
    const answered = outcomes.map(({ status }) => status === 'fulfilled');
    expect(heard.filter((line) => line === 'me unsent limited').length).toBeGreaterThanOrEqual(80);
    expect(answered.slice(150).filter(Boolean).length).toBeGreaterThan(50);
    expect(answered.slice(4, 90).filter(Boolean)).toEqual([]);
  });

  it('that are under way when it ends are given up', async () => {
    const { crm, asker, flight } = await start();
    crm.play('hang');
    const from = performance.now();
    const asked = failureOf(asker.ask('me', {}, flight()));
    await until('the request', () => crm.requests.length === 1);
    asker.close();
    expect((await asked).trouble).toBe('unreachable');
    expect(performance.now() - from).toBeLessThan(5000);
  });

  it('that wait when it ends are told so', async () => {
    const { asker, flight } = await start({ pots: { ...PLAIN_POTS, search: { units: 1, everyMs: 5000 } } });
    await asker.ask('search', { json: {} }, flight());
    const waiting = failureOf(asker.ask('search', { json: {} }, flight('ring')));
    asker.close();
    expect((await waiting).trouble).toBe('unreachable');
    expect((await failureOf(asker.ask('me', {}, flight()))).trouble).toBe('unreachable');
  });
});

describe('a CRM that is down', () => {
  it('is asked five times, then left alone, and costs a ring nothing', async () => {
    const { crm, asker, flight, heard } = await start();
    crm.play({ status: 502, headers: { 'content-type': 'text/html' }, text: '<html>' }, { times: 100 });
    for (let i = 0; i < 5; i += 1) await failureOf(asker.ask('me', {}, flight('ring')));
    const from = performance.now();
    for (let i = 0; i < 50; i += 1)
      expect((await failureOf(asker.ask('me', {}, flight('ring')))).trouble).toBe('broken');
    expect(performance.now() - from).toBeLessThan(5000);
    expect(crm.requests).toHaveLength(5);
    expect(heard.filter((line) => line.startsWith('breaker'))).toEqual(['breaker open']);
  });

  it('is not asked again with a secret that it refused', async () => {
    const { crm, asker, flight } = await start();
    crm.play({ status: 401, json: {} });
    expect((await failureOf(asker.ask('me', {}, flight()))).trouble).toBe('refused');
    expect((await failureOf(asker.ask('me', {}, flight('ring')))).trouble).toBe('refused');
    expect(crm.requests).toHaveLength(1);
  });
});
