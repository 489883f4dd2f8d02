import type { CallBook } from '../../../src-main/book/call-book.ts';
import { answer, completed, ring, tag } from '../../fixtures/allo.ts';
import { callKey, frameOf, isoAt, NOON, welcome } from './heard.ts';

const MINUTE = 60_000;
const LINES = [
  'Thanks for calling, how can I help you today?',
  'We would like to move the pilot by two weeks, if that is possible on your side.',
  'I can do that. Shall I send the new offer to the same address?',
  'Yes please, and copy my colleague in procurement, she signs it.',
];

/** When the n-th call began: newest first, a few minutes apart, all within a month. */
export function startOf(n: number): number {
  return NOON - n * 3 * MINUTE;
}

/** Enters calls as a replay would: four events each, with a transcript, about 8 kB in all. */
export async function fillBook(book: CallBook, calls: number): Promise<void> {
  book.receive(welcome());
  let seq = 0;
  for (let n = calls - 1; n >= 0; n -= 1) {
    const started_at = isoAt(startOf(n));
    const from_number = `+3319900${String(n).padStart(4, '0')}`;
    const person = { id: `con_${n}`, name: `Caller ${n}`, last_name: 'Lopez' };
    const id = `cll_${n}`;
    const transcriptions = Array.from({ length: 24 }, (_, at) => ({
      source: at % 2 === 0 ? 'USER' : 'EXTERNAL',
      time: isoAt(startOf(n) + at * 4_000),
      text: `${LINES[at % LINES.length] ?? ''} (${n}.${at})`,
    }));
    const bodies = [
      ring({ started_at, from_number, person }),
      answer({ started_at, from_number }),
      completed({ id, start_date: started_at, from_number, transcriptions }),
      tag({ call_id: id }),
    ];
    for (const [at, body] of bodies.entries()) {
      seq += 1;
      book.receive(
        frameOf(body, {
          seq,
          call: callKey(`call-${n}`),
          id: `msg_${n}_${at}`,
          ageMs: NOON - startOf(n),
        }),
      );
    }
    if (n % 100 === 0) await book.flush();
  }
  await book.flush();
}
