import { viewsOn } from '../views.ts';
import { afterEach, expect, test } from 'vitest';
import type { AgentEmail, CallKey } from '../../../../src-shared/brand.ts';
import type { Pushes } from '../../../../src-shared/ipc/contract.ts';
import { watchPhases, type PhaseClock } from '../../../../src-main/book/phase-clock.ts';
import { createAppState } from '../../../../src-main/app-state/app-state.ts';
import { createHistoryFeed, type HistoryFeed } from '../../../../src-main/history/history-feed.ts';
import { createHistory } from '../../../../src-main/history/history.ts';
import { contact, NORA, ring } from '../../../fixtures/allo.ts';
import { until } from '../../../fixtures/until.ts';
import { take, theAnswer, theCompletion, theRing, useBooks } from '../books.ts';
import { CALL, callKey, frameOf, isoAt, NOON, welcome } from '../heard.ts';

const books = useBooks();
const feeds: HistoryFeed[] = [];
const clocks: PhaseClock[] = [];
afterEach(() => [...feeds.splice(0), ...clocks.splice(0)].forEach((one) => one.close()));

async function listening({
  hasWindow = (): boolean => true,
  now = () => NOON,
  otherParts = (): CallKey[] => [],
} = {}) {
  const book = await books.open({ now });
  const phases = watchPhases({ book, ringWindowS: () => 45, now });
  const appState = () => ({ ...createAppState().get(), me: NORA as AgentEmail });
  const told: Pushes['history:changed'][] = [];
  const feed = createHistoryFeed({
    book,
    history: createHistory({ book, appState, ...viewsOn(appState), now }),
    hasWindow,
    push: (change) => void told.push(change),
    otherParts,
    onTurn: phases.onTurn,
  });
  feeds.push(feed);
  clocks.push(phases);
  return { book, told, feed, phases };
}

test('what changes in quick succession is told once', async () => {
  const { book, told } = await listening();
  take(book, welcome(), theRing, theAnswer);
  await until('the push', () => told.length > 0);
  expect(told).toMatchObject([{ rows: [{ key: CALL, phase: 'answered' }], gone: [] }]);
});

test('what is told of one part of a transferred call is told with the others', async () => {
  const sams = callKey('sams');
  const { book, told } = await listening({ otherParts: () => [sams] });
  take(
    book,
    welcome(),
    theRing,
    frameOf(ring({ started_at: isoAt(NOON) }), { seq: 2, call: sams, id: 'msg_sams' }),
  );
  await until('the rings', () => told.length > 0);
  take(book, { ...theCompletion, seq: 3 });
  await until('the other part', () => told.length > 1);
  expect(new Set(told.at(-1)?.rows.map(({ key }) => key))).toEqual(new Set([CALL, sams]));
});

test('a contact that is told of renames every call of its numbers, in the search too', async () => {
  const { book, told } = await listening();
  const unknown = ring({ started_at: isoAt(NOON), person: null, company: null, deals: null });
  const earlier = frameOf(unknown, { seq: 2, call: callKey('call-2'), id: 'msg_2' });
  take(book, welcome(), frameOf(unknown), earlier);
  await until('both calls', () => told.flatMap(({ rows }) => rows).length === 2);
  take(book, frameOf(contact({ name: 'Anna', company: 'O&#39;Brien' }), { seq: 3, call: null }));
  await until('the names', () => told.length === 2);
  expect(told[1]?.rows.map(({ key, name, company }) => [key, name, company]).sort()).toEqual([
    [CALL, 'Anna Lopez', "O'Brien"],
    ['call-2', 'Anna Lopez', "O'Brien"],
  ]);
  for (const { haystack } of told[1]?.rows ?? []) expect(haystack).toContain("anna lopez\no'brien");
});

test('a call that moved is gone under its old key', async () => {
  const { book, told } = await listening();
  take(book, welcome(), theRing, { ...theRing, seq: 2, call: callKey('call-2') });
  await until('the push', () => told.length > 0);
  expect(told).toMatchObject([{ rows: [{ key: 'call-2' }], gone: [CALL] }]);
});

test('a replay comes in portions', async () => {
  const { book, told } = await listening();
  const calls = Array.from({ length: 450 }, (_, n) =>
    frameOf(ring({ started_at: isoAt(NOON) }), { seq: n + 1, call: callKey(`c-${n}`), id: `msg_${n}` }),
  );
  take(book, welcome(), ...calls);
  await until('all rows', () => told.flatMap(({ rows }) => rows).length === 450);
  expect(Math.max(...told.map(({ rows }) => rows.length))).toBe(200);
});

test('a ring that ends without news is told as quiet, and in the end as missed, also in a window that opened since', async () => {
  let now = NOON;
  let heard = false;
  const { book, told, phases } = await listening({ now: () => now, hasWindow: () => heard });
  take(book, welcome(), theRing);
  heard = true;
  for (const after of [46_000, 3_600_000]) {
    now = NOON + after;
    // As when the computer wakes.
    phases.look();
    await until('the row', () => told.length > (after === 46_000 ? 0 : 1));
  }
  expect(told.flatMap(({ rows }) => rows.map((row) => row.phase))).toEqual(['quiet', 'missed']);
});

test('without a window nothing is made', async () => {
  let heard = false;
  const { book, told } = await listening({ hasWindow: () => heard });
  take(book, welcome(), theRing);
  heard = true;
  take(book, frameOf(ring({ started_at: isoAt(NOON) }), { seq: 2, call: callKey('call-2'), id: 'two' }));
  await until('the push', () => told.length > 0);
  expect(told.flatMap(({ rows }) => rows.map((row) => row.key))).toEqual(['call-2']);
});

test('a call that is another one now is told with where it went', async () => {
  const { book, told } = await listening();
  take(book, welcome(), theRing);
  await until('the ring', () => told.length > 0);
  take(book, { ...theRing, call: callKey('moved') });
  await until('the move', () => told.length > 1);
  expect(told[1]).toMatchObject({ rows: [{ key: 'moved' }], gone: [CALL], moved: [[CALL, 'moved']] });
});
