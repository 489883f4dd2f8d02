import { openCallBook } from '../../../src-main/book/open-book.ts';
import { ring } from '../../fixtures/allo.ts';
import { SEAL } from './sealing.ts';
import { callKey, frameOf, isoAt, notedLog, welcome } from './heard.ts';

// Writes events and notes into a book for ever and prints what is acknowledged, until somebody kills it.
const book = await openCallBook({
  path: process.argv[2] ?? '',
  seal: SEAL,
  log: notedLog(),
  onDurable: (_, seq) => process.stdout.write(`${seq}\n`),
  events: 1_000_000,
  // Compacts often, so that a kill lands in one too.
  spareRecords: 3,
});
book.receive(welcome());
for (let seq = book.cursor().after + 1; ; seq += 1) {
  const id = `msg_${seq}`;
  book.receive(frameOf(ring({ started_at: isoAt(Date.now()) }), { seq, id, call: callKey(`call-${seq}`) }));
  if (seq % 5 === 0) book.receive(frameOf(ring(), { seq, id, call: callKey(`call-${seq}`) }));
  if (seq % 7 === 0) await book.flush();
  if (seq % 11 === 0 && (await book.note(callKey(`call-${seq}`), `note-${seq}`)) === 'kept')
    process.stdout.write(`note ${seq}\n`);
}
