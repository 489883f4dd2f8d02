import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attio } from '../../../../../src-relay/crm/attio/attio.ts';
import type { CrmConnection } from '../../../../../src-relay/crm/contract.ts';
import { attioDeal, attioPerson, ownedBy } from '../../../../fixtures/crm/attio-records.ts';
import { ATTIO_SCOPES, ATTIO_TOKEN, type AttioStandIn, startAttio } from '../../../../fixtures/crm/attio.ts';
import { askedCrm, REFRESH, RING } from '../../../../fixtures/crm/asked.ts';
import { failureOf } from '../../../../fixtures/crm/plain-crm.ts';

let standIn: AttioStandIn;
let crm: CrmConnection;

beforeEach(async () => {
  standIn = await startAttio();
  crm = askedCrm(attio, standIn, { kind: 'token', token: ATTIO_TOKEN });
});
afterEach(async () => {
  expect(standIn.complaints).toEqual([]);
  await standIn.close();
});

const EMAIL = 'ann@acme.test';
const clues = { emails: [EMAIL], numbers: ['+33199001234'] };
const html = { text: '<html>Just a moment…</html>', headers: { 'content-type': 'text/html' } };

function error(status: number, code: string, headers: Record<string, string> = {}) {
  const message = `Nothing for ${EMAIL}`;
  return { status, headers, json: { status_code: status, type: 'invalid_request_error', code, message } };
}

test.each([
  [error(401, 'unauthorized'), 'refused', /access token.*Workspace settings → Developers/],
  [
    error(403, 'insufficient_scopes'),
    'missing-right',
    /record_permission:read and object_configuration:read/,
  ],
  [error(403, 'billing_error'), 'rejected', /plan/],
  [error(404, 'elsewhere'), 'unreadable', /404/],
  [error(400, 'filter_error'), 'rejected', /"people" \(400 filter_error\)/],
  [error(429, 'rate_limit_exceeded'), 'limited', /too many requests/],
  [error(500, 'internal'), 'broken', /500/],
  [{ status: 503, ...html }, 'broken', /503/],
  [{ status: 200, ...html }, 'unreadable', /Attio answered 200/],
  [{ status: 403, ...html }, 'missing-right', /record_permission:read/],
  [{ status: 404, ...html }, 'unreadable', /404/],
  [{ status: 200, json: {} }, 'unreadable', /none of its answers/],
  [{ status: 200, json: { data: 'x' } }, 'unreadable', /none of its answers/],
  [{ status: 200, json: [] }, 'unreadable', /none of its answers/],
] as const)('an answer of %j is trouble: %s', async (answer, trouble, message) => {
  standIn.play(answer, { on: 'people' });
  const failure = await failureOf(crm.peopleBy(clues, REFRESH));
  expect(failure).toMatchObject({ trouble });
  expect(failure.message).toMatch(message);
  expect(failure.message).not.toContain(EMAIL);
  expect(failure.message).not.toContain(ATTIO_TOKEN);
});

test('a wrong token is refused, with what to do', async () => {
  crm = askedCrm(attio, standIn, { kind: 'token', token: 'wrong' });
  expect(await failureOf(crm.whoAmI(RING))).toMatchObject({ trouble: 'refused' });
});

test('a token that is not active any more is refused', async () => {
  standIn.isActive = false;
  const failure = await failureOf(crm.whoAmI(RING));
  expect(failure).toMatchObject({ trouble: 'refused' });
  expect(failure.message).toMatch(/not active/);
});

test.each([{ workspace_slug: undefined }, { workspace_slug: '../x' }, { workspace_id: 7 }])(
  'a workspace that says %j of itself is not taken for one',
  async (odd) => {
    standIn.play({
      status: 200,
      json: { active: true, workspace_id: randomUUID(), workspace_slug: 'acme', ...odd },
    });
    expect(await failureOf(crm.whoAmI(RING))).toMatchObject({ trouble: 'unreadable' });
  },
);

test('too much at once is limited, and goes on with the next second', async () => {
  standIn.records.push(attioPerson({ emails: [EMAIL] }));
  standIn.spend('reads', 100);
  const failure = await failureOf(crm.peopleBy(clues, REFRESH));
  expect(failure).toMatchObject({ trouble: 'limited' });
  expect(failure.retryAfterMs).toBeLessThanOrEqual(2000);
  expect((await crm.peopleBy(clues, RING)).items).toHaveLength(1);
});

test('with every right, none is missing', async () => {
  standIn.scopes = ['record_permission:read-write', 'object_configuration:read-write', ...ATTIO_SCOPES];
  expect(await crm.missingRights(RING)).toEqual([]);
});

test.each([
  [['object_configuration:read', 'user_management:read'], ['record_permission:read']],
  [['record_permission:read', 'user_management:read'], ['object_configuration:read']],
  [['record_permission:read', 'object_configuration:read'], ['user_management:read']],
  [[], ['record_permission:read', 'object_configuration:read', 'user_management:read']],
])('with the scopes %j, %j is missing', async (scopes, missing) => {
  standIn.scopes = scopes;
  const rights = await crm.missingRights(RING);
  expect(rights.map(({ name }) => name)).toEqual(missing);
  for (const { without } of rights) expect(without).not.toBe('');
});

test('a workspace without the deals object lacks it by name, and everything else works', async () => {
  standIn.areDealsOn = false;
  standIn.records.push(attioPerson({ emails: [EMAIL] }));
  const [right, ...more] = await crm.missingRights(RING);
  expect([right?.name, more]).toEqual([expect.stringContaining('Deals'), []]);
  const [person] = (await crm.peopleBy(clues, RING)).items;
  if (person === undefined) throw new Error('nobody there');
  const failure = await failureOf(crm.openDealsOf({ person, companyId: null }, RING));
  expect(failure).toMatchObject({ trouble: 'missing-right' });
  expect(failure.message).toMatch(/Deals.*Objects/);
  expect(await crm.deal(randomUUID(), RING)).toBeNull();
});

test('a trouble that is not about rights is no missing right', async () => {
  standIn.play(error(500, 'internal'), { on: 'people' });
  expect(await failureOf(crm.missingRights(RING))).toMatchObject({ trouble: 'broken' });
});

test('without the right to read members, or without their answer, only owners are unknown', async () => {
  const deal = attioDeal({ title: 'Renewal', owner: randomUUID() });
  const person = attioPerson({ emails: [EMAIL], values: { owner: [ownedBy(randomUUID())] } });
  standIn.records.push(deal, person);
  standIn.scopes = ATTIO_SCOPES.slice(0, 2);
  expect(await crm.deal(deal.id, RING)).toMatchObject({ title: 'Renewal', owner: null });
  expect((await crm.peopleBy(clues, RING)).items).toMatchObject([{ id: person.id, owner: null }]);
  expect(standIn.requests.filter(({ name }) => name === 'members')).toHaveLength(1);
});

test.each([
  ['drop', 'unreachable'],
  ['cut', 'unreachable'],
  [{ flood: 3_000_000 }, 'unreadable'],
] as const)('when the connection does %j, it is trouble: %s', async (fault, trouble) => {
  standIn.play(fault, { on: 'people' });
  expect(await failureOf(crm.peopleBy(clues, RING))).toMatchObject({ trouble });
});

test('Retry-After as a date is the time until then, by the clock of the answer', async () => {
  const date = { date: 'Sun, 29 Nov 2026 10:00:00 GMT', 'retry-after': 'Sun, 29 Nov 2026 10:00:02 GMT' };
  standIn.play(error(429, 'rate_limit_exceeded', date), { on: 'people' });
  const failure = await failureOf(crm.peopleBy(clues, REFRESH));
  expect(failure).toMatchObject({ trouble: 'limited', retryAfterMs: 2000 });
});
