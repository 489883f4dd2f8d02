import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answer, completed, NORA, ring, SAM, sms } from '../../fixtures/allo.ts';
import { callKey, isoAt, welcome } from './heard.ts';
import { openStaged, stageFolder, type Staged } from './staged.ts';

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

const started = () => ({ started_at: isoAt(Date.now()) });
const over = (result = 'MISSED') =>
  completed({ start_date: isoAt(Date.now()), result, user_email: null, summary: null });

/** The app ends, and is back so much later; what the relay tells meanwhile comes before it is live. */
async function restart(afterMs: number, meanwhile: (again: Staged) => void = () => {}): Promise<void> {
  await desk.close();
  vi.setSystemTime(Date.now() + afterMs);
  desk = await openStaged(place.folder);
  meanwhile(desk);
  expect(desk.stage.state.cards).toEqual([]);
  desk.online();
}

const cards = () => desk.stage.state.cards.map(({ key, phase }) => `${key}: ${phase}`);

describe('a ring that nobody has seen through', () => {
  test('pops again when the app is back while it is fresh, and turns quiet at its time', async () => {
    desk.hear(ring(started()), 'call-1', 2_000);
    vi.advanceTimersByTime(4_000);
    await restart(4_000);
    expect(cards()).toEqual(['call-1: ringing']);
    expect(desk.verdicts()).toEqual(['call-1: popped']);
    vi.advanceTimersByTime(45_000 - 10_000);
    expect(cards()).toEqual(['call-1: ringing']);
    vi.advanceTimersByTime(2);
    expect(cards()).toEqual(['call-1: quiet']);
  });

  test('pops again after every restart, and after each only once', async () => {
    desk.hear(ring(started()), 'call-1');
    for (let i = 0; i < 3; i += 1) {
      await restart(4_000);
      expect(cards()).toEqual(['call-1: ringing']);
      desk.offline();
      desk.online();
      expect(desk.verdicts()).toEqual(['call-1: popped']);
    }
  });

  test('pops though the app ended while the relay was still telling what was missed', async () => {
    desk.offline();
    desk.hear(ring(started()), 'call-1', 1_000);
    expect(cards()).toEqual([]);
    await restart(4_000);
    expect(cards()).toEqual(['call-1: ringing']);
  });

  test('waits for the relay: what it tells of the call meanwhile comes first', async () => {
    desk.hear(ring(started()), 'call-1');
    desk.hear(ring({ ...started(), from_number: '+33199002222' }), 'call-2');
    desk.hear(ring({ ...started(), from_number: '+33199003333' }), 'call-3');
    await restart(4_000, (again) => {
      again.hear(over(), 'call-1');
      again.hear(answer({ ...started(), user_email: SAM }), 'call-2');
      again.claimBySam('call-3');
    });
    expect(cards()).toEqual([]);
    expect(desk.verdicts()).not.toContain('call-1: popped');
  });

  test.each([
    [46_000, 'just past the window'],
    [3_600_000, 'an hour later'],
  ])('does not pop %i ms later, %s, and is told as missed instead, once', async (ms) => {
    desk.hear(ring(started()), 'call-1');
    await restart(ms);
    expect(cards()).toEqual([]);
    expect(desk.stage.state.digest).toMatchObject({ missed: 1 });
    desk.stage.settleDigest();
    await restart(1_000);
    expect(desk.stage.state.digest).toBeNull();
  });

  test('that ended while the app was away is told as missed; one that a colleague took is not', async () => {
    desk.hear(ring(started()), 'call-1');
    desk.hear(ring({ ...started(), from_number: '+33199002222' }), 'call-2');
    await restart(10_000, (again) => {
      again.hear(over(), 'call-1');
      again.claimBySam('call-2');
    });
    expect(desk.stage.state.digest).toMatchObject({ missed: 1, others: 1 });
  });

  test('pops for as long as it rings, however this clock was set meanwhile', async () => {
    for (const [call, set] of [
      ['call-1', -3_600_000],
      ['call-2', 3_600_000],
    ] as const) {
      const began = Date.now();
      desk.appState.receive({ ...welcome(), now: isoAt(began) as never });
      desk.hear({ ...ring(started()), timestamp: isoAt(began) }, call);
      await restart(4_000 + set, (again) =>
        again.appState.receive({ ...welcome(), now: isoAt(began + 4_000) as never }),
      );
      expect(cards()).toEqual([`${call}: ringing`]);
      vi.advanceTimersByTime(38_000);
      expect(cards()).toEqual([`${call}: ringing`]);
      vi.advanceTimersByTime(7_500);
      expect(cards()).toEqual([`${call}: quiet`]);
      vi.advanceTimersByTime(10_000);
    }
  });
});

describe('a ring never pops again', () => {
  test('when the agent closed its card', async () => {
    desk.hear(ring(started()), 'call-1');
    desk.stage.dismiss(callKey('call-1'));
    await restart(2_000);
    expect(cards()).toEqual([]);
    expect(desk.stage.state.digest).toBeNull();
  });

  test('when its card left by its own rules, also when the ring window has grown by then', async () => {
    desk.hear(ring(started()), 'call-1');
    vi.advanceTimersByTime(56_000);
    expect(cards()).toEqual([]);
    const { policy } = welcome();
    await restart(2_000, (again) =>
      again.appState.receive({ type: 'policy', policy: { ...policy, ringWindow: 600 } }),
    );
    expect(cards()).toEqual([]);
    expect(desk.stage.state.digest).toBeNull();
  });

  test('when it was kept away, and what kept it away is over', async () => {
    desk.choose({ snoozedUntil: Date.now() + 3_000 });
    desk.hear(ring(started()), 'call-1');
    await restart(4_000);
    expect(cards()).toEqual([]);
    expect(desk.stage.state.digest).toMatchObject({ missed: 1 });
  });

  test('when it was answered, claimed by a colleague, or over before the app ended', async () => {
    desk.hear(ring(started()), 'call-1');
    desk.hear(answer({ ...started(), user_email: NORA }), 'call-1');
    desk.hear(ring({ ...started(), from_number: '+33199002222' }), 'call-2');
    desk.claimBySam('call-2');
    desk.hear(ring({ ...started(), from_number: '+33199003333' }), 'call-3');
    desk.hear(over(), 'call-3');
    await restart(2_000);
    expect(cards()).toEqual([]);
  });

  test('when nothing is known of the run before, as after an update', async () => {
    desk.hear(ring(started()), 'call-1');
    await desk.close();
    await place.forget('settled-rings.json');
    vi.advanceTimersByTime(2_000);
    desk = await openStaged(place.folder);
    desk.online();
    expect(cards()).toEqual([]);
    expect(desk.stage.state.digest).toBeNull();
  });
});

test('what is kept of rings says nothing about anybody, and goes with the book', async () => {
  desk.hear(ring(started()), 'call-1', 0, 'msg_ring');
  desk.stage.dismiss(callKey('call-1'));
  desk.hear(sms(), null);
  await restart(1_000);
  const path = join(place.folder, 'settled-rings.json');
  const { rings } = JSON.parse(await readFile(path, 'utf8')) as { rings: unknown };
  expect(rings).toEqual([['msg_ring', expect.any(Number)]]);
  desk.book.erase();
  await desk.close();
  await expect(readFile(path)).rejects.toThrow('ENOENT');
  desk = await openStaged(place.folder);
});
