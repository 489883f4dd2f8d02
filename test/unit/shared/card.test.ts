import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Deal } from '../../../src-shared/allo/parties.ts';
import type { AgentEmail, CallKey } from '../../../src-shared/brand.ts';
import type { Call } from '../../../src-shared/calls/call.ts';
import { cardOf, type CardContext } from '../../../src-shared/card/card.ts';
import { NOWHERE } from '../../../src-shared/format/place.ts';
import { policySchema } from '../../../src-shared/wire/policy.ts';

const policy = v.parse(policySchema, {
  lines: [{ number: '+33199005678', name: 'Sales line' }],
  agents: [{ email: 'ben@example.com', name: 'Ben' }],
  crm: { preset: 'hubspot', portal: '1234', ids: { deal: ['deal.id'] } },
});
const context: CardContext = {
  policy,
  me: 'nora@example.com',
  now: 1_000_000,
  today: '2026-02-03',
  claim: null,
  pinned: false,
  canRelease: true,
  note: '',
  repeats: null,
  isTest: false,
  parts: [],
  placeOf: () => NOWHERE,
  records: null,
  chosenFor: () => null,
  relayNow: null,
};

function deal(id: string, over: Partial<Deal> = {}): Deal {
  const bare = { name: `Deal ${id}`, status: 'open', value: 100, currency: 'EUR', close_date: null };
  return { id, ...bare, properties: { id }, ...over };
}

const call: Call = {
  key: 'call_1' as CallKey,
  direction: 'inbound',
  number: '+33199001234',
  line: '01 99 00 56 78',
  startedAt: 999_000,
  rangAt: 999_000,
  ringAgeMs: 0,
  answeredAt: null,
  users: ['nora@example.com'],
  handledBy: null,
  person: {
    id: 'con_1',
    name: 'Ana',
    last_name: 'Lopez',
    email: null,
    emails: [],
    numbers: [],
    job_title: 'COO',
    properties: {},
  },
  company: { id: 'com-1', name: 'Globex', properties: {} },
  deals: [],
  outsideName: null,
  ownName: null,
  ended: null,
  summary: null,
  tags: [],
  integrationId: null,
  memory: null,
  isReduced: false,
};

describe('the card of a call', () => {
  it('says who, where from and on which line', () => {
    expect(cardOf(call, context)).toMatchObject({
      phase: 'ringing',
      line: 'Sales line',
      caller: {
        name: 'Ana Lopez',
        jobTitle: 'COO',
        company: 'Globex',
        number: { display: '+33 1 99 00 12 34', country: 'FR', callable: true },
        contactLink: 'search',
      },
      crmName: 'HubSpot',
    });
  });

  it('adds up the open deals where they share a currency, and only then', () => {
    const deals = [
      deal('1'),
      deal('2', { value: 50 }),
      deal('3', { value: null }),
      deal('4', { status: 'won', value: 9e9 }),
    ];
    expect(cardOf({ ...call, deals }, context)).toMatchObject({
      openValue: { amount: 150, currency: 'EUR' },
      closedDeals: 1,
    });
    expect(
      cardOf({ ...call, deals: [...deals, deal('5', { currency: 'USD' })] }, context).openValue,
    ).toBeNull();
  });

  it('opens a deal’s record when its id is usable, and the search for its name when it is not', () => {
    const deals = [deal('77'), deal('dea-1')];
    const card = cardOf({ ...call, deals }, context);
    expect(card.deals.map(({ id, link }) => [id, link])).toEqual([
      ['77', 'record'],
      ['dea-1', 'search'],
    ]);
  });

  it('has nothing to click when no CRM is set', () => {
    const card = cardOf({ ...call, deals: [deal('77')] }, { ...context, policy: { ...policy, crm: null } });
    expect([card.caller.contactLink, card.caller.companyLink, card.deals[0]?.link, card.crmName]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('does not invent a name, a number or a currency', () => {
    const card = cardOf(
      { ...call, person: null, company: null, number: 'anonymous', deals: [deal('1', { currency: '€€' })] },
      context,
    );
    expect(card.caller).toMatchObject({ name: null, company: null, number: null, contactLink: null });
    expect(card.deals[0]?.value).toEqual({ amount: 100, currency: null, sign: '€€' });
  });

  it('opens the contact’s record at ring time by the CRM id of an earlier call, name or no name', () => {
    const crm = v.parse(policySchema, {
      crm: { preset: 'hubspot', portal: '1234', ids: { contact: ['integration_id'] } },
    });
    const known = { ...context, policy: crm };
    expect(cardOf({ ...call, integrationId: '512' }, known).caller.contactLink).toBe('record');
    const nameless = { ...call, person: null, integrationId: '512' };
    expect(cardOf(nameless, known).caller).toMatchObject({ name: null, contactLink: 'record' });
    expect(cardOf({ ...nameless, integrationId: null }, known).caller.contactLink).toBe('search');
  });

  it('names the colleague who handled it, and nobody when it was this agent', () => {
    expect(cardOf({ ...call, handledBy: 'ben@example.com' }, context).handledBy).toBe('Ben');
    expect(cardOf({ ...call, handledBy: 'ada@example.com' }, context).handledBy).toBe('ada@example.com');
    expect(cardOf({ ...call, handledBy: 'nora@example.com' }, context).handledBy).toBeNull();
  });

  it('nobody has handled a call that was missed, whoever has the number', () => {
    const ended = {
      alloId: 'cll_1',
      result: 'MISSED',
      durationS: 0,
      recordingUrl: null,
      transcript: [],
      wholeText: null,
      transferTo: null,
      transferFrom: null,
      originalCallId: null,
      originalTo: null,
      originalName: null,
      menu: [],
      collected: [],
    };
    const missed = { ...call, handledBy: 'ben@example.com', ended };
    expect(cardOf(missed, context)).toMatchObject({ phase: 'missed', handledBy: null });
    const dialled = cardOf({ ...missed, direction: 'outbound' }, context);
    expect(dialled).toMatchObject({ phase: 'noAnswer', handledBy: 'Ben' });
  });

  it('tells a claim of mine from a colleague’s', () => {
    const claim = (agent: string) =>
      cardOf(call, { ...context, claim: { agent: agent as AgentEmail, name: null } }).claim;
    expect(claim('nora@example.com')).toEqual({ mine: true, who: 'nora@example.com' });
    expect(claim('ben@example.com')).toEqual({ mine: false, who: 'Ben' });
  });
});
