import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askedCrm, REFRESH, RING } from '../../../../fixtures/crm/asked.ts';
import { failureOf } from '../../../../fixtures/crm/plain-crm.ts';
import type { CrmConnection, CrmFailure } from '../../../../../src-relay/crm/contract.ts';
import { salesforceFault } from '../../../../../src-relay/crm/salesforce/faults.ts';
import { salesforce } from '../../../../../src-relay/crm/salesforce/salesforce.ts';
import {
  accountRecord,
  contactRecord,
  idOf,
  leadRecord,
  opportunityRecord,
} from '../../../../fixtures/crm/salesforce-records.ts';
import {
  SALESFORCE_CLIENT,
  startSalesforce,
  type SalesforceStandIn,
} from '../../../../fixtures/crm/salesforce.ts';
import type { StandInReply } from '../../../../fixtures/crm/stand-in.ts';

const EMAIL = 'ana@globex.example';
const NUMBER = '+33612345678';
const clues = { emails: [EMAIL], numbers: [NUMBER] };
let standIn: SalesforceStandIn;
let crm: CrmConnection;

beforeEach(async () => {
  standIn = await startSalesforce();
  crm = askedCrm(salesforce, standIn, SALESFORCE_CLIENT);
});
afterEach(async () => {
  expect(standIn.complaints).toEqual([]);
  await standIn.close();
});

const refusal = (status: number, errorCode: string, message = `Nothing for ${EMAIL}`): StandInReply => ({
  status,
  json: [{ errorCode, message }],
});
const html = { text: '<html>Maintenance</html>', headers: { 'content-type': 'text/html' } };

function saysNothingOf(failure: CrmFailure): void {
  for (const secret of [EMAIL, '612345678', ...Object.values(SALESFORCE_CLIENT).slice(1), '00DQy'])
    expect(failure.message).not.toContain(secret);
}

describe.each(['queries', 'search'])('an answer to "%s"', (on) => {
  test.each<[StandInReply, string, RegExp]>([
    [refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), 'limited', /24 hours/],
    [refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests limit'), 'limited', /at once/],
    [refusal(403, 'API_DISABLED_FOR_ORG'), 'missing-right', /API Enabled/],
    [refusal(403, 'INSUFFICIENT_ACCESS'), 'missing-right', /INSUFFICIENT_ACCESS/],
    [refusal(403, 'SOMETHING_NEW'), 'missing-right', /SOMETHING_NEW/],
    [refusal(400, 'MALFORMED_QUERY'), 'rejected', /400 MALFORMED_QUERY/],
    [refusal(400, 'JSON_PARSER_ERROR'), 'rejected', /please report/],
    [refusal(404, 'NOT_FOUND'), 'unreadable', /v66\.0/],
    [refusal(500, 'UNKNOWN_EXCEPTION'), 'broken', /500/],
    [refusal(503, 'SERVER_UNAVAILABLE'), 'broken', /503/],
    [{ status: 503, ...html }, 'broken', /503/],
    [{ status: 403, ...html }, 'unreadable', /HTML/],
    [{ status: 200, ...html }, 'unreadable', /none of its answers/],
    [{ status: 429, json: {} }, 'limited', /too many requests/],
    [{ status: 200, json: [] }, 'unreadable', /none of its answers/],
    [{ status: 200, json: {} }, 'unreadable', /none of its answers/],
    [{ status: 200, json: { results: 7, searchRecords: 7 } }, 'unreadable', /none of its answers/],
    [{ status: 400, json: { error: 'x' } }, 'rejected', /400/],
  ])('of %j is trouble: %s', async (reply, trouble, message) => {
    standIn.play(reply, { on, times: 5 });
    const failure = await failureOf(crm.peopleBy(clues, REFRESH));
    expect(failure).toMatchObject({ trouble });
    expect(failure.message).toMatch(message);
    saysNothingOf(failure);
  });

  test('that never comes is too late, and no later than the flight lasts', async () => {
    standIn.play('hang', { on, times: 5 });
    const from = performance.now();
    const until = from + 300;
    expect(await failureOf(crm.peopleBy(clues, { urgency: 'ring', until }))).toMatchObject({
      trouble: 'too-late',
    });
    expect(performance.now() - from).toBeLessThan(3000);
  });

  test('of a megabyte and more is not read to its end', async () => {
    standIn.play({ flood: 64 * 1024 * 1024 }, { on, times: 5 });
    expect(await failureOf(crm.peopleBy(clues, REFRESH))).toMatchObject({ trouble: 'unreadable' });
  });

  test.each(['drop', 'cut'] as const)('that is none (%s) is trouble', async (fault) => {
    standIn.play(fault, { on, times: 5 });
    expect(await failureOf(crm.peopleBy(clues, REFRESH))).toMatchObject({ trouble: 'unreachable' });
  });
});

test('an error within a batch is the same trouble as one of a whole answer', async () => {
  for (const [status, code, trouble] of [
    [403, 'REQUEST_LIMIT_EXCEEDED', 'limited'],
    [400, 'MALFORMED_QUERY', 'rejected'],
    [503, 'SERVER_UNAVAILABLE', 'broken'],
    [400, 'INSUFFICIENT_ACCESS', 'missing-right'],
  ] as const) {
    const result = [{ errorCode: code, message: `${EMAIL}` }];
    const json = { hasErrors: true, results: [{ statusCode: status, result }] };
    standIn.play({ status: 200, json }, { on: 'queries' });
    const failure = await failureOf(crm.deal(idOf(opportunityRecord()), REFRESH));
    expect(failure).toMatchObject({ trouble });
    saysNothingOf(failure);
  }
});

test('after the limit of a day it is asked again in an hour, after one of the moment in two seconds', () => {
  const waitAfter = (message: string): number | null | undefined => {
    const json = [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message }];
    return salesforceFault({ status: 403, json, header: () => null }, 'queries')?.retryAfterMs;
  };
  expect(waitAfter('TotalRequests Limit exceeded.')).toBe(3_600_000);
  expect(waitAfter('ConcurrentRequests (Concurrent API Requests) Limit exceeded.')).toBe(2000);
});

test('how much of the day is used up is read from every answer', () => {
  const used = (said: string | null) =>
    salesforce.usedUp?.({
      status: 200,
      json: {},
      header: (name) => (name === 'sforce-limit-info' ? said : null),
    });
  expect(used('api-usage=18/100000')).toBeCloseTo(0.00018);
  expect(used('api-usage=80000/100000; per-app-api-usage=5/250(appName=x)')).toBe(0.8);
  for (const odd of [null, '', 'api-usage=1/0', 'api-usage=-5/7', 'per-app-api-usage=9/9'])
    expect(used(odd)).toBeNull();
});

test('at four fifths of the day nothing more is asked', async () => {
  standIn.usage = { used: 80_000, of: 100_000 };
  await crm.peopleBy(clues, REFRESH);
  const before = standIn.requests.length;
  expect(await failureOf(crm.peopleBy(clues, REFRESH))).toMatchObject({ trouble: 'limited' });
  expect(standIn.requests).toHaveLength(before);
});

test('a query that is refused for the limit of the day is not asked again', async () => {
  standIn.usage = { used: 100, of: 100 };
  expect(await failureOf(crm.peopleBy(clues, RING))).toMatchObject({ trouble: 'limited' });
});

describe('no token', () => {
  test.each([
    [{ ...SALESFORCE_CLIENT, id: 'other' }, 'invalid_client_id'],
    [{ ...SALESFORCE_CLIENT, secret: 'other' }, 'invalid_client'],
  ])('is given for another key or secret', async (secret, code) => {
    const failure = await failureOf(askedCrm(salesforce, standIn, secret).whoAmI(RING));
    expect(failure.trouble).toBe('refused');
    expect(failure.message).toContain(code);
    saysNothingOf(failure);
  });

  test('is given without a user to run as, which can be mended while the secret stays', async () => {
    standIn.runAs = null;
    const failure = await failureOf(crm.whoAmI(RING));
    expect(failure.trouble).toBe('missing-right');
    expect(failure.message).toMatch(/client credentials flow.*user to run as/);
    standIn.runAs = '005Qy000000001IAAQ';
    expect((await crm.whoAmI(RING)).id).toBe('00DQy0000012345');
  });

  test.each<[StandInReply, string]>([
    [
      {
        status: 400,
        json: { error: 'invalid_grant', error_description: 'request not supported on this domain' },
      },
      'rejected',
    ],
    [{ status: 400, json: { error: 'unsupported_grant_type', error_description: 'x' } }, 'missing-right'],
    [{ status: 503, ...html }, 'broken'],
    [{ status: 200, ...html }, 'unreadable'],
    [{ status: 200, json: { access_token: 'a b' } }, 'unreadable'],
    [
      { status: 200, json: { access_token: 't', instance_url: 'https://acme.my.salesforce.com', id: 'x' } },
      'unreadable',
    ],
    [{ status: 302, headers: { location: 'https://evil.example/' } }, 'unreadable'],
  ])('is in an answer of %j: %s', async (reply, trouble) => {
    standIn.play(reply, { on: 'token', times: 3 });
    const failure = await failureOf(crm.whoAmI(RING));
    expect(failure).toMatchObject({ trouble });
    saysNothingOf(failure);
  });
});

describe('rights', () => {
  test('that are all there are none missing, in an org of one currency as well', async () => {
    expect(await crm.missingRights(RING)).toEqual([]);
    standIn.isMultiCurrency = false;
    expect(await crm.missingRights(RING)).toEqual([]);
  });

  test.each([
    ['Contact', 'Read on Contact', /nobody is found/],
    ['Lead', 'Read on Lead', /only leads/],
    ['Account', 'Read on Account', /companies/],
    ['Opportunity', 'Read on Opportunity', /deals/],
    ['Contact.Email', 'read access to the field Email of Contact', /e-mail/],
    ['Contact.MobilePhone', 'read access to the field MobilePhone of Contact', /number/],
    ['Lead.Phone', 'read access to the field Phone of Lead', /number/],
    ['Opportunity.Amount', 'read access to the field Amount of Opportunity', /amounts/],
    ['Opportunity.CloseDate', 'read access to the field CloseDate of Opportunity', /dates/],
  ])('that are missing (%s) are named, and again when they are there', async (hidden, name, without) => {
    standIn.hidden.add(hidden);
    expect(await crm.missingRights(RING)).toEqual([
      { name, without: expect.stringMatching(without) as string },
    ]);
    standIn.hidden.clear();
    expect(await crm.missingRights(RING)).toEqual([]);
  });

  test('without that to leads, people are found all the same', async () => {
    standIn.hidden.add('Lead');
    const ana = contactRecord({ Phone: NUMBER });
    standIn.records.push(ana, leadRecord({ Phone: NUMBER }));
    expect(await crm.peopleBy(clues, RING)).toMatchObject({ isComplete: true, items: [{ id: idOf(ana) }] });
    expect(await crm.person({ id: idOf(leadRecord()), kind: 'lead' }, RING)).toBeNull();
  });

  test('without that to contacts, nobody is', async () => {
    standIn.hidden.add('Contact');
    const failure = await failureOf(crm.peopleBy(clues, RING));
    expect(failure.trouble).toBe('missing-right');
    expect(failure.message).toContain('Read on Contact');
  });

  test('without that to opportunities, deals are missing a right, and companies are not', async () => {
    standIn.hidden.add('Opportunity');
    const globex = accountRecord();
    standIn.records.push(globex);
    const of = { person: { ...(await nobodyOf()), id: '' }, companyId: idOf(globex) };
    expect(await failureOf(crm.openDealsOf(of, RING))).toMatchObject({ trouble: 'missing-right' });
    expect(await crm.company(idOf(globex), RING)).toMatchObject({ name: 'Globex' });
  });

  test.each(['Account', 'Contact.Owner.Name', 'Contact.HomePhone', 'Contact.MobilePhone', 'Owner'])(
    'without that to %s, whoever has the number is found all the same',
    async (hidden) => {
      standIn.hidden.add(hidden);
      const globex = accountRecord();
      const ana = contactRecord({ Phone: NUMBER }, globex);
      standIn.records.push(globex, ana);
      const found = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
      expect(found).toMatchObject({ isComplete: true, items: [{ id: idOf(ana), numbers: [NUMBER] }] });
    },
  );

  test('without that to the e-mail of contacts, a list by e-mail is never whole', async () => {
    standIn.hidden.add('Contact.Email');
    standIn.records.push(leadRecord({ Email: EMAIL }));
    expect(await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING)).toMatchObject({
      isComplete: false,
      items: [{ kind: 'lead' }],
    });
  });
});

async function nobodyOf() {
  return {
    kind: 'contact',
    name: null,
    emails: [],
    numbers: [],
    company: null,
    dealIds: null,
    owner: null,
    properties: {},
  } as const;
}
