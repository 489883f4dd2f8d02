import { describe, expect, test } from 'vitest';
import type { CallKey } from '../../../../../src-shared/brand.ts';
import type { ConnectedCrm } from '../../../../../src-relay/crm/asking/connected.ts';
import type { Print } from '../../../../../src-relay/crm/cache/prints.ts';
import {
  CrmFailure,
  type CrmConnection,
  type CrmPerson,
  type Listed,
  type Urgency,
} from '../../../../../src-relay/crm/contract.ts';
import { flightBook, type Landed } from '../../../../../src-relay/crm/resolving/flights.ts';
import type { Search } from '../../../../../src-relay/crm/resolving/finding.ts';
import { complete, contact, facts, person } from '../matching/made.ts';

interface Waiting {
  answer(list: Listed<CrmPerson>): void;
  fail(error: unknown): void;
}

/** A CRM that answers when it is told to. */
function made(asOfNow: { current: number } = { current: 0 }) {
  const waiting: Waiting[] = [];
  const deals: string[] = [];
  const landed: Landed[] = [];
  const troubles: unknown[] = [];
  const connection = {
    peopleBy: () => new Promise<Listed<CrmPerson>>((answer, fail) => waiting.push({ answer, fail })),
    openDealsOf: () => {
      deals.push('asked');
      return Promise.resolve(complete());
    },
  } as unknown as CrmConnection;
  const crm: ConnectedCrm = { crm: 'hubspot', title: 'HubSpot', account: 'hubspot:1', connection };
  const flights = flightBook({
    elapsed: () => 0,
    isStale: (asOf) => Promise.resolve(asOf !== asOfNow.current),
    landed: async (flight) => void landed.push(flight),
    turn: () => Promise.resolve(null),
    turnOver: () => Promise.resolve(),
    elsewhere: () => undefined,
    dropped: () => void troubles.push('dropped'),
    trouble: (error) => void troubles.push(error),
  });
  const fly = (urgency: Urgency, call: string | null, key = 'marie', asOf = 0) =>
    flights.fly(
      crm,
      { search: search(key), urgency, asOf },
      call === null ? null : { call: call as CallKey, receivedAt: 1 },
    );
  return { waiting, deals, landed, troubles, flights, fly };
}

function search(key: string): Search {
  const print = key as Print;
  const about = facts({ person: person({ email: 'marie.dupont@acme.fr' }) });
  return {
    party: {
      key: print,
      number: null,
      tail: null,
      facts: about,
      integrationId: null,
      who: print,
      what: print,
    },
    ask: 'who',
    before: null,
    ids: [],
    withNumber: null,
    companyBefore: null,
    dealsBefore: new Map(),
    wantsCompany: false,
    wantsDeals: true,
    wanted: [],
    isClosed: () => false,
  };
}

const marie = contact('1', { emails: ['marie.dupont@acme.fr'] });
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const callsIn = (flight: Landed | undefined) => flight?.calls.map(({ call }) => call);

describe('a flight', () => {
  test('is one for each party, and lands for every call that waits', async () => {
    const { waiting, landed, flights, fly } = made();
    fly('ring', 'a');
    fly('ring', 'b');
    fly('refresh', 'c');
    fly('ring', 'a');
    fly('ring', 'other', 'paul');
    await settled();
    expect([waiting.length, flights.count]).toEqual([2, 2]);
    waiting[0]?.answer(complete(marie));
    await settled();
    expect(callsIn(landed[0])).toEqual(['a', 'b', 'c']);
    expect(landed[0]?.findings.who?.verdict.kind).toBe('certain');
    expect(flights.count).toBe(1);
  });

  test('that nobody waited for does not hold up one that somebody waits for, and lands nowhere', async () => {
    const { waiting, deals, landed, fly } = made();
    fly('warm-up', null);
    await settled();
    fly('ring', 'a');
    await settled();
    expect(waiting).toHaveLength(2);
    waiting[0]?.answer(complete(marie));
    await settled();
    expect([landed.length, deals.length]).toEqual([0, 0]);
    waiting[1]?.answer(complete(marie));
    await settled();
    expect(callsIn(landed[0])).toEqual(['a']);
  });

  test('without an answer says why', async () => {
    const { waiting, landed, fly } = made();
    fly('ring', 'a');
    await settled();
    waiting[0]?.fail(new CrmFailure('limited', 'too much'));
    await settled();
    expect(landed[0]).toMatchObject({ findings: { who: null }, troubles: ['limited'] });
    fly('ring', 'a');
    await settled();
    waiting[1]?.fail(new TypeError('a shape that nobody foresaw'));
    await settled();
    expect(landed[1]).toMatchObject({ findings: { who: null }, troubles: ['unreadable'] });
  });

  test('that is disowned asks nothing more and lands nowhere', async () => {
    const { waiting, deals, landed, flights, fly } = made();
    fly('ring', 'a');
    await settled();
    flights.disown();
    expect(flights.count).toBe(0);
    waiting[0]?.answer(complete(marie));
    await settled();
    expect([landed.length, deals.length]).toEqual([0, 0]);
  });

  test('that is stale asks nothing more, and whoever lands it is told as of when it was', async () => {
    const asOf = { current: 0 };
    const { waiting, deals, landed, fly } = made(asOf);
    fly('ring', 'a');
    await settled();
    asOf.current = 1;
    waiting[0]?.answer(complete(marie));
    await settled();
    expect(deals).toEqual([]);
    expect(landed[0]?.asOf).toBe(0);
  });

  test('that began before somebody was forgotten is begun again for an event since, as urgent as it was', async () => {
    const asOf = { current: 0 };
    const { waiting, landed, flights, fly } = made(asOf);
    fly('ring', 'a');
    await settled();
    asOf.current = 1;
    fly('refresh', 'b', 'marie', 1);
    await settled();
    expect([waiting.length, flights.count]).toEqual([2, 1]);
    waiting[0]?.answer(complete(marie));
    waiting[1]?.answer(complete(marie));
    await settled();
    expect(landed).toHaveLength(1);
    expect(landed[0]).toMatchObject({ asOf: 1, urgency: 'ring' });
    expect(callsIn(landed[0])).toEqual(['a', 'b']);
  });

  test('is no more than there may be', () => {
    const { flights, troubles, fly } = made();
    for (let i = 0; i < 700; i += 1) fly('ring', `${i}`, `${i}`);
    expect(flights.count).toBe(500);
    expect(troubles).toHaveLength(200);
  });
});
