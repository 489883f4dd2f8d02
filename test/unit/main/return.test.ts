import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { until } from '../../fixtures/until.ts';
import { answer, completed, dial, LINE, NORA, ring, SAM, sms } from '../../fixtures/allo.ts';
import { isoAt } from './heard.ts';
import { openStaged, stageFolder, type Staged } from './staged.ts';

const MINUTE = 60_000;
let place: Awaited<ReturnType<typeof stageFolder>>;
let desk: Staged;

beforeEach(async () => {
  place = await stageFolder();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  desk = await openStaged(place.folder);
  desk.online();
});

afterEach(async () => {
  vi.useRealTimers();
  await desk.close();
  await place.remove();
});

function started(ago = 0) {
  return isoAt(Date.now() - ago);
}

function rings(n: number, ago = 0) {
  const number = `+3319900000${n}`;
  desk.hear(
    ring({ started_at: started(ago), from_number: number, person: { id: `c${n}`, name: `Caller ${n}` } }),
    `call-${n}`,
    ago,
  );
}

const digest = () => desk.stage.state.digest;

describe('the digest', () => {
  test('comes when a snooze ends, names the newest, and no card comes late', () => {
    desk.choose({ snoozedUntil: Date.now() + 10 * MINUTE });
    for (const n of [1, 2, 3, 4]) {
      rings(n);
      vi.advanceTimersByTime(MINUTE);
    }
    expect(desk.stage.state).toMatchObject({ cards: [], digest: null, sound: null });
    vi.advanceTimersByTime(7 * MINUTE);
    expect(desk.stage.state.cards).toEqual([]);
    expect(digest()).toMatchObject({
      missed: 4,
      voicemails: 0,
      others: 0,
      messages: 0,
      who: ['Caller 4', 'Caller 3', 'Caller 2'],
    });
    expect(desk.verdicts()).toEqual([1, 2, 3, 4].map((n) => `call-${n}: snoozed`));
  });

  test('comes at the unlock, and tells of a card that rang when the agent left', () => {
    rings(1);
    expect(desk.stage.state.cards).toHaveLength(1);
    desk.goAway(true);
    rings(2);
    vi.advanceTimersByTime(5 * MINUTE);
    desk.goAway(false);
    expect(desk.stage.state.cards).toEqual([]);
    expect(digest()).toMatchObject({ missed: 2 });
  });

  test('comes when quiet hours end by the clock', () => {
    const from = new Date(Date.now() - MINUTE);
    const to = new Date(Date.now() + 5 * MINUTE);
    const time = (date: Date) => date.toTimeString().slice(0, 5);
    desk.choose({ quietHours: { from: time(from), to: time(to), days: [0, 1, 2, 3, 4, 5, 6] } });
    rings(1);
    expect(desk.verdicts()).toEqual(['call-1: quiet-hours']);
    expect(digest()).toBeNull();
    vi.advanceTimersByTime(7 * MINUTE);
    expect(digest()).toMatchObject({ missed: 1 });
  });

  test('tells of calls that rang while the link was down, and of no older ones', () => {
    rings(9);
    vi.advanceTimersByTime(10 * MINUTE);
    desk.offline();
    vi.advanceTimersByTime(10 * MINUTE);
    rings(1, 5 * MINUTE);
    rings(2, 15 * MINUTE);
    expect(digest()).toBeNull();
    desk.online();
    expect(desk.stage.state.cards).toEqual([]);
    expect(digest()).toMatchObject({ missed: 1, who: ['Caller 1'] });
    expect(desk.verdicts()).toEqual(['call-9: popped', 'call-1: late', 'call-2: late']);
  });

  test('a computer that was never told anything has missed nothing', () => {
    desk.offline();
    rings(1, 5 * MINUTE);
    desk.online();
    expect(digest()).toBeNull();
  });

  test('a stale ring in the middle of the day is history, not news', () => {
    rings(9);
    vi.advanceTimersByTime(30 * MINUTE);
    rings(1, 5 * MINUTE);
    expect(desk.stage.state).toMatchObject({ cards: [], digest: null });
  });

  test('sorts what became of the calls, and leaves out mine and outgoing ones', () => {
    desk.choose({ snoozedUntil: Date.now() + 10 * MINUTE });
    for (const n of [1, 2, 3, 4]) rings(n);
    const over = (n: number, data: Record<string, unknown>) =>
      desk.hear(
        completed({ start_date: started(), from_number: `+3319900000${n}`, id: `cll_${n}`, ...data }),
        `call-${n}`,
      );
    over(2, { result: 'VOICEMAIL', user_email: null, summary: null });
    over(3, {});
    desk.claimBySam('call-4');
    desk.hear(dial({ started_at: started() }), 'call-5');
    desk.hear(sms(), null);
    vi.advanceTimersByTime(11 * MINUTE);
    expect(digest()).toMatchObject({ missed: 1, voicemails: 1, others: 1, messages: 1 });
  });

  test('counts what nobody answered whosever number it was, but not a message that a colleague takes care of', () => {
    desk.choose({ snoozedUntil: Date.now() + 10 * MINUTE });
    for (const n of [1, 2, 3]) rings(n);
    const over = (n: number, data: Record<string, unknown>) =>
      desk.hear(
        completed({ start_date: started(), from_number: `+3319900000${n}`, id: `cll_${n}`, ...data }),
        `call-${n}`,
      );
    over(1, { result: 'MISSED', user_email: NORA });
    over(2, { result: 'VOICEMAIL', user_email: NORA });
    over(3, { result: 'VOICEMAIL', user_email: null });
    desk.claimBySam('call-3');
    vi.advanceTimersByTime(11 * MINUTE);
    expect(digest()).toMatchObject({ missed: 1, voicemails: 1, others: 1 });
  });

  test('changes with what is heard of its calls while it is there', () => {
    desk.choose({ snoozedUntil: Date.now() + MINUTE });
    rings(1);
    rings(2);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(digest()).toMatchObject({ missed: 2, others: 0 });
    desk.claimBySam('call-1');
    expect(digest()).toMatchObject({ missed: 1, others: 1 });
    desk.hear(
      completed({ start_date: started(2 * MINUTE), from_number: '+33199000002', result: 'VOICEMAIL' }),
      'call-2',
    );
    expect(digest()).toMatchObject({ missed: 0, voicemails: 1, others: 1 });
  });

  test('leaves out a test call', () => {
    desk.choose({ snoozedUntil: Date.now() + MINUTE });
    desk.hear(ring({ started_at: started() }), 'call-1', 0, 'ringside-test-1');
    vi.advanceTimersByTime(2 * MINUTE);
    expect(desk.verdicts()).toEqual(['call-1: snoozed']);
    expect(digest()).toBeNull();
  });

  test('of nothing never shows: when colleagues took every call there is no news', () => {
    desk.choose({ snoozedUntil: Date.now() + 10 * MINUTE });
    rings(1);
    desk.claimBySam('call-1');
    vi.advanceTimersByTime(11 * MINUTE);
    expect(digest()).toBeNull();
  });

  test('a muted line is not in it', () => {
    desk.choose({ mutedLines: [LINE], snoozedUntil: Date.now() + MINUTE });
    rings(1);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(digest()).toBeNull();
    expect(desk.verdicts()).toEqual(['call-1: line-muted']);
  });

  test('goes when the agent says so and stays gone, after a restart too; what is not told yet survives one', async () => {
    desk.choose({ snoozedUntil: Date.now() + MINUTE });
    rings(1);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(digest()).toMatchObject({ missed: 1 });
    desk.stage.settleDigest();
    expect(digest()).toBeNull();
    desk.choose({ snoozedUntil: Date.now() + 60 * MINUTE });
    rings(2);
    vi.useRealTimers();
    await desk.book.flush();
    await desk.close();
    await until('the pile on disk', async () => {
      const { readFile } = await import('node:fs/promises');
      return (await readFile(`${place.folder}/missed.json`, 'utf8').catch(() => '')).includes('call-2');
    });
    desk = await openStaged(place.folder);
    desk.online();
    expect(digest()).toMatchObject({ missed: 1, who: ['Caller 2'] });
    desk.stage.settleDigest();
    expect(digest()).toBeNull();
  });
});

describe('the tone', () => {
  const sound = () => desk.stage.state.sound;

  test('is silent unless the agent has chosen one', () => {
    rings(1);
    expect(sound()).toBeNull();
  });

  describe('once chosen', () => {
    beforeEach(() => desk.choose({ sound: 'marimba', volume: 0.4 }));

    test('rings with the card, and not longer than the call is thought to ring', () => {
      rings(1);
      expect(sound()).toEqual({ ringtone: 'marimba', volume: 0.4 });
      vi.advanceTimersByTime(46_000);
      expect(sound()).toBeNull();
    });

    test.each<[string, () => void]>([
      ['is closed', () => desk.stage.dismiss(desk.stage.state.cards[0]?.key ?? ('' as never))],
      ['is claimed', () => desk.claimBySam('call-1')],
      [
        'is answered',
        () => desk.hear(answer({ started_at: started(), from_number: '+33199000001' }), 'call-1'),
      ],
      ['is kept away from now on', () => desk.choose({ snoozedUntil: Date.now() + MINUTE })],
      ['is turned off', () => desk.choose({ sound: 'off' })],
    ])('stops at once when the ring %s', (_, stop) => {
      rings(1);
      expect(sound()).not.toBeNull();
      stop();
      expect(sound()).toBeNull();
    });

    test('is silent while I am in a call, and rings again after it', () => {
      const began = started();
      rings(1);
      desk.hear(answer({ started_at: began, from_number: '+33199000001' }), 'call-1');
      rings(2);
      expect(desk.stage.state.cards).toHaveLength(2);
      expect(sound()).toBeNull();
      desk.hear(completed({ start_date: began, from_number: '+33199000001' }), 'call-1');
      rings(3);
      expect(sound()).not.toBeNull();
    });

    test('is silent for a call that I dial, and for one that came too late', () => {
      desk.hear(dial({ started_at: started() }), 'call-1');
      expect(sound()).toBeNull();
      rings(2, 5 * MINUTE);
      expect(sound()).toBeNull();
    });
  });
});

describe('asking for the cards', () => {
  test('says so on the picture until they are let go', () => {
    rings(1);
    expect(desk.stage.summon()).toBe(true);
    expect(desk.stage.state.summoned).toBe(true);
    desk.stage.release();
    expect(desk.stage.state).toMatchObject({ summoned: false, cards: [{ key: 'call-1' }] });
  });

  test('brings no outgoing call of a colleague, but the newest before it', () => {
    rings(1);
    vi.advanceTimersByTime(MINUTE);
    desk.hear(dial({ started_at: started(), user_email: SAM }), 'call-colleague');
    expect(desk.stage.summon()).toBe(true);
    expect(desk.stage.state.cards).toMatchObject([{ key: 'call-1' }]);
  });

  test('brings the newest call of the last hour when none is there, and puts it back', () => {
    rings(1);
    vi.advanceTimersByTime(30 * MINUTE);
    expect(desk.stage.state.cards).toEqual([]);
    expect(desk.stage.summon()).toBe(true);
    expect(desk.stage.state.cards).toMatchObject([{ key: 'call-1' }]);
    desk.stage.release();
    expect(desk.stage.state.cards).toEqual([]);
    vi.advanceTimersByTime(31 * MINUTE);
    expect(desk.stage.summon()).toBe(false);
    expect(desk.stage.state).toMatchObject({ summoned: false, cards: [] });
  });
});
