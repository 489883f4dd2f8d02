import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStartAgain } from '../../../src-main/starts/start-again.ts';
import { openStartJournal } from '../../../src-main/starts/start-journal.ts';
import { beginStart, isCareful, type StartRecord } from '../../../src-main/starts/starts.ts';
import { notedLog } from './heard.ts';

type End = StartRecord['state'];

/** Starts one after the other, at 1, 2, 3, …, each ending as it says; and the one that follows. */
function after(...ends: readonly End[]): StartRecord {
  let last: StartRecord | null = null;
  ends.forEach((state, at) => {
    last = { ...beginStart(last, at + 1), state };
  });
  return beginStart(last, ends.length + 1);
}

describe('a start', () => {
  test('after none, after one that ended by itself, and after one that died late draws everything', () => {
    for (const start of [after(), after('ended'), after('stable'), after('started', 'stable')]) {
      expect(isCareful(start)).toBe(false);
      expect(start.heldBefore).toBeNull();
    }
  });

  test('after one that died early draws everything: that was a hand, or a power cut', () => {
    expect(isCareful(after('started'))).toBe(false);
    expect(after('ended', 'started').heldBefore).toBeNull();
  });

  test('after two that died early holds back every call from before it', () => {
    const start = after('started', 'started');
    expect(isCareful(start)).toBe(true);
    expect(start.heldBefore).toBe(3);
  });

  test('that is careful and dies early too is followed by a careful one, which holds back more', () => {
    const start = after('started', 'started', 'started');
    expect(isCareful(start)).toBe(true);
    expect(start.heldBefore).toBe(4);
  });

  test('after a careful one that went well says nothing, and still holds back what was held back', () => {
    for (const end of ['stable', 'ended'] as const) {
      const start = after('started', 'started', end);
      expect(isCareful(start)).toBe(false);
      expect(start.heldBefore).toBe(3);
      expect(after('started', 'started', end, 'started').heldBefore).toBe(3);
    }
  });

  test('never holds back what comes after it, whatever the clock said before', () => {
    const ends = fc.array(
      fc.record({ state: fc.constantFrom<End>('started', 'stable', 'ended'), now: fc.nat() }),
    );
    fc.assert(
      fc.property(ends, fc.nat(), (before, now) => {
        let last: StartRecord | null = null;
        for (const { state, now: at } of before) last = { ...beginStart(last, at), state };
        const start = beginStart(last, now);
        expect(start.heldBefore ?? 0).toBeLessThanOrEqual(now);
        const died = [...before].reverse().findIndex(({ state }) => state !== 'started');
        expect(start.diedEarly).toBe(died === -1 ? before.length : died);
        expect(isCareful(start)).toBe(start.diedEarly >= 2);
      }),
    );
  });
});

describe('the journal of starts', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'ringside-starts-'))));
  afterEach(async () => {
    vi.useRealTimers();
    await rm(folder, { recursive: true, force: true });
  });
  const open = (log = notedLog()) => openStartJournal(join(folder, 'starts.json'), log);

  test('counts starts of which nothing more was heard, and says so', async () => {
    await open();
    await open();
    const log = notedLog();
    const { start } = await open(log);
    expect(start).toMatchObject({ diedEarly: 2 });
    expect(log.lines).toEqual(['the last starts died early: calls from before are held back {"starts":2}']);
  });

  test('a start that ended as it should counts from 0, however early', async () => {
    await open();
    const second = await open();
    await second.ended();
    expect((await open()).start.diedEarly).toBe(0);
  });

  test('a start that has lived for 30 s counts from 0, though it is killed then', async () => {
    await open();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await open();
    vi.advanceTimersByTime(30_000);
    await vi.waitFor(
      async () => expect(await readFile(join(folder, 'starts.json'), 'utf8')).toContain('"state":"stable"'),
      10_000,
    );
    expect((await open()).start.diedEarly).toBe(0);
  });

  test('a damaged file, and a disk that takes nothing, cost the count alone', async () => {
    await writeFile(join(folder, 'starts.json'), '{"state":"dancing"}');
    expect((await open()).start.diedEarly).toBe(0);
    const nowhere = await openStartJournal(join(folder, 'gone', 'starts.json'), notedLog());
    expect(nowhere.start.diedEarly).toBe(0);
    await nowhere.ended();
  });
});

describe('an app that can show nothing any more', () => {
  const MINUTE = 60_000;

  function runAt(now: number, againAt: number | null) {
    let relaunches = 0;
    const log = notedLog();
    const start = { ...beginStart(null, now), againAt };
    const journal = { start, againNow: () => void (noted += 1) };
    let noted = 0;
    const again = createStartAgain({ journal, relaunch: () => void (relaunches += 1), log, now: () => now });
    return { again, log, counts: () => [noted, relaunches] };
  }

  test('starts again once, and the next start knows when', async () => {
    const { again, log, counts } = runAt(20 * MINUTE, null);
    again('no pages');
    again('no graphics');
    expect(counts()).toEqual([1, 1]);
    expect(log.lines).toEqual(['nothing can be shown: the app starts again {"why":"no pages"}']);

    const folder = await mkdtemp(join(tmpdir(), 'ringside-starts-'));
    const path = join(folder, 'starts.json');
    const first = await openStartJournal(path, notedLog(), () => 7);
    first.againNow();
    await first.ended();
    expect((await openStartJournal(path, notedLog())).start.againAt).toBe(7);
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ['a minute ago', 19 * MINUTE, false],
    ['ten minutes ago', 10 * MINUTE, true],
    ['tomorrow, by a clock that was ahead', 2_000 * MINUTE, true],
  ])('which started again %s (%d) does so: %s', (_, againAt, may) => {
    const { again, counts } = runAt(20 * MINUTE, againAt);
    again('no graphics');
    expect(counts()).toEqual(may ? [1, 1] : [0, 0]);
  });
});
