import { expect, test, vi } from 'vitest';
import { createPlayback } from '../../../../src-renderer/player/playback.ts';

/** An audio element that tells what it was asked to do, and plays when it is told to. */
class Tape extends EventTarget {
  src = '';
  preload = '';
  currentTime = 0;
  duration = Number.NaN;
  playbackRate = 1;
  #refuse: ((error: Error) => void) | null = null;

  play(): Promise<void> {
    return new Promise((_, refuse) => {
      this.#refuse = refuse;
    });
  }

  pause(): void {
    this.dispatchEvent(new Event('pause'));
  }

  load(): void {}

  removeAttribute(name: string): void {
    if (name === 'src') this.src = '';
  }

  reach(s: number): void {
    this.currentTime = s;
    this.dispatchEvent(new Event('timeupdate'));
  }

  fail(): void {
    this.dispatchEvent(new Event('error'));
    this.#refuse?.(new DOMException('no source', 'NotSupportedError'));
  }
}

function player(lengthS: number | null = 330) {
  const tapes: Tape[] = [];
  const openAudio = () => {
    const tape = new Tape();
    tapes.push(tape);
    return tape as unknown as HTMLAudioElement;
  };
  const playback = createPlayback({
    src: '/recording/call-1',
    lengthS,
    openAudio,
    askWhy: () => Promise.resolve('gone'),
  });
  const tape = () => {
    const last = tapes.at(-1);
    if (last === undefined) throw new Error('nothing was opened');
    return last;
  };
  return { playback, tapes, tape, state: () => playback.store.getState() };
}

test('nothing is fetched before the first play, wherever it is to start and however fast', () => {
  const { playback, tapes, tape, state } = player();
  playback.seek(58);
  playback.setSpeed(1.5);
  expect(tapes).toHaveLength(0);
  expect(state()).toMatchObject({ phase: 'idle', positionS: 58, lengthS: 330, speed: 1.5 });
  playback.play();
  expect(tape()).toMatchObject({ src: '/recording/call-1', currentTime: 58, playbackRate: 1.5 });
  expect(state().phase).toBe('loading');
  tape().dispatchEvent(new Event('playing'));
  expect(state().phase).toBe('playing');
});

test('a place outside of the recording is its nearest end', () => {
  const { playback, state } = player(60);
  playback.seek(-5);
  expect(state().positionS).toBe(0);
  playback.seek(999);
  expect(state().positionS).toBe(60);
});

test('the recording knows its length best, once it has one', () => {
  const { playback, tape, state } = player(null);
  playback.play();
  Object.assign(tape(), { duration: Number.POSITIVE_INFINITY });
  tape().dispatchEvent(new Event('durationchange'));
  expect(state().lengthS).toBeNull();
  Object.assign(tape(), { duration: 12.5 });
  tape().dispatchEvent(new Event('durationchange'));
  expect(state().lengthS).toBe(12.5);
});

test('a failure is told, stays told, and the next play tries anew from the same place', async () => {
  const { playback, tapes, tape, state } = player();
  playback.play();
  tape().reach(20);
  tape().fail();
  tape().pause();
  expect(state().phase).toBe('failed');
  await vi.waitFor(() => expect(state().problem).toBe('gone'), 10_000);
  playback.play();
  expect(tapes).toHaveLength(2);
  expect(tape().currentTime).toBe(20);
  expect(state()).toMatchObject({ phase: 'loading', problem: null });
});

test('what is closed lets its recording go and hears nothing more', () => {
  const { playback, tape, state } = player();
  playback.play();
  const closed = tape();
  playback.close();
  expect(closed.src).toBe('');
  closed.reach(99);
  closed.fail();
  expect(state()).toMatchObject({ phase: 'idle', positionS: 0 });
});
