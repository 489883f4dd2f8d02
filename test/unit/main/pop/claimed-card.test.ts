import type { AgentEmail } from '../../../../src-shared/brand.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { completed, NORA, ring } from '../../../fixtures/allo.ts';
import { callKey, isoAt } from '../heard.ts';
import { openStaged, stageFolder, type Staged } from '../staged.ts';

let place: Awaited<ReturnType<typeof stageFolder>>;
let desk: Staged;

beforeEach(async () => {
  place = await stageFolder();
  desk = await openStaged(place.folder);
});

afterEach(async () => {
  await desk.close();
  await place.remove();
});

test('a claim that was told before its call moved, all in one replay, is on the card', () => {
  desk.offline();
  const body = ring({ started_at: isoAt(Date.now()) });
  desk.hear(body, 'call-1', 0, 'msg_ring');
  desk.claimBySam('call-1');
  desk.hear(body, 'call-2', 0, 'msg_ring');
  desk.online();
  expect(desk.stage.state.cards).toMatchObject([{ key: 'call-2', claim: { who: 'Sam' } }]);
  expect(desk.verdicts()).toEqual(['call-2: popped']);
});

test('a card that the end of a call brings back says who is on it', () => {
  desk.online();
  const began = Date.now() - 300_000;
  desk.hear(ring({ started_at: isoAt(began) }), 'call-1', 300_000);
  desk.book.claim(callKey('call-1'), { agent: NORA as AgentEmail, name: null });
  expect(desk.stage.state.cards).toEqual([]);
  desk.hear(completed({ start_date: isoAt(began), user_email: NORA, length_in_minutes: 4 }), 'call-1');
  expect(desk.stage.state.cards).toMatchObject([{ key: 'call-1', claim: { mine: true } }]);
});
