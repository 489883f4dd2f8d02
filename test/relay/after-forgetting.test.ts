import { afterEach, describe, expect, it } from 'vitest';
import { sweepRetention } from '../../src-relay/journal/retention.ts';
import { ANA, answer, completed, contact, NORA, ring, sms, tag } from '../fixtures/allo.ts';
import { ago, BEN, bytesOf, countIn, HOUR, nobody, summary } from '../fixtures/relay/forgotten.ts';
import { inJournal, relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const DAY = 24 * HOUR;

describe('after somebody was forgotten', () => {
  it('what still comes for their calls is accepted and dropped, and the next call is taken in', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const start_date = ago(HOUR);
    await relay.post(ring({ started_at: start_date }));
    await relay.post(completed({ start_date, id: 'cll_over' }));
    await relay.post(sms({ id: 'msg_hers' }));
    await relay.cli('forget', ANA);
    const late = [
      summary('cll_over', 'a whisper of hers'),
      tag({ call_id: 'cll_over', tag_name: 'whisper' }),
      completed({ start_date, id: 'cll_over' }),
      answer({ started_at: start_date }),
      sms({ id: 'msg_hers', from_number: '01 99 00 12 34' }),
    ];
    for (const body of late) {
      const { id, body: said } = await relay.post(body);
      expect(said).toEqual({ status: 'accepted' });
      expect((await relay.post(body, { id })).body).toEqual({ status: 'duplicate' });
    }
    expect(await relay.metric('ringside_webhooks_total{outcome="dropped"}')).toBe(5);
    expect(await countIn(relay.folder, "event WHERE topic <> 'erased'")).toBe(0);
    for (const trace of ['whisper', '199001234', 'cll_over', 'msg_hers', 'lopez'])
      expect(await bytesOf(relay.folder)).not.toContain(trace);
    expect(relay.log()).toContain('an event for somebody who was forgotten was dropped');
    for (const trace of ['199001234', 'cll_over', 'whisper', 'Lopez'])
      expect(relay.log()).not.toContain(trace);

    const nora = await relay.live(NORA);
    await relay.post(ring({ ...nobody }));
    await relay.post(completed({ ...nobody, id: 'cll_new' }));
    await relay.post(summary('cll_new', 'new'));
    const told = () => nora.events.filter((event) => event.topic !== 'erased');
    await until('the new call to be told', () => told().length >= 3);
    const news = told();
    expect(news.map((event) => event.topic)).toEqual(['call.received', 'call.completed', 'summary.updated']);
    expect(new Set(news.map((event) => event.call)).size).toBe(1);
  });

  it('the end of a call that had no id yet is dropped, with the summary that waited for it', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const started_at = ago(60_000);
    await relay.post(ring({ started_at }));
    await relay.post(summary('cll_late', 'a whisper of hers'));
    await relay.cli('forget', ANA);
    const end = completed({ start_date: ago(58_000), id: 'cll_late', from_number: '01 99 00 12 34' });
    expect((await relay.post(end)).body).toEqual({ status: 'accepted' });
    await relay.post(summary('cll_late', 'another whisper'));
    await relay.post(completed({ ...nobody, start_date: started_at, id: 'cll_ben', from_number: BEN }));
    const kept = await inJournal(relay.folder, (sql) =>
      sql.all<{ topic: string }>("SELECT topic FROM event WHERE topic <> 'erased'"),
    );
    expect(kept.map(({ topic }) => topic)).toEqual(['call.completed']);
    expect(await countIn(relay.folder, "event WHERE data LIKE '%whisper%'")).toBe(0);
  });

  it('their contact as it was before is dropped, and as it is told later is new', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const before = contact();
    await relay.post(contact());
    await relay.cli('forget', ANA);
    await relay.post(before);
    expect(await countIn(relay.folder, 'contact')).toBe(0);
    await relay.post(contact({ name: 'Anna' }));
    expect(await countIn(relay.folder, "contact WHERE first_name = 'Anna'")).toBe(1);
  });

  it('a body that nobody can read and that names their call is not kept; another one is', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(completed({ id: 'cll_over' }));
    await relay.cli('forget', ANA);
    const unreadable = (id: string) => `{"topic":"summary.sung","data":{"call_id":"${id}","song":"whisper"}}`;
    expect((await relay.post(unreadable('cll_over'))).body).toEqual({ status: 'accepted' });
    expect((await relay.post(unreadable('cll_other'))).body).toEqual({ status: 'quarantined' });
    expect(await countIn(relay.folder, 'quarantine')).toBe(1);
  });

  it('is remembered for the sender’s 14 days, and not much longer', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring({ started_at: ago(HOUR) }));
    await relay.post(completed({ start_date: ago(HOUR), id: 'cll_over' }));
    await relay.cli('forget', ANA);
    expect(await countIn(relay.folder, 'erased')).toBe(2);
    await relay.stop();
    const sweep = (now: number) => inJournal(relay.folder, (sql) => sweepRetention(sql, now, 1));
    await sweep(Date.now() + 2 * DAY);
    expect(await countIn(relay.folder, 'erased')).toBe(1);
    await sweep(Date.now() + 14.9 * DAY);
    expect(await countIn(relay.folder, 'erased')).toBe(1);
    await sweep(Date.now() + 15.1 * DAY);
    expect(await countIn(relay.folder, 'erased')).toBe(0);
  });
});
