import { expect, test } from 'vitest';
import { requestSchemas } from '../../../../src-shared/ipc/contract.ts';
import { handleRequests, type RequestHandlers } from '../../../../src-main/ipc/handle.ts';
import type { RequestSender } from '../../../../src-main/ipc/sender.ts';
import { createCardActions, type CardActionOptions } from '../../../../src-main/links/card-actions.ts';
import type { Instant } from '../../../../src-shared/brand.ts';
import { foldCall } from '../../../../src-shared/calls/fold.ts';
import { policySchema } from '../../../../src-shared/wire/policy.ts';
import type { Records } from '../../../../src-shared/crm/records.ts';
import * as v from 'valibot';
import { completed, ring } from '../../../fixtures/allo.ts';
import { chooseLanguage } from '../../../../src-shared/words/language.ts';
import { READ } from '../../../gallery/callStates.ts';
import { CALL, callKey, receivedOf, isoAt, NOON, notedLog } from '../heard.ts';

const frame = { origin: 'app://ringside' };
const good: RequestSender = { sender: { id: 7, mainFrame: frame }, senderFrame: frame };

function openDoor() {
  const channels = new Map<string, (event: RequestSender, payload: unknown) => unknown>();
  const asked: unknown[] = [];
  const log = notedLog();
  const handlers = new Proxy({} as RequestHandlers, {
    get: (_, channel) => (payload: unknown) => {
      asked.push([channel, payload]);
      if (channel === 'card:claim') throw new Error('secret detail');
      return 'answered';
    },
  });
  handleRequests(
    { handle: (channel, listener) => void channels.set(channel, listener) },
    handlers,
    (id) => id === 7,
    log,
  );
  const ask = async (channel: string, event: RequestSender, payload?: unknown) =>
    channels.get(channel)?.(event, payload);
  return { channels, asked, log, ask };
}

test('every channel of the contract is opened, and no other', () => {
  expect([...openDoor().channels.keys()].sort()).toEqual(Object.keys(requestSchemas).sort());
});

test('our own page is answered, with the payload as its schema reads it', async () => {
  const { ask, asked } = openDoor();
  expect(await ask('card:dismiss', good, { key: 'call-1', more: 'ignored' })).toBe('answered');
  expect(asked).toEqual([['card:dismiss', { key: 'call-1' }]]);
});

test.each<[string, RequestSender]>([
  ['a frame that has navigated away', { ...good, senderFrame: null }],
  ['a frame inside the page', { ...good, senderFrame: { origin: 'app://ringside' } }],
  ['another origin', fromOrigin('https://evil.example')],
  ['an origin that only begins like ours', fromOrigin('app://ringside.evil')],
  ['no origin', fromOrigin('null')],
  ['a window that is not ours', { ...good, sender: { id: 8, mainFrame: frame } }],
])('%s is refused, and nothing is done', async (_, event) => {
  const { ask, asked, log } = openDoor();
  await expect(ask('card:dismiss', event, { key: 'call-1' })).rejects.toThrow('refused');
  expect(asked).toEqual([]);
  expect(log.lines).toHaveLength(1);
});

test.each<[string, unknown]>([
  ['card:dismiss', undefined],
  ['card:dismiss', { key: '' }],
  ['card:dismiss', { key: 'x'.repeat(300) }],
  ['card:open', { key: 'call-1', record: 'https://evil.example' }],
  ['card:copy', { key: 'call-1', what: 'token' }],
  ['card:copy', { key: 'call-1', what: 'email', at: -1 }],
  ['card:pin', { key: 'call-1', pinned: 'yes' }],
  ['pop:layout', { revision: -1, height: 10, cards: [] }],
  ['pop:layout', { revision: 1, height: Number.NaN, cards: [] }],
  ['pop:layout', { revision: 1, height: 10, cards: [{ x: 0, y: 0, width: 1e9, height: 1 }] }],
  ['pop:ready', { any: 'thing' }],
  ['page:failed', { page: 'pop', part: 'Ana Lopez', error: 'TypeError' }],
  ['page:failed', { page: 'pop', part: 'card', error: 'Cannot read Ana Lopez' }],
  ['pair:submit', { link: 'x'.repeat(5000) }],
])('%s with %j is refused', async (channel, payload) => {
  const { ask, asked } = openDoor();
  await expect(ask(channel, good, payload)).rejects.toThrow('refused');
  expect(asked).toEqual([]);
});

test('what fails inside is logged by its kind and told without detail', async () => {
  const { ask, log } = openDoor();
  await expect(ask('card:claim', good, { key: 'call-1' })).rejects.toThrow(/^failed$/);
  expect(log.lines.join()).not.toContain('secret detail');
});

function fromOrigin(origin: string): RequestSender {
  const other = { origin };
  return { sender: { id: 7, mainFrame: other }, senderFrame: other };
}

const ACME = { preset: 'custom', name: 'Acme', deal: 'https://crm.example/deals/{deal.id}' };

function actionsOn({ crm = ACME, ...more }: Partial<CardActionOptions> & { readonly crm?: object } = {}) {
  const opened: string[] = [];
  const copied: string[] = [];
  const policy = v.parse(policySchema, { crm });
  const at = isoAt(NOON);
  const call = foldCall(CALL, [
    receivedOf(ring({ started_at: at }), 'a', NOON),
    receivedOf(completed({ start_date: at }), 'b', NOON),
  ]);
  const actions = createCardActions({
    callOf: (key) => (key === CALL ? call : null),
    recordsOf: () => null,
    chosenFor: () => null,
    choose: () => undefined,
    detailOf: (key) => (key === CALL ? READ : null),
    language: () => chooseLanguage(['en-GB']),
    policy: () => policy,
    openExternal: async (url) => {
      opened.push(url);
      return { ok: true };
    },
    writeClipboard: (text) => copied.push(text),
    ...more,
  });
  return { actions, opened, copied };
}

test('a click on a deal opens its page, made here from the call', async () => {
  const { actions, opened } = actionsOn();
  expect(await actions.openRecord(CALL, 'deal', { deal: 'dea-9z8y7x' })).toEqual({ ok: true });
  expect(opened).toEqual(['https://crm.example/deals/dea-9z8y7x']);
});

test('one of several records opens when it was offered, and is remembered; a search is always to be had', async () => {
  const chosen: string[][] = [];
  const [several, other] = [
    {
      choices: [
        { id: '7', label: 'Ana' },
        { id: '8', label: 'Ana' },
      ],
    },
    { id: '91', label: 'Plan' },
  ];
  const at = isoAt(NOON) as Instant;
  const records: Records = { crm: 'hubspot', contact: several, extras: { at, otherDeals: [other] } };
  const call = foldCall(CALL, [receivedOf(ring({ person: { id: 'con_1', name: 'Ana' } }), 'a', NOON)]);
  const { actions, opened } = actionsOn({
    callOf: () => call,
    crm: { preset: 'hubspot', portal: '1234' },
    recordsOf: () => records,
    choose: (...choice) => void chosen.push(choice),
  });
  const base = 'https://app.hubspot.com/contacts/1234';
  await actions.openRecord(CALL, 'contact');
  await actions.openRecord(CALL, 'contact', { choice: '8' });
  // None of them, any more.
  await actions.openRecord(CALL, 'contact', { choice: '9' });
  await actions.openRecord(CALL, 'contact', { search: true });
  await actions.openRecord(CALL, 'deal', { choice: '91' });
  const search = `${base}/objects/0-1/views/all/list?query=Ana`;
  expect(opened).toEqual([search, `${base}/record/0-1/8`, search, search, `${base}/record/0-3/91`]);
  expect(chosen).toEqual([[CALL, expect.stringContaining('contact'), '8']]);
  expect(await actions.openRecord(CALL, 'deal', { choice: '92' })).toEqual({ ok: false, reason: 'no-link' });
});

test('what is not there leads nowhere', async () => {
  const { actions, opened } = actionsOn();
  expect(await actions.openRecord(CALL, 'deal', { deal: 'another' })).toEqual({ ok: false, reason: 'gone' });
  expect(await actions.openRecord(callKey('none'), 'contact')).toEqual({
    ok: false,
    reason: 'gone',
  });
  expect(await actions.openRecord(CALL, 'contact')).toEqual({ ok: false, reason: 'no-link' });
  expect(opened).toEqual([]);
});

test('the number is called back and copied in full, the summary, the transcript and the note as Markdown', async () => {
  const { actions, opened, copied } = actionsOn();
  await actions.callBack(CALL);
  actions.copy(CALL, 'number');
  actions.copy(CALL, 'summary');
  expect(opened).toEqual(['tel:+33199001234']);
  actions.copy(CALL, 'transcript');
  actions.copy(CALL, 'note');
  expect(copied).toEqual([
    '+33199001234',
    expect.stringContaining('**Thursday**'),
    expect.stringContaining('**Philippa Okonkwo** (0:10): Hi Nora'),
    expect.stringContaining('Prefers e-mail.'),
  ]);
});

test('addresses, further numbers and properties are copied as they are, details as Markdown', () => {
  const { actions, copied } = actionsOn();
  actions.copy(CALL, 'email');
  actions.copy(CALL, 'email', 1);
  actions.copy(CALL, 'email', 9);
  actions.copy(CALL, 'otherNumber', 0);
  actions.copy(CALL, 'property', 1);
  actions.copy(CALL, 'contact');
  actions.copy(CALL, 'facts');
  expect(copied).toEqual([
    'philippa.okonkwo@globex.example',
    'sales@globex.example',
    '+33199001200',
    'https://www.linkedin.example/in/philippa-okonkwo',
    expect.stringContaining('**Lead source**: Webinar'),
    expect.stringContaining('**First dialled**: Front desk'),
  ]);
});
