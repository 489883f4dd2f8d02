import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chooseLanguage } from '../../../src-shared/words/language.ts';
import { NEWS_COMES_WITHIN_MS } from '../../../src-shared/calls/freshness.ts';
import { filterCalls } from '../../../src-shared/history/filters.ts';
import { watchPhases, type PhaseClock } from '../../../src-main/book/phase-clock.ts';
import { createHistory, type History } from '../../../src-main/history/history.ts';
import { isHandedOn } from '../../../src-main/missed/missed-call.ts';
import type { MissedWatch } from '../../../src-main/missed/missed-watch.ts';
import type { Notice } from '../../../src-main/notify/notice.ts';
import { createNotifier } from '../../../src-main/notify/notifier.ts';
import { openNotices, type Notices } from '../../../src-main/notify/notices.ts';
import { ANA, answer, completed, dial, NORA, ring, SAM } from '../../fixtures/allo.ts';
import { callKey, isoAt } from './heard.ts';
import { missedIn } from './missing.ts';
import { openStaged, stageFolder, type Staged } from './staged.ts';
import { viewsOn } from './views.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The six that Allo documents. */
const RESULTS = ['ANSWERED', 'VOICEMAIL', 'TRANSFERRED_AI', 'TRANSFERRED_EXTERNAL', 'BLOCKED', 'FAILED'];

let place: Awaited<ReturnType<typeof stageFolder>>;
let desk: Staged;
let phases: PhaseClock;
let missed: MissedWatch;
let notices: Notices;
let history: History;
const shown = new Map<string, Notice>();

beforeEach(async () => {
  place = await stageFolder();
  shown.clear();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  desk = await openStaged(place.folder);
  const { book, appState } = desk;
  book.look();
  vi.advanceTimersByTime(MINUTE);
  const isLive = () => appState.get().link.kind === 'live';
  phases = watchPhases({ book, ringWindowS: () => appState.get().policy.ringWindow });
  missed = missedIn(book, {
    onTurn: phases.onTurn,
    isHandedOn: (call) => isHandedOn(call, appState.get()),
    me: () => appState.get().me,
  });
  notices = openNotices({
    notifier: createNotifier({
      open: () => ({
        show: (notice) => void shown.set(notice.id, notice),
        takeBack: (id) => void shown.delete(id),
        close: () => shown.clear(),
      }),
      onClick: () => {},
    }),
    missed,
    book,
    preferences: desk.preferences,
    language: () => chooseLanguage(['en-GB']),
    isQuiet: () => false,
    isLive,
    isLooking: () => false,
    hasCards: () => true,
    heldBefore: null,
  });
  appState.onChange(() => {
    if (isLive()) notices.caughtUp();
  });
  history = createHistory({ book, appState: appState.get, ...viewsOn(appState.get) });
  desk.online();
});

afterEach(async () => {
  vi.useRealTimers();
  notices.close();
  missed.close();
  phases.close();
  await desk.close();
  await place.remove();
});

const rows = () => desk.book.order().flatMap(({ key }) => history.row(key) ?? []);
const phaseOfRow = (key: string) => history.row(callKey(key))?.phase;
const inFilter = () => filterCalls(rows(), new Set(['missed'] as const)).map(({ key }) => key);
const counted = () => missed.calls.map(({ key }) => key);
const told = () => [...shown.values()].map(({ title }) => title);
const started = (ago = 0) => isoAt(Date.now() - ago);

/** Everywhere that says so says the same. */
function expectMissed(...keys: readonly string[]): void {
  expect({ list: inFilter(), badge: counted() }).toEqual({ list: keys, badge: keys });
}

describe('a ring of which nothing more is ever told', () => {
  test('is a question for as long as news may come, and then missed in list, filter, badge and notification', () => {
    desk.hear(ring({ started_at: started() }), 'call');
    expect(phaseOfRow('call')).toBe('ringing');
    vi.advanceTimersByTime(MINUTE);
    expect(phaseOfRow('call')).toBe('quiet');
    expectMissed();
    vi.advanceTimersByTime(NEWS_COMES_WITHIN_MS - MINUTE);
    expectMissed('call');
    expect(told()).toEqual(['Missed call from Ana Lopez']);
  });

  test('counts although the agent looked at the calls while it was still a question', () => {
    desk.hear(ring({ started_at: started() }), 'call');
    vi.advanceTimersByTime(10 * MINUTE);
    missed.looked();
    vi.advanceTimersByTime(HOUR);
    expectMissed('call');
    missed.looked();
    expect(counted()).toEqual([]);
    // Whatever is told of it then is no news.
    desk.hear(completed({ start_date: started(71 * MINUTE), result: 'FAILED' }), 'call');
    expect(counted()).toEqual([]);
    expect(inFilter()).toEqual(['call']);
  });

  test.each(RESULTS)('a completion that comes an hour late corrects it everywhere: %s', (result) => {
    const start = started();
    desk.hear(ring({ started_at: start }), 'call');
    vi.advanceTimersByTime(HOUR);
    expectMissed('call');
    expect(told()).toHaveLength(1);
    desk.hear(completed({ start_date: start, result }), 'call');
    vi.advanceTimersByTime(2_000);
    const isMissed = result === 'FAILED' || result === 'VOICEMAIL';
    expect(counted()).toEqual(isMissed ? ['call'] : []);
    expect(told()).toHaveLength(isMissed ? 1 : 0);
    expect(inFilter()).toEqual(result === 'FAILED' ? ['call'] : []);
  });

  test('is not missed when somebody picked it up, dialled it, took it or was a test', () => {
    const start = started();
    desk.hear(ring({ started_at: start }), 'answered');
    desk.hear(answer({ started_at: start, user_email: SAM }), 'answered');
    desk.hear(dial({ started_at: start, to_number: '+33199005678' }), 'dialled');
    desk.hear(ring({ started_at: start, from_number: '+33199007777' }), 'taken');
    desk.claimBySam('taken');
    vi.advanceTimersByTime(HOUR);
    expect(counted()).toEqual([]);
    expect(told()).toEqual([]);
    expect([phaseOfRow('answered'), phaseOfRow('dialled')]).toEqual(['answered', 'unreported']);
  });

  test('is found again after a restart, in the badge but in no notification', async () => {
    desk.hear(ring({ started_at: started() }), 'call');
    vi.advanceTimersByTime(HOUR);
    const next = missedIn(desk.book);
    await next.recall();
    expect(next.calls.map(({ key }) => key)).toEqual(['call']);
  });
});

describe('a ring that came too late to pop', () => {
  test('is missed at once, in list, filter, badge and notification', () => {
    desk.hear(ring({ started_at: started(2 * MINUTE) }), 'call', 2 * MINUTE);
    expectMissed('call');
    expect(told()).toEqual(['Missed call from Ana Lopez']);
    expect(desk.stage.state.cards).toEqual([]);
  });

  test('is told in the digest when it came while cards were off, and not when its line is muted', () => {
    desk.choose({ snoozedUntil: Date.now() + HOUR });
    desk.hear(ring({ started_at: started(2 * MINUTE) }), 'call', 2 * MINUTE);
    desk.choose({ snoozedUntil: null });
    expect(desk.stage.state.digest).toMatchObject({ missed: 1 });
    desk.stage.settleDigest();
    desk.choose({ snoozedUntil: Date.now() + HOUR, mutedLines: ['+33199004400'] });
    desk.hear(ring({ started_at: started(2 * MINUTE), to_number: '+33199004400' }), 'muted', 2 * MINUTE);
    desk.choose({ snoozedUntil: null });
    expect(desk.stage.state.digest).toBeNull();
  });

  test('is told to nobody by a notification before the relay has said what became of it', () => {
    desk.offline();
    const start = started(3 * MINUTE);
    desk.hear(ring({ started_at: start }), 'spoken', 3 * MINUTE);
    desk.hear(ring({ started_at: start, from_number: '+33199005678', person: null }), 'lost', 3 * MINUTE);
    vi.advanceTimersByTime(1_000);
    expect(told()).toEqual([]);
    desk.hear(completed({ start_date: start }), 'spoken');
    desk.online();
    vi.advanceTimersByTime(2_000);
    expectMissed('lost');
    expect(told()).toEqual(['Missed call from +33 1 99 00 56 78']);
  });
});

describe('a call that could not connect', () => {
  test.each(RESULTS)('of the results that Allo documents: %s', (result) => {
    const start = started();
    desk.hear(ring({ started_at: start }), 'call');
    vi.advanceTimersByTime(40_000);
    desk.hear(completed({ start_date: start, result, user_email: NORA, summary: null }), 'call');
    vi.advanceTimersByTime(2_000);
    expect(inFilter()).toEqual(result === 'FAILED' ? ['call'] : []);
    expect(counted()).toEqual(result === 'FAILED' || result === 'VOICEMAIL' ? ['call'] : []);
    if (result === 'FAILED') expect(told()).toEqual(['Missed call from Ana Lopez']);
  });

  test('and was dialled is no missed call', () => {
    const start = started();
    desk.hear(dial({ started_at: start }), 'call');
    const end = { type: 'OUTBOUND', from_number: '+33199003300', to: ANA, start_date: start, summary: null };
    for (const result of ['FAILED', 'NO_ANSWER', 'VOICEMAIL'])
      desk.hear(completed({ ...end, result, id: `cll_${result}` }), 'call', 0, `msg_${result}`);
    expect(counted()).toEqual([]);
    expect(inFilter()).toEqual([]);
  });

  test('of which no ring was ever told is in the digest when it came while cards were off', () => {
    desk.choose({ snoozedUntil: Date.now() + HOUR });
    desk.hear(completed({ start_date: started(MINUTE), result: 'FAILED', summary: null }), 'call');
    desk.choose({ snoozedUntil: null });
    expect(desk.stage.state.digest).toMatchObject({ missed: 1 });
  });

  test('on the desk that this agent handed it to is not this agent’s missed call, in no digest either', () => {
    desk.choose({ snoozedUntil: Date.now() + HOUR });
    const from = { number: null, user_email: NORA, user_name: 'Nora' };
    desk.hear(
      completed({ start_date: started(MINUTE), result: 'FAILED', user_email: SAM, transfer_from: from }),
      'call',
    );
    desk.choose({ snoozedUntil: null });
    expect(counted()).toEqual([]);
    expect(told()).toEqual([]);
    expect(desk.stage.state.digest).toBeNull();
  });
});

describe('an end that turns out to be another call’s', () => {
  test('leaves the card, the row and the badge of the one that it was filed under', () => {
    const start = started();
    desk.hear(ring({ started_at: start }), 'first');
    const end = completed({ start_date: start, result: 'FAILED', summary: null });
    desk.hear(end, 'first', 0, 'the-end');
    expectMissed('first');
    expect(desk.stage.state.cards).toMatchObject([{ key: 'first', phase: 'missed' }]);
    desk.hear(end, 'second', 0, 'the-end');
    expectMissed('second');
    expect(desk.stage.state.cards).toMatchObject([{ key: 'first', phase: 'ringing' }]);
    expect(phaseOfRow('first')).toBe('ringing');
  });
});
