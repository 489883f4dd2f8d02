import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AgentEmail } from '../../../src-shared/brand.ts';
import type { Picture } from '../../../src-main/pop/picture.ts';
import type { CallBook } from '../../../src-main/book/call-book.ts';
import { openCallBook } from '../../../src-main/book/open-book.ts';
import { SEAL } from './sealing.ts';
import { viewsOn } from './views.ts';
import { missedFile } from '../../../src-main/digest/missed-file.ts';
import { openStage, type Stage } from '../../../src-main/pop/stage.ts';
import { createStanding, type StandingStore } from '../../../src-main/standing.ts';
import { DEFAULT_POLICY } from '../../../src-shared/wire/policy.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../src-shared/preferences/preferences.ts';
import { completed, NORA, ring, SAM } from '../../fixtures/allo.ts';
import { callKey, frameOf, isoAt, notedLog, welcome } from './heard.ts';

let folder: string;
let book: CallBook;
let stage: Stage;
let drawn: Picture[];
let standing: StandingStore;
let choices: Preferences;
let away: boolean;
/** Asked late, so that a test can take the clock over. */
const now = () => Date.now();

const LIVE = { kind: 'live', agent: 'nora', relay: 'relay' } as const;
const AWAY = { kind: 'reconnecting', since: 0, relay: 'relay' } as const;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-stage-'));
  book = await openCallBook({
    path: join(folder, 'calls.book'),
    seal: SEAL,
    log: notedLog(),
    onDurable: () => {},
    now,
  });
  standing = createStanding();
  standing.receive(welcome());
  standing.setLink(LIVE);
  drawn = [];
  choices = DEFAULT_PREFERENCES;
  away = false;
  stage = openStage({
    book,
    standing: standing.get,
    view: viewsOn(standing.get).view,
    preferences: () => choices,
    isAway: () => away,
    missed: missedFile(join(folder, 'missed.json'), notedLog()),
    draw: (state) => drawn.push(state),
    now,
  });
  book.receive(welcome());
});

afterEach(async () => {
  vi.useRealTimers();
  stage.close();
  await book.close();
  await rm(folder, { recursive: true, force: true });
});

function ringOf(n: number) {
  return frameOf(ring({ started_at: isoAt(Date.now()), from_number: `+3319900000${n}` }), {
    seq: n,
    call: callKey(`call-${n}`),
    id: `msg_${n}`,
  });
}

test('a frame is drawn before receive returns: nothing on the way waits for the disk', () => {
  book.receive(ringOf(1));
  expect(drawn).toHaveLength(1);
  expect(drawn[0]).toMatchObject({ more: 0, cards: [{ phase: 'ringing' }] });
});

test('newest first, at most three, the rest counted', () => {
  for (const n of [1, 2, 3, 4, 5]) book.receive(ringOf(n));
  expect(stage.state.cards.map((card) => card.key)).toEqual(['call-5', 'call-4', 'call-3']);
  expect(stage.state.more).toBe(2);
});

test('what changes nothing on screen is not drawn', () => {
  book.receive(ringOf(1));
  book.receive(ringOf(1));
  stage.refresh();
  expect(drawn).toHaveLength(1);
});

test('the clock turns a ring quiet and takes the card away, without any event', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  book.receive(ringOf(1));
  vi.advanceTimersByTime(46_000);
  expect(stage.state.cards.map((card) => card.phase)).toEqual(['quiet']);
  vi.advanceTimersByTime(10_000);
  expect(stage.state.cards).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a card that is closed stays closed in the book', () => {
  book.receive(ringOf(1));
  stage.dismiss(callKey('call-1'));
  expect(stage.state.cards).toEqual([]);
  expect(book.isDismissed(callKey('call-1'))).toBe(true);
});

function overOf(n: number, seq: number) {
  const over = completed({ start_date: isoAt(Date.now()), from_number: `+3319900000${n}`, user_email: SAM });
  return frameOf(over, { seq, call: callKey(`call-${n}`), id: `msg_over_${n}` });
}

test('a replayed ring whose call was over by the end of the replay never pops', () => {
  standing.setLink(AWAY);
  book.receive(ringOf(1));
  book.receive(overOf(1, 2));
  standing.setLink(LIVE);
  stage.refresh();
  expect(drawn.flatMap((state) => state.cards)).toEqual([]);
});

test('a replayed ring that still rings pops as soon as the replay is over, once', () => {
  standing.setLink(AWAY);
  book.receive(ringOf(1));
  expect(drawn).toEqual([]);
  standing.setLink(LIVE);
  stage.refresh();
  stage.refresh();
  expect(drawn).toMatchObject([{ cards: [{ key: 'call-1', phase: 'ringing' }] }]);
});

test('a claim that was replayed is on the card', () => {
  standing.setLink(AWAY);
  book.receive(ringOf(1));
  book.receive({ type: 'claimed', call: callKey('call-1'), agent: SAM as AgentEmail, name: 'Sam' });
  standing.setLink(LIVE);
  stage.refresh();
  expect(stage.state.cards).toMatchObject([{ claim: { mine: false, who: 'Sam' } }]);
});

test('an agent whom Allo knows by another address is no colleague', () => {
  const alias = 'nora.allo@ringside.example';
  const agents = [{ email: NORA, name: null, aliases: [alias] }];
  standing.receive({ type: 'policy', policy: { ...DEFAULT_POLICY, agents } });
  book.receive(ringOf(1));
  const over = completed({ start_date: isoAt(Date.now()), from_number: '+33199000001', user_email: alias });
  book.receive(frameOf(over, { seq: 2, call: callKey('call-1'), id: 'msg_over' }));
  expect(stage.state.cards).toMatchObject([{ phase: 'completed', handledBy: null }]);
});
