import { describe, expect, it } from 'vitest';
import { readRelayFrame } from '../../../src-shared/wire/protocol.ts';
import { ring, completed, type AlloBody } from '../../fixtures/allo.ts';
import { CALL, isoAt, NOON, welcome } from './heard.ts';
import { take, useBooks } from './books.ts';
import { SEAL } from './sealing.ts';

const books = useBooks();
const at = isoAt(NOON);
const nested = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`;

/** The frame of a relay that knows no limits, or the longest of one that does. */
function frameText(seq: number, body: AlloBody, member: string): string {
  const head = {
    type: 'event',
    seq,
    call: CALL,
    topic: body.topic,
    webhookId: `msg_${seq}`,
    occurredAt: at,
    receivedAt: at,
    ageMs: 0,
  };
  const data = `{${member},${JSON.stringify(body.data).slice(1)}`;
  return `${JSON.stringify(head).slice(0, -1)},"data":${data}}`;
}

describe('whatever the wire lets through', () => {
  it.each([
    ['4,000 levels', `"extra":${nested(4000)}`, true],
    ['10,000 levels', `"extra":${nested(10_000)}`, true],
    ['a million levels', `"extra":${nested(1_000_000)}`, true],
    ['20 MiB of numbers', `"extra":[${'100000000000000000000,'.repeat(950_000)}0]`, true],
    ['nearly 5 MiB of text', `"extra":"${'\\u0001'.repeat(830_000)}"`, false],
    ['64 levels', `"extra":${nested(63)}`, false],
  ])('is written, read again after a restart and rewritten: %s', async (_, member, isReduced) => {
    const book = await books.open();
    const frames = [
      readRelayFrame(frameText(1, ring({ started_at: at }), member)),
      readRelayFrame(frameText(2, completed({ start_date: at }), member)),
    ];
    take(book, welcome(), ...frames.flatMap((frame) => frame ?? []));
    await book.flush();
    const before = book.call(CALL);
    expect(before).toMatchObject({ person: { last_name: 'Lopez' }, ended: { durationS: 330 }, isReduced });
    const again = await books.reopen(book);
    expect(again.cursor().after).toBe(2);
    expect(again.call(CALL)).toEqual(before);
    await again.rewrite(SEAL);
    await again.flush();
    const third = await books.reopen(again);
    expect(third.call(CALL)).toEqual(before);
  });

  it('is rewritten a little at a time, however much it is', async () => {
    const book = await books.open();
    const member = `"extra":"${'x'.repeat(4_900_000)}"`;
    take(book, welcome());
    for (let seq = 1; seq <= 8; seq += 1) {
      const frame = readRelayFrame(frameText(seq, completed({ start_date: at, id: `cll_${seq}` }), member));
      if (frame !== null) take(book, frame);
    }
    await book.flush();
    await book.rewrite(SEAL);
    await book.flush();
    expect((await books.reopen(book)).cursor().after).toBe(8);
  });
});
