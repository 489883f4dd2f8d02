import { expect, test } from 'vitest';
import { transcriptOf } from '../../../../src-main/history/timeline.ts';
import { answer, completed } from '../../../fixtures/allo.ts';
import { receivedOf, isoAt, NOON } from '../heard.ts';

const END = NOON + 60_000;
const said = (text: string) => [{ source: 'EXTERNAL', time: isoAt(NOON), text }];

/** The end of the call as Allo told it `minutes` after it. */
function end(minutes: number, transcriptions: ReturnType<typeof said>) {
  const body = completed({ start_date: isoAt(NOON), transcriptions, concatenated_transcript: null });
  return receivedOf({ ...body, timestamp: isoAt(END + minutes * 60_000) }, `msg_end_${minutes}`, END);
}

const linesOf = (...events: Parameters<typeof transcriptOf>[0]) =>
  transcriptOf(events).map(({ text }) => text);

test('of several ends of a call the newest one that has a transcript counts, in whatever order they come', () => {
  const [first, second, empty] = [end(0, said('First')), end(1, said('Second')), end(2, [])];
  expect(linesOf(first, second, empty)).toEqual(['Second']);
  expect(linesOf(empty, second, first)).toEqual(['Second']);
  expect(linesOf(empty)).toEqual([]);
  expect(linesOf(receivedOf(answer(), 'msg_answer', NOON))).toEqual([]);
});
