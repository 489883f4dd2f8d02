import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Epoch, Instant } from '../../../src-shared/brand.ts';
import { callerName } from '../../../src-shared/card/names.ts';
import type { CallBook } from '../../../src-main/book/call-book.ts';
import { ANA, contact, ring, type AlloBody } from '../../fixtures/allo.ts';
import { callsIn, saidIn, take, useBooks } from './books.ts';
import { CALL, callKey, EPOCH, frameOf, isoAt, NOON, welcome } from './heard.ts';

const books = useBooks();
const OTHER = '+33199005678';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const unknown = { person: null, company: null, deals: null };
const theRing = frameOf(ring({ ...unknown, started_at: isoAt(NOON) }), { seq: 1 });

/** A contact as it was told `minutes` after the ring. */
function told(
  minutes: number,
  data: Parameters<typeof contact>[0] = {},
  topic = 'contact.updated',
): AlloBody {
  return { ...contact(data), topic, timestamp: isoAt(NOON + minutes * MINUTE_MS) };
}

const frame = (body: AlloBody, seq: number) =>
  frameOf(body, { seq, call: null, id: `msg_contact_${body.timestamp}_${body.topic}` });
const nameIn = (book: CallBook, key = CALL): string | null => {
  const call = book.call(key);
  return call === null ? null : callerName(call);
};

describe('a contact', () => {
  it('names the calls of its numbers at once, and after a restart', async () => {
    const book = await books.open();
    take(book, welcome(), theRing);
    expect(nameIn(book)).toBeNull();
    const changes = take(book, frame(told(1), 2));
    expect(changes).toEqual([{ kind: 'contacts', calls: [CALL], texts: [] }]);
    expect(book.call(CALL)).toMatchObject({
      person: { name: 'Ana', last_name: 'Lopez', email: 'ana.lopez@globex.example', numbers: [ANA] },
      company: { name: 'Globex' },
      deals: [],
    });
    const again = await books.reopen(book);
    expect(nameIn(again)).toBe('Ana Lopez');
    expect(again.cursor()).toEqual({ epoch: EPOCH, after: 2 });
    await again.rewrite();
    expect(nameIn(await books.reopen(again))).toBe('Ana Lopez');
  });

  it('names a call that comes after it', async () => {
    const book = await books.open();
    take(book, welcome(), frame(told(-5), 1), { ...theRing, seq: 2 });
    expect(nameIn(book)).toBe('Ana Lopez');
  });

  it('is as its newest event says, in whatever order and however often they come', async () => {
    const states = [
      told(1, { name: 'First' }, 'contact.created'),
      told(1, { name: 'Second' }),
      told(2, { name: 'Third', numbers: [OTHER] }),
      told(3, { name: 'Last', last_name: null, company: null }),
    ];
    const orders = fc.sample(fc.shuffledSubarray([...states, ...states], { minLength: 8 }), 12);
    for (const order of orders) {
      const book = await books.open({ path: `${books.path}-${orders.indexOf(order)}` });
      take(book, welcome(), theRing, ...order.map((body, n) => frame(body, n + 2)));
      expect(nameIn(book)).toBe('Last');
      expect(book.call(CALL)?.company).toBeNull();
      expect(take(book, ...order.map((body, n) => frame(body, n + 20)))).toEqual([]);
    }
  });

  it('of two events of one moment, the update is the newer', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, frame(told(1, { name: 'Later' }), 2));
    take(book, frame(told(1, { name: 'Created' }, 'contact.created'), 3));
    expect(nameIn(book)).toBe('Later Lopez');
  });

  it('whose number is gone matches it no more, and whose number is new matches at once', async () => {
    const book = await books.open();
    const second = frameOf(ring({ ...unknown, from_number: OTHER, started_at: isoAt(NOON) }), {
      seq: 2,
      call: callKey('call-2'),
      id: 'msg_2',
    });
    take(book, welcome(), theRing, second, frame(told(1), 3));
    expect([nameIn(book), nameIn(book, callKey('call-2'))]).toEqual(['Ana Lopez', null]);
    const [change] = take(book, frame(told(2, { numbers: [OTHER] }), 4));
    expect(change).toEqual({
      kind: 'contacts',
      calls: expect.arrayContaining([CALL, 'call-2']) as unknown,
      texts: [],
    });
    expect([nameIn(book), nameIn(book, callKey('call-2'))]).toEqual([null, 'Ana Lopez']);
    expect(callsIn(await books.reopen(book)).map((call) => callerName(call))).toEqual(
      expect.arrayContaining([null, 'Ana Lopez']),
    );
  });

  it('whom only the relay remembered, and whose number is gone, matches it no more, and all hear of it', async () => {
    const contact = { id: 'con_1', changedAt: isoAt(NOON - MINUTE_MS) as Instant, firstName: 'Ana' };
    const before = await books.open();
    take(before, welcome(), { ...theRing, memory: { contact } });
    await before.rewrite();
    const book = await books.reopen(before);
    take(book, welcome());
    expect(nameIn(book)).toBe('Ana');
    const gone = frame(told(1, { id: 'con_1', numbers: [OTHER] }), 2);
    expect(take(book, gone)).toEqual([{ kind: 'contacts', calls: [CALL], texts: [] }]);
    expect(nameIn(book)).toBeNull();
  });

  it('that an older book knew names the calls of this one, and all hear of it', async () => {
    const book = await books.open();
    take(book, welcome(), theRing);
    const changes: unknown[] = [];
    book.onChange((change) => void changes.push(change));
    const known = { id: 'con_1', name: 'Ana', last_name: null, company: null, emails: [], numbers: [ANA] };
    const contact = { ...known, stamp: isoAt(NOON + MINUTE_MS) };
    void book.takeIn([{ kind: 'contact', at: NOON, contact }]);
    expect(nameIn(book)).toBe('Ana');
    expect(changes).toEqual([{ kind: 'restored', calls: [CALL] }]);
  });

  it('is told once: a repeat changes nothing, and an older state nothing either', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, frame(told(5), 2));
    expect(take(book, frame(told(5), 3), frame(told(4, { name: 'Older' }), 4))).toEqual([]);
    expect(nameIn(book)).toBe('Ana Lopez');
  });

  it('is gone when the relay does not tell of it again after it counts anew', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, frame(told(1), 2));
    const epoch = 'epoch-2' as Epoch;
    take(book, welcome(epoch), { type: 'reset', reason: 'epoch' }, theRing);
    expect(nameIn(book)).toBe('Ana Lopez');
    take(book, { type: 'live' });
    expect(nameIn(book)).toBeNull();
    await book.flush();
    expect(await saidIn(books.path)).not.toContain('Lopez');
  });

  it('stays when the relay tells of it again after it counts anew, over a restart in between', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, frame(told(1), 2));
    const epoch = 'epoch-2' as Epoch;
    take(book, welcome(epoch), { type: 'reset', reason: 'epoch' }, theRing, frame(told(1), 2));
    await book.rewrite();
    const again = await books.reopen(book);
    take(again, welcome(epoch), { type: 'live' });
    expect(nameIn(again)).toBe('Ana Lopez');
    expect(nameIn(await books.reopen(again))).toBe('Ana Lopez');
  });

  it('leaves with the days that are kept, from the disk too', async () => {
    let now = NOON;
    const book = await books.open({ now: () => now, days: () => 30 });
    take(book, welcome(), frame(told(0), 1));
    now = NOON + 29 * DAY_MS;
    const late = frameOf(ring({ ...unknown, started_at: isoAt(now) }), { seq: 2 });
    take(book, late);
    expect(nameIn(book)).toBe('Ana Lopez');
    now = NOON + 31 * DAY_MS;
    book.prune();
    expect(nameIn(book)).toBeNull();
    await book.flush();
    expect(await saidIn(books.path)).not.toContain('Lopez');
  });

  it('that was told of while nothing could be written is in what is written later', async () => {
    const book = await books.open({ seal: null });
    take(book, welcome(), theRing, frame(told(1), 2));
    expect(nameIn(book)).toBe('Ana Lopez');
  });

  it('is erased with everything', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, frame(told(1), 2));
    book.erase();
    take(book, welcome(), theRing);
    expect(nameIn(book)).toBeNull();
  });

  it('counts from its own moment, not from when it arrived', async () => {
    const book = await books.open();
    const named = frameOf(ring({ started_at: isoAt(NOON) }), { seq: 1 });
    const older = {
      ...frame(told(-10, { name: 'Older' }), 2),
      ageMs: 10 * MINUTE_MS,
      receivedAt: isoAt(NOON) as Instant,
    };
    take(book, welcome(), named, older);
    expect(nameIn(book)).toBe('Ana Lopez');
  });
});
