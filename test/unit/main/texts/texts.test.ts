import { describe, expect, test } from 'vitest';
import type { AgentEmail, WebhookId } from '../../../../src-shared/brand.ts';
import { DEFAULT_POLICY } from '../../../../src-shared/wire/policy.ts';
import type { CallBook } from '../../../../src-main/book/call-book.ts';
import { createAppState } from '../../../../src-main/app-state/app-state.ts';
import { withLastText } from '../../../../src-main/texts/last-text.ts';
import { readByReplies } from '../../../../src-main/texts/own-replies.ts';
import { createTextActions } from '../../../../src-main/texts/text-actions.ts';
import { createTexts } from '../../../../src-main/texts/texts.ts';
import { ANA, LINE, NORA, ring, SAM, sms } from '../../../fixtures/allo.ts';
import { take, theRing, useBooks } from '../books.ts';
import { CALL, callKey, frameOf, isoAt, NOON, welcome } from '../heard.ts';

const books = useBooks();
const id = (name: string) => name as WebhookId;
const policy = {
  ...DEFAULT_POLICY,
  agents: [{ email: SAM as AgentEmail, name: 'Sam', aliases: [] }],
  lines: [{ number: LINE, name: 'Sales line' }],
} as typeof DEFAULT_POLICY;
const appState = () => ({ ...createAppState().get(), policy, me: NORA as AgentEmail });

type Data = Parameters<typeof sms>[0];

/** A text as it came in, sent as many minutes before noon. */
function text(name: string, minutes: number, data: Data = {}) {
  const body = sms({ id: name, sent_at: isoAt(NOON - minutes * 60_000), ...data });
  return frameOf(body, { call: null, seq: (seq += 1), id: name, ageMs: minutes * 60_000 });
}
let seq = 0;

/** What somebody of the team sent to Ana. */
function reply(name: string, minutes: number, user_email: string, data: Data = {}) {
  const ends = { from_number: LINE, to_number: ANA, from_name: 'Ringside', to_name: 'Ana Lopez' };
  return { ...text(name, minutes, { ...ends, user_email, ...data }), topic: 'sms.sent' as const };
}

async function book(): Promise<CallBook> {
  const made = await books.open();
  take(made, welcome());
  made.settleTexts('all');
  return made;
}

const textsOf = (made: CallBook) => createTexts({ book: made, appState });

describe('a text in the calls window', () => {
  test('says who wrote it, when, on which line, and whether it was a picture', async () => {
    const made = await book();
    take(
      made,
      text('in', 3, { type: 'mms', content: 'Look' }),
      reply('mine', 2, NORA),
      reply('theirs', 1, SAM),
      reply('whose', 0, ''),
    );
    const { rows } = await textsOf(made).page(null);
    expect(rows).toMatchObject([
      { id: 'whose', direction: 'outbound', mine: false, by: null },
      { id: 'theirs', mine: false, by: 'Sam', line: 'Sales line' },
      { id: 'mine', mine: true, by: null, unread: false, isMms: false },
      { id: 'in', direction: 'inbound', at: NOON - 180_000, text: 'Look', isMms: true, unread: true },
    ]);
    expect(new Set(rows.map(({ party }) => party.e164))).toEqual(new Set([ANA]));
  });

  test('is with the same person in every spelling; a sender’s name and a withheld number are no numbers', async () => {
    const made = await book();
    take(
      made,
      text('full', 5, { from_number: '+33 1 99 00 12 34' }),
      text('home', 4, { from_number: '01 99 00 12 34' }),
      text('sender', 3, { from_number: 'DHL Express', from_name: null }),
      text('hidden', 2, { from_number: 'anonymous', from_name: null }),
      text('short', 1, { from_number: '36', from_name: null }),
    );
    const { rows } = await textsOf(made).page(null);
    expect(rows.map(({ id: name, party }) => [name, party.kind, party.display, party.callable])).toEqual([
      ['short', 'number', '36', false],
      ['hidden', 'withheld', null, false],
      ['sender', 'sender', 'DHL Express', false],
      ['home', 'number', expect.any(String), expect.any(Boolean)],
      ['full', 'number', '+33 1 99 00 12 34', true],
    ]);
    expect(new Set(rows.slice(3).map(({ party }) => party.tail)).size).toBe(1);
  });

  test('has the name that calls gave its number, else that of the text itself', async () => {
    const made = await book();
    take(
      made,
      text('a', 2, { from_name: null }),
      text('b', 1, { from_number: '+33199009999', from_name: 'Kim Ito' }),
    );
    take(made, theRing);
    const { rows } = await textsOf(made).page(null);
    expect(rows.map(({ party }) => [party.name, party.company])).toEqual([
      ['Kim Ito', null],
      ['Ana Lopez', 'Globex'],
    ]);
  });

  test('is cut when it is long, searched through, and read whole when asked for', async () => {
    const made = await book();
    const long = `${'a'.repeat(5_000)} needle`;
    take(made, text('long', 1, { content: long }));
    const texts = textsOf(made);
    const [row] = (await texts.page(null)).rows;
    expect(row?.text).toHaveLength(1_600);
    expect(row).toMatchObject({ isCut: true, haystack: expect.stringContaining('needle') as string });
    expect(texts.whole(id('long'))).toBe(long);
    expect(texts.whole(id('nobody'))).toBeNull();
  });

  test('of hostile words is those words', async () => {
    const made = await book();
    const content = '<img src=x onerror=alert(1)>\u202e[link](javascript:alert(1))';
    take(made, text('evil', 1, { content, from_name: '<b>Eve</b>' }));
    expect((await textsOf(made).page(null)).rows[0]?.text).toBe(content);
  });
});

test('pages follow each other through 1,200 texts, whatever comes and goes in between', async () => {
  const made = await book();
  for (let n = 0; n < 1_200; n += 1) take(made, text(`t-${n}`, n));
  const texts = textsOf(made);
  const first = await texts.page(null);
  expect(first.rows).toHaveLength(500);
  take(made, text('newer', 0));
  const second = await texts.page(first.next);
  const third = await texts.page(second.next);
  expect([second.rows.length, third.rows.length, third.next]).toEqual([500, 200, null]);
  expect(second.rows[0]?.id).toBe('t-500');
  expect((await texts.page(id('nobody'))).rows).toEqual([]);
});

test('the calls with the number of a text are found in every spelling, and none for a withheld one', async () => {
  const made = await book();
  take(
    made,
    theRing,
    text('home', 1, { from_number: '0199001234' }),
    text('hidden', 1, { from_number: null }),
  );
  for (const [n, key] of ['c-2', 'c-3', 'c-4'].entries())
    take(
      made,
      frameOf(ring({ started_at: isoAt(NOON - (n + 1) * 3_600_000) }), {
        seq: (seq += 1),
        call: callKey(key),
        id: `ring_${key}`,
        ageMs: (n + 1) * 3_600_000,
      }),
    );
  expect(textsOf(made).callsOf(id('home'))).toEqual({ count: 4, newest: [CALL, 'c-2', 'c-3'] });
  expect(textsOf(made).callsOf(id('hidden'))).toEqual({ count: 0, newest: [] });
});

describe('who has answered has read', () => {
  test('an own reply makes what came before it from that number read, a colleague’s does not', async () => {
    const made = await book();
    const stop = readByReplies(made, (address) => address.toLowerCase() === NORA);
    take(made, text('a', 9), text('other', 8, { from_number: '+33199007777' }), reply('theirs', 7, SAM));
    expect([...made.unreadTexts()]).toEqual(['a', 'other']);
    take(made, text('b', 6), reply('mine', 5, NORA.toUpperCase()), text('late', 4), text('later', 10));
    expect([...made.unreadTexts()].toSorted()).toEqual(['late', 'later', 'other']);
    stop();
  });
});

describe('what can be done with a text', () => {
  async function acting() {
    const made = await book();
    take(
      made,
      text('ana', 3),
      text('dhl', 2, { from_number: 'DHL Express', content: 'Parcel' }),
      text('hidden', 1, { from_number: null, content: null }),
    );
    const opened: string[] = [];
    const copied: string[] = [];
    const actions = createTextActions({
      texts: textsOf(made),
      openExternal: async (url) => {
        opened.push(url);
        return { ok: true };
      },
      writeClipboard: (words) => void copied.push(words),
    });
    return { actions, opened, copied };
  }

  test('it is copied as it was written, its number in full', async () => {
    const { actions, copied } = await acting();
    expect(actions.copy(id('ana'), 'text')).toEqual({ ok: true });
    expect(actions.copy(id('ana'), 'number')).toEqual({ ok: true });
    expect(copied).toEqual(['On my way.', ANA]);
  });

  test('what is not there is not copied, and nobody is told that it was', async () => {
    const { actions, copied } = await acting();
    expect(actions.copy(id('hidden'), 'text')).toEqual({ ok: false, reason: 'no-link' });
    expect(actions.copy(id('hidden'), 'number')).toEqual({ ok: false, reason: 'no-link' });
    expect(actions.copy(id('nobody'), 'text')).toEqual({ ok: false, reason: 'gone' });
    expect(copied).toEqual([]);
  });

  test('only a number in full is called back', async () => {
    const { actions, opened } = await acting();
    expect(await actions.callBack(id('ana'))).toEqual({ ok: true });
    expect(await actions.callBack(id('dhl'))).toEqual({ ok: false, reason: 'no-link' });
    expect(await actions.callBack(id('nobody'))).toEqual({ ok: false, reason: 'gone' });
    expect(opened).toEqual([`tel:${ANA}`]);
  });
});

test('a card takes up the last text of its number, and keeps what the relay remembered when that is newer', async () => {
  const made = await book();
  take(
    made,
    theRing,
    text('old', 30, { content: 'Earlier' }),
    text('other', 1, { from_number: '+33199007777' }),
  );
  const call = made.call(CALL);
  if (call === null) throw new Error('no call');
  expect(withLastText(call, made).memory?.lastSms).toMatchObject({ text: 'Earlier', direction: 'inbound' });
  take(made, reply('new', 0, SAM, { content: 'Just now' }));
  expect(withLastText(call, made).memory?.lastSms).toMatchObject({
    text: 'Just now',
    direction: 'outbound',
    by: SAM,
  });
  const lastSms = { at: isoAt(NOON + 60_000) as never, direction: 'inbound', text: 'Newest' } as const;
  const remembered = { ...call, memory: { lastSms } };
  expect(withLastText(remembered, made)).toBe(remembered);
});
