import { describe, expect, test } from 'vitest';
import { COME_BACK_WITHIN_MS, judge, TELL_LATE_WITHIN_MS } from '../../../../src-main/pop/judge.ts';
import { emptyScreen } from '../../../../src-main/pop/screen.ts';
import { foldCall } from '../../../../src-shared/calls/fold.ts';
import { DEFAULT_PREFERENCES } from '../../../../src-shared/preferences/preferences.ts';
import { answer, completed, dial, LINE, NORA, ring, SAM, type AlloBody } from '../../../fixtures/allo.ts';
import { at, done, play, WINDOW_S } from '../desk.ts';
import { CALL, receivedOf, isoAt, NOON } from '../heard.ts';

const MINUTE = 60_000;
const OUT = { from_number: LINE, type: 'OUTBOUND' };

describe('an outgoing call', () => {
  test('pops for whoever dials it', () => {
    const desk = play();
    desk.hear(dial(at));
    expect(desk.keys()).toEqual([CALL]);
  });

  test('of a colleague on a shared line never does, nor what follows', () => {
    const desk = play();
    desk.listed([{ number: LINE, agents: [NORA, SAM] }]);
    desk.hear(dial({ ...at, user_email: SAM }));
    desk.hear(answer({ ...at, ...OUT, direction: 'OUTBOUND', user_email: SAM }));
    desk.hear(completed({ ...done, ...OUT, user_email: SAM }));
    expect(desk.keys()).toEqual([]);
  });

  test.each([
    ['on a line of this agent alone, pops', [{ number: LINE, agents: [NORA] }], [CALL]],
    ['on a line that several answer, does not', [{ number: LINE, agents: [NORA, SAM] }], []],
    ['on a line that no relay has told of, pops', [], [CALL]],
  ])('without a word of who dials, %s', (_, lines, keys) => {
    const desk = play();
    desk.listed(lines);
    desk.hear(dial({ ...at, user_email: null }));
    expect(desk.keys()).toEqual(keys);
  });

  test('of a colleague is told as theirs, however late it comes', () => {
    for (const ageMs of [0, WINDOW_S * 1000 + 1])
      expect(verdictOn(dial({ started_at: isoAt(NOON - ageMs), user_email: SAM }), ageMs)).toEqual({
        kind: 'colleague-dialled',
      });
  });
});

describe('a call that I dial from one line of ours to another that I answer too', () => {
  const OTHER = '+33199003302';
  const ends = { ...at, from_number: LINE, to_number: OTHER };
  const IN = 'call-in' as typeof CALL;

  test.each([
    ['the one first', ['out', 'in']],
    ['the other first', ['in', 'out']],
  ])('is one outgoing card, told of %s', (_, order) => {
    const desk = play();
    for (const which of order) {
      if (which === 'out') desk.hear(dial(ends));
      else desk.hear(ring({ ...ends, user_email: null }), { call: IN });
    }
    expect(desk.keys()).toEqual([CALL]);
  });

  test('takes no other card with it', () => {
    const desk = play();
    desk.hear(ring(at), { call: IN });
    desk.hear(ring({ ...ends, user_email: null }), { call: 'call-colleague' as typeof CALL });
    desk.hear(dial({ ...ends, user_email: SAM }));
    expect(desk.keys()).toEqual(['call-colleague', IN]);
  });
});

describe('a cascade', () => {
  test('still pops for the fourth phone that it rings, and rings as long as that one does', () => {
    const desk = play();
    for (const [n, user_email] of ['a', 'b', 'c', 'd'].entries()) {
      desk.pass(n === 0 ? 0 : 20_000);
      desk.hear(ring({ started_at: isoAt(NOON + n * 20_000), user_email: `${user_email}@x.example` }), {
        id: user_email,
      });
      expect(desk.keys()).toEqual([CALL]);
    }
    desk.pass(WINDOW_S * 1000 - 1000);
    expect(desk.screen.cards[0]?.mood).toBe('stays');
    desk.pass(2000);
    expect(desk.screen.cards[0]?.mood).toBe('quiet');
  });
});

describe('a completion that comes late', () => {
  test.each([11, 20, 43, 59])('tells whose call it was %i minutes later, for half a minute', (minutes) => {
    const desk = play();
    desk.hear(ring(at));
    desk.pass(minutes * MINUTE);
    desk.hear(completed(done), { ageMs: minutes * MINUTE });
    expect(desk.keys()).toEqual([CALL]);
    desk.pass(29_000);
    expect(desk.keys()).toEqual([CALL]);
    desk.pass(2000);
    expect(desk.keys()).toEqual([]);
  });

  test('is told once, though the relay had it from Allo before the webhook came after all', () => {
    const desk = play();
    desk.hear(ring(at));
    desk.pass(25 * MINUTE);
    desk.hear(completed(done), { id: 'ringside-recovered-1', ageMs: 25 * MINUTE });
    expect(desk.keys()).toEqual([CALL]);
    desk.pass(5 * MINUTE);
    desk.hear(completed({ ...done, summary: 'As the webhook has it' }), { ageMs: 30 * MINUTE });
    expect(desk.keys()).toEqual([]);
    expect(desk.call(CALL)?.ended).not.toBeNull();
  });

  test('is as late as its call is long over, whenever Allo stamped it', () => {
    const started = isoAt(NOON - 25 * MINUTE);
    const sentNow = (data: object): AlloBody => ({
      ...completed({ start_date: started, ...data }),
      timestamp: isoAt(NOON),
    });
    expect(verdictOn(sentNow({ length: '4m 0s' }), 0)).toEqual({ kind: 'told-late', byS: 21 * 60 });
    expect(verdictOn(sentNow({ length: '20m 0s' }), 0)).toEqual({ kind: 'updated' });
    expect(verdictOn(sentNow({ length: '4m 0s', start_date: isoAt(NOON - 70 * MINUTE) }), 0)).toEqual({
      kind: 'filed',
    });
  });

  test.each([
    ['on time', COME_BACK_WITHIN_MS, 'updated'],
    ['late', COME_BACK_WITHIN_MS + 1, 'told-late'],
    ['just not history', TELL_LATE_WITHIN_MS, 'told-late'],
    ['history', TELL_LATE_WITHIN_MS + 1, 'filed'],
  ])('is %s at its bound', (_, ageMs, kind) => {
    expect(verdictOn(completed({ ...done, start_date: isoAt(NOON - ageMs) }), ageMs).kind).toBe(kind);
  });

  test('stays while a hand is on it, and for good once it is pinned', () => {
    const desk = play();
    desk.hear(completed(done), { ageMs: 20 * MINUTE });
    desk.step({ kind: 'pin', key: CALL, pinned: true });
    desk.pass(86_400_000);
    expect(desk.keys()).toEqual([CALL]);
  });

  test('waits for whoever is away', () => {
    const desk = play();
    desk.goAway(true);
    desk.hear(completed(done), { ageMs: 20 * MINUTE });
    desk.pass(86_400_000);
    expect(desk.keys()).toEqual([CALL]);
  });

  test('stands behind a call that rings', () => {
    const desk = play();
    desk.pass(30 * MINUTE);
    desk.hear(ring({ started_at: isoAt(NOON + 30 * MINUTE) }), { call: 'call-2' as typeof CALL });
    desk.hear(completed(done), { ageMs: 20 * MINUTE });
    expect(desk.keys()).toEqual(['call-2', CALL]);
  });

  test.each<[string, object, (desk: ReturnType<typeof play>) => void]>([
    ['a colleague handled it', { user_email: SAM }, () => {}],
    ['nobody is named', { user_email: null }, () => {}],
    ['nobody had answered', { result: 'VOICEMAIL' }, () => {}],
    ['it is only replayed', {}, (desk) => desk.replaying(true)],
    ['do not disturb is on', {}, (desk) => desk.choose({ snoozedUntil: NOON + 86_400_000 })],
    ['its line is muted', {}, (desk) => desk.choose({ mutedLines: [LINE] })],
  ])('says nothing when %s', (_, data, before) => {
    const desk = play();
    desk.hear(ring(at));
    desk.pass(20 * MINUTE);
    before(desk);
    desk.hear(completed({ ...done, ...data }), { ageMs: 20 * MINUTE });
    expect(desk.keys()).toEqual([]);
  });
});

/** What becomes of a webhook that is received at noon, on an empty screen. */
function verdictOn(body: AlloBody, ageMs: number) {
  const received = receivedOf(body, 'msg_1', NOON, ageMs);
  const call = foldCall(CALL, [received]);
  if (call === null) throw new Error('no call');
  const context = { now: NOON, me: NORA, ringWindowS: WINDOW_S, live: true, away: false };
  const nothing = emptyScreen({ at: NOON, calls: [], rings: [], dismissed: [] });
  return judge(nothing, received, call, { ...context, gates: DEFAULT_PREFERENCES });
}
