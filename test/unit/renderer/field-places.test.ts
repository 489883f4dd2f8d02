import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FIELD_PLACES, type FieldPlace, type Place } from '../../../scripts/docs/field-places.ts';
import { createHistory } from '../../../src-main/history/history.ts';
import { createAppState } from '../../../src-main/app-state/app-state.ts';
import { SurroundingsContext } from '../../../src-renderer/bridge/Surroundings.tsx';
import { CallFacts } from '../../../src-renderer/calls/detail/CallFacts.tsx';
import { ContactDetails } from '../../../src-renderer/calls/detail/ContactDetails.tsx';
import { DetailHeader } from '../../../src-renderer/calls/detail/DetailHeader.tsx';
import { Messages } from '../../../src-renderer/calls/detail/Messages.tsx';
import { Timeline } from '../../../src-renderer/calls/detail/Timeline.tsx';
import { Transcript } from '../../../src-renderer/calls/detail/Transcript.tsx';
import { Answers } from '../../../src-renderer/card/Answers.tsx';
import { Card } from '../../../src-renderer/card/Card.tsx';
import { CardHeader } from '../../../src-renderer/card/CardHeader.tsx';
import { Deals } from '../../../src-renderer/card/Deals.tsx';
import { EmailRow } from '../../../src-renderer/card/EmailRow.tsx';
import { FactsLine } from '../../../src-renderer/card/FactsLine.tsx';
import { Left } from '../../../src-renderer/card/Left.tsx';
import { NumberRow } from '../../../src-renderer/card/NumberRow.tsx';
import { Recording } from '../../../src-renderer/card/Recording.tsx';
import { Summary } from '../../../src-renderer/card/Summary.tsx';
import { Transfer } from '../../../src-renderer/card/Transfer.tsx';
import { Who } from '../../../src-renderer/card/Who.tsx';
import type { CardActions } from '../../../src-renderer/card/useCardActions.ts';
import { Bubble } from '../../../src-renderer/texts/thread/Bubble.tsx';
import { ThreadHeader } from '../../../src-renderer/texts/thread/ThreadHeader.tsx';
import type { TextActions } from '../../../src-renderer/texts/thread/useTextActions.ts';
import { createTexts } from '../../../src-main/texts/texts.ts';
import { threadsOf, type Thread } from '../../../src-shared/texts/threads.ts';
import type { AgentEmail } from '../../../src-shared/brand.ts';
import { isId } from '../../../src-shared/card/call-facts.ts';
import { readSearch, searchCalls } from '../../../src-shared/history/search.ts';
import type { CallDetail } from '../../../src-shared/history/rows.ts';
import type { Bridge } from '../../../src-shared/ipc/contract.ts';
import { DEFAULT_POLICY } from '../../../src-shared/wire/policy.ts';
import { chooseLanguage } from '../../../src-shared/words/language.ts';
import { LINE, NORA, SAM, type AlloBody } from '../../fixtures/allo.ts';
import { playedFields } from '../../fixtures/field-places.ts';
import { take, useBooks } from '../main/books.ts';
import { callKey, frameOf, welcome } from '../main/heard.ts';
import { viewsOn } from '../main/views.ts';

const books = useBooks();
/** Long enough ago that all of it has happened. */
const { story, voicemail, expected: EXPECTED } = playedFields(new Date(Date.now() - 600_000));
const policy = {
  ...DEFAULT_POLICY,
  lines: [{ number: LINE, name: 'Sales line' }],
  card: {
    facts: [
      { label: 'Source', from: 'person.lead_source' },
      { label: 'Size', from: 'company.employees' },
    ],
  },
  agents: [
    { email: NORA, name: 'Nora', aliases: [] },
    { email: SAM, name: 'Sam', aliases: [] },
  ],
};
const appState = () => ({ ...createAppState().get(), policy, me: NORA as AgentEmail });

const nothing = () => undefined;
const copy = async () => true;
const BRIDGE: Bridge = { request: () => new Promise<never>(nothing), on: () => nothing };
const ACTIONS = new Proxy({}, { get: () => nothing }) as CardActions;

const listed = ({ deals }: CallDetail['card']) => ({ shown: deals, all: true, toggle: null });

/** The part of a window that each place is; `detailsIds` are shown with a click, which the e2e test does. */
const PARTS: Readonly<
  Record<Exclude<Place, 'search' | 'detailsIds' | 'texts'>, (detail: CallDetail) => ReactElement>
> = {
  cardHeader: ({ card }) => createElement(CardHeader, { card, actions: ACTIONS, fold: null, jot: null }),
  cardName: ({ card }) => createElement(Who, { card, actions: ACTIONS, titleId: 'title' }),
  cardNumber: ({ card }) => createElement(NumberRow, { card, copy }),
  cardEmail: ({ card }) => createElement(EmailRow, { card, copy }),
  cardFacts: ({ card }) => createElement(FactsLine, { card }),
  cardDeals: ({ card }) => createElement(Deals, { card, list: listed(card), open: nothing }),
  cardSummary: ({ card }) => createElement(Summary, { card, copy }),
  cardMessage: ({ card }) => createElement(Left, { card, copy }),
  cardAnswers: ({ card }) => createElement(Answers, { card }),
  cardTransfer: ({ card }) => createElement(Transfer, { card, show: nothing }),
  cardPlayer: ({ card }) => createElement(Recording, { card }),
  detailsHeader: ({ card }) => createElement(DetailHeader, { card }),
  detailsContact: (detail) => createElement(ContactDetails, { detail }),
  detailsFacts: (detail) => createElement(CallFacts, { detail }),
  detailsTranscript: ({ card, transcript }) =>
    createElement(Transcript, {
      card,
      lines: transcript,
      looked: '',
      playback: null,
      findField: { current: null },
      onCopy: copy,
    }),
  detailsTimeline: ({ timeline }) => createElement(Timeline, { entries: timeline }),
  detailsTexts: ({ messages }) => createElement(Messages, { messages, hasMore: false }),
};

/** What somebody reads of a part. */
function readingOf(part: ReactElement): string {
  const surroundings = {
    bridge: BRIDGE,
    language: chooseLanguage(['en-GB']),
    clock: Date.now,
    say: nothing,
  };
  return renderToStaticMarkup(createElement(SurroundingsContext, { value: surroundings }, part))
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

async function heardHere() {
  const book = await books.open({ now: Date.now });
  take(book, welcome());
  let seq = 0;
  const play = (bodies: readonly AlloBody[], key: string) => {
    for (const body of bodies) {
      seq += 1;
      const call = /^(?:sms|contact)/.test(body.topic) ? null : callKey(key);
      const ageMs = Math.max(0, Date.now() - Date.parse(String(body.data['sent_at'] ?? body.timestamp)));
      take(book, frameOf(body, { seq, call, ageMs }));
    }
  };
  play(story, 'whole');
  play(voicemail, 'voicemail');
  const { rows } = await createTexts({ book, appState }).page(null);
  return { history: createHistory({ book, appState, ...viewsOn(appState) }), threads: threadsOf(rows) };
}

function readPlace(place: Exclude<Place, 'search'>, detail: CallDetail, threads: readonly Thread[]): string {
  if (place === 'texts') return threads.map(readingOfThread).join('\n');
  if (place !== 'detailsIds') return readingOf(PARTS[place](detail));
  return detail.facts
    .filter(isId)
    .map(({ value }) => value)
    .join('\n');
}

function readingOfThread(thread: Thread): string {
  const actions = ACTIONS as unknown as TextActions;
  const props = { thread, titleId: 'title', actions, problem: null, children: null };
  const header = createElement(ThreadHeader, props);
  const texts = thread.texts.map((row) => createElement(Bubble, { row, search: [], isNew: false, actions }));
  return [header, ...texts].map(readingOf).join('\n');
}

const FIELDS = Object.entries(FIELD_PLACES).flatMap(([object, fields]) =>
  Object.entries(fields as Readonly<Record<string, FieldPlace>>).flatMap(([field, place]) =>
    'at' in place ? [{ name: `${object}.${field}`, places: place.at }] : [],
  ),
);

test('every field of every event is drawn where the documents say', async () => {
  const { history, threads } = await heardHere();
  const missing: string[] = [];
  for (const { name, places } of FIELDS) {
    const expected = EXPECTED[name];
    if (expected === undefined) throw new Error(`nobody says what ${name} looks like on screen`);
    const detail = history.detail(callKey(expected.in ?? 'whole'));
    if (detail === null) throw new Error('no call');
    for (const place of places) {
      if (place === 'search') continue;
      const reading = readPlace(place, detail, threads);
      if (!reading.includes(expected.says) || reading === '') missing.push(`${name} at ${place}: ${reading}`);
    }
  }
  expect(missing).toEqual([]);
});

test('a search finds the call by each field that the documents say', async () => {
  const { history } = await heardHere();
  const { rows } = await history.page(null);
  for (const { name, places } of FIELDS.filter((field) => field.places.includes('search'))) {
    const expected = EXPECTED[name];
    const { found } = searchCalls(rows, readSearch(expected?.says ?? ''));
    expect(
      found.map(({ key }) => key),
      `${name} ${places}`,
    ).toEqual([expected?.in ?? 'whole']);
  }
});

test('a card draws each of its parts', async () => {
  const { history } = await heardHere();
  const detail = history.detail(callKey('whole'));
  if (detail === null) throw new Error('no call');
  const reading = readingOf(createElement(Card, { card: detail.card }));
  for (const says of [
    'philippa@globex.example',
    'Size240',
    'External transfer',
    '2 Existing customer',
    'To call back',
  ])
    expect(reading).toContain(says);
});
