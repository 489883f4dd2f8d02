import { expect, test } from 'vitest';
import { transcriptLines } from '../../../src-shared/calls/transcript.ts';

function linesOf(concatenated_transcript: string) {
  return transcriptLines({ transcriptions: [], concatenated_transcript }, null).map(
    ({ speaker, source, text }) => [speaker, source, text],
  );
}

test('a transcript of one piece is one line of nobody', () => {
  expect(linesOf('Hello. The USER: field is empty.')).toEqual([
    ['other', null, 'Hello. The USER: field is empty.'],
  ]);
  expect(linesOf('  ')).toEqual([]);
});

test('one that names its speakers is parted, and their names are not left in it', () => {
  expect(linesOf('USER: Hello.\nEXTERNAL: Hi, Ana here.\nAGENT: Good day.')).toEqual([
    ['agent', 'USER', 'Hello.'],
    ['caller', 'EXTERNAL', 'Hi, Ana here.'],
    ['other', 'AGENT', 'Good day.'],
  ]);
  expect(linesOf('USER : Hello. EXTERNAL:  Hi. USER:')).toEqual([
    ['agent', 'USER', 'Hello.'],
    ['caller', 'EXTERNAL', 'Hi.'],
  ]);
});
