import { afterEach, beforeEach, expect, test } from 'vitest';
import { completed, contact, NORA, ring } from '../../../fixtures/allo.ts';
import { callKey, isoAt } from '../heard.ts';
import { openStaged, stageFolder, type Staged } from '../staged.ts';

let place: Awaited<ReturnType<typeof stageFolder>>;
let desk: Staged;
const CALL = callKey('call-1');

beforeEach(async () => {
  place = await stageFolder();
  desk = await openStaged(place.folder);
  desk.online();
});

afterEach(async () => {
  await desk.close();
  await place.remove();
});

const who = () => desk.stage.state.closed.map((one) => one.who);

test('a closed card is of whom a contact says by now, and so is the card that is had back', () => {
  desk.hear(ring({ started_at: isoAt(Date.now()), person: null, company: null }), 'call-1');
  desk.stage.dismiss(CALL);
  expect(who()).not.toEqual(['Ana Lopez']);
  desk.hear({ ...contact(), timestamp: isoAt(Date.now()) }, null);
  expect(who()).toEqual(['Ana Lopez']);
  expect(desk.stage.reopen(CALL)).toBe(true);
  expect(desk.stage.state.cards).toMatchObject([{ key: CALL, caller: { name: 'Ana Lopez' } }]);
});

test('a closed card whose end went to another call is not over when it is had back', () => {
  desk.hear(ring({ started_at: isoAt(Date.now()) }), 'call-1');
  const end = completed({ start_date: isoAt(Date.now()), user_email: NORA });
  desk.hear(end, 'call-1', 0, 'msg_end');
  desk.stage.dismiss(CALL);
  desk.hear(end, 'call-2', 0, 'msg_end');
  desk.stage.reopen(CALL);
  const card = desk.stage.state.cards.find(({ key }) => key === CALL);
  expect(card).toMatchObject({ phase: 'ringing', summary: null });
});
