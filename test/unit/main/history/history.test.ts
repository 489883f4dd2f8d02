import { describe, expect, test } from 'vitest';
import type { AgentEmail, CallKey } from '../../../../src-shared/brand.ts';
import { foldText } from '../../../../src-shared/history/fold-text.ts';
import { DEFAULT_POLICY } from '../../../../src-shared/wire/policy.ts';
import { createHistory } from '../../../../src-main/history/history.ts';
import { createAppState } from '../../../../src-main/app-state/app-state.ts';
import type { CallBook } from '../../../../src-main/book/call-book.ts';
import { LINE, NORA, SAM, completed, ring, tag } from '../../../fixtures/allo.ts';
import { take, theAnswer, theCompletion, theRing, useBooks } from '../books.ts';
import { viewsOn } from '../views.ts';
import { CALL, callKey, frameOf, isoAt, NOON, welcome } from '../heard.ts';

const books = useBooks();
const policy = {
  ...DEFAULT_POLICY,
  lines: [{ number: LINE, name: 'Sales line' }],
  agents: [{ email: SAM, name: 'Sam', aliases: [] }],
};
const appState = () => ({ ...createAppState().get(), policy, me: NORA as AgentEmail });

function historyOf(book: CallBook, now = () => NOON) {
  return createHistory({ book, appState, ...viewsOn(appState), now });
}

function many(count: number) {
  return Array.from({ length: count }, (_, n) =>
    frameOf(ring({ started_at: isoAt(NOON - n * 60_000) }), {
      seq: n + 1,
      call: callKey(`call-${n}`),
      id: `msg_${n}`,
      ageMs: n * 60_000,
    }),
  );
}

async function allKeys(book: CallBook, between: (page: number) => void = () => {}): Promise<CallKey[]> {
  const history = historyOf(book);
  const keys: CallKey[] = [];
  let after: CallKey | null = null;
  let page = 0;
  do {
    const { rows, next } = await history.page(after);
    keys.push(...rows.map((row) => row.key));
    after = next;
    between((page += 1));
  } while (after !== null);
  return keys;
}

describe('a row', () => {
  test('says what the card says, shortened', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, theAnswer, theCompletion, frameOf(tag(), { seq: 4 }));
    expect(historyOf(book).row(CALL)).toMatchObject({
      phase: 'completed',
      direction: 'inbound',
      name: 'Ana Lopez',
      company: 'Globex',
      line: 'Sales line',
      durationS: 330,
      owner: null,
      mine: true,
      claimed: false,
      hasDeal: true,
      tags: ['To call back'],
      summary: 'Ana asked to move the pilot to May.',
    });
  });

  test('names the colleague who handled it or said that they have it', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, {
      type: 'claimed',
      call: CALL,
      agent: SAM as AgentEmail,
    });
    expect(historyOf(book).row(CALL)).toMatchObject({ owner: 'Sam', mine: false, claimed: true });
    take(book, frameOf(completed({ start_date: isoAt(NOON), user_email: SAM }), { seq: 2 }));
    expect(historyOf(book).row(CALL)).toMatchObject({ owner: 'Sam', mine: false });
  });

  test.each([
    ['a name without its accents', 'ana lopez'],
    ['the number as it is dialled at home', '0199001234'],
    ['the number in full', '+33199001234'],
    ['the number with 00', '0033199001234'],
    ['the number as it is shown', '+33 1 99 00 12 34'],
    ['the company', 'GLOBEX'],
    ['a word of the summary', 'new offer'],
    ['a word of the transcript', 'nora speaking'],
    ['a deal', 'pilot, 40 seats'],
  ])('is found by %s', async (_, query) => {
    const book = await books.open();
    take(book, welcome(), theRing, theCompletion);
    expect(historyOf(book).row(CALL)?.haystack).toContain(foldText(query));
  });
});

describe('pages', () => {
  test('bring every call once, newest first, five hundred at a time', async () => {
    const book = await books.open();
    take(book, welcome(), ...many(1_234));
    const keys = await allKeys(book);
    expect(keys).toEqual(Array.from({ length: 1_234 }, (_, n) => `call-${n}`));
    expect((await historyOf(book).page(null)).rows).toHaveLength(500);
  });

  test('go on where they were while calls come in', async () => {
    const book = await books.open();
    take(book, welcome(), ...many(1_100));
    const keys = await allKeys(book, (page) => {
      const newer = ring({ started_at: isoAt(NOON + page) });
      take(book, frameOf(newer, { seq: 2_000 + page, call: callKey(`new-${page}`), id: `new_${page}` }));
    });
    expect(keys).toEqual(Array.from({ length: 1_100 }, (_, n) => `call-${n}`));
  });

  test('go on where they were when the call that ended a page is another call by then', async () => {
    const book = await books.open();
    const frames = many(1_100);
    take(book, welcome(), ...frames);
    const history = historyOf(book);
    const first = await history.page(null);
    expect(first.next).toBe('call-499');
    const moved = frames[499];
    if (moved !== undefined) take(book, { ...moved, seq: 5_000, call: callKey('call-0') });
    const second = await history.page(first.next);
    expect(second.rows[0]?.key).toBe('call-500');
    expect(second.rows).toHaveLength(500);
  });

  test('of an empty book are one empty page', async () => {
    expect(await historyOf(await books.open()).page(null)).toEqual({ rows: [], next: null });
  });
});

describe('a call in detail', () => {
  test('has its transcript by speaker, in seconds from the pick-up', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, theAnswer, theCompletion);
    expect(historyOf(book).detail(CALL)?.transcript).toEqual([
      { speaker: 'agent', source: 'USER', atS: 1, text: 'Ringside, Nora speaking.' },
      { speaker: 'caller', source: 'EXTERNAL', atS: 3, text: 'Hi Nora, Ana from Globex.' },
    ]);
  });

  test('has its events in order, with what came late', async () => {
    const book = await books.open();
    take(book, welcome(), { ...theRing, ageMs: 312_000 }, theAnswer, frameOf(tag(), { seq: 4 }));
    expect(historyOf(book).detail(CALL)?.timeline).toEqual([
      { topic: 'call.received', at: NOON - 312_000, who: NORA, lateS: 312 },
      { topic: 'call.answered', at: NOON, who: NORA, lateS: null },
      { topic: 'tag.added', at: NOON, who: 'To call back', lateS: null },
    ]);
  });

  test('that is not kept is none', async () => {
    expect(historyOf(await books.open()).detail(CALL)).toBeNull();
  });
});
