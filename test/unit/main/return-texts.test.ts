import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { sms } from '../../fixtures/allo.ts';
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

const started = () => isoAt(Date.now());
const digest = () => desk.stage.state.digest;

test('a text message that is read or erased is not told of any more', () => {
  desk.choose({ snoozedUntil: Date.now() + 10 * MINUTE });
  for (const n of [1, 2, 3]) desk.hear(sms({ id: `msg_${n}`, sent_at: started() }), null, 0, `text-${n}`);
  desk.book.readTexts(['text-1' as WebhookId]);
  vi.advanceTimersByTime(11 * MINUTE);
  expect(digest()).toMatchObject({ messages: 2 });
  desk.book.readTexts(['text-2' as WebhookId]);
  expect(digest()).toMatchObject({ messages: 1 });
  desk.book.erase();
  expect(digest()).toBeNull();
});

test('text messages that were missed are told of after a restart, those that were read meanwhile not', async () => {
  desk.choose({ snoozedUntil: Date.now() + 10 * MINUTE });
  for (const n of [1, 2]) desk.hear(sms({ id: `msg_${n}`, sent_at: started() }), null, 0, `text-${n}`);
  vi.advanceTimersByTime(11 * MINUTE);
  desk.book.readTexts(['text-1' as WebhookId]);
  vi.useRealTimers();
  await desk.close();
  desk = await openStaged(place.folder);
  desk.online();
  expect(digest()).toMatchObject({ messages: 1 });
});
