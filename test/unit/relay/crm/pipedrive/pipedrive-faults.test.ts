import { describe, expect, test } from 'vitest';
import { type CrmAnswer, CrmFailure } from '../../../../../src-relay/crm/contract.ts';
import { pipedrive } from '../../../../../src-relay/crm/pipedrive/pipedrive.ts';

function answer(status: number, json?: unknown): CrmAnswer {
  return { status, json, header: () => null };
}

const HTML = undefined;
const failed = { success: false, error: 'ann@acme.test +33612345678', error_info: '' };

test('a record that is not there is an answer, and a list that is not there is none', () => {
  expect(pipedrive.faultOf(answer(404, failed), 'person')).toBeNull();
  expect(pipedrive.faultOf(answer(404, failed), 'deals')).toMatchObject({ trouble: 'unreadable' });
});

test.each([
  ['a token that is not taken', answer(401, failed), 'refused', null],
  ['a company that is not paid for', answer(402, failed), 'broken', 3_600_000],
  ['a user who may not', answer(403, failed), 'missing-right', null],
  ['a page of Cloudflare', answer(403, HTML), 'limited', 900_000],
  ['a page that is not there', answer(404, HTML), 'unreadable', null],
  [
    'a method that is not there',
    answer(404, { success: false, error: 'Unknown method .' }),
    'unreadable',
    null,
  ],
  ['an ended version', answer(410, failed), 'unreadable', null],
  ['a value that is not taken', answer(400, failed), 'rejected', null],
  ['too much', answer(429, failed), 'limited', null],
  ['too much, in HTML', answer(429, HTML), 'limited', null],
  ['trouble there', answer(500, failed), 'broken', null],
  ["trouble on Cloudflare's way", answer(522, HTML), 'broken', null],
  ['a page in place of an answer', answer(200, HTML), 'unreadable', null],
  ['a refusal with 200', answer(200, failed), 'unreadable', null],
  ['a list in place of an answer', answer(200, []), 'unreadable', null],
  ['nothing', answer(204), 'unreadable', null],
])('%s is a failure that says what to do', (_name, given, trouble, retryAfterMs) => {
  const failure = pipedrive.faultOf(given, 'deal');
  expect(failure).toBeInstanceOf(CrmFailure);
  expect(failure).toMatchObject({ trouble, retryAfterMs });
  expect(failure?.message).toMatch(/^Pipedrive.{30}/);
  expect(failure?.message).not.toMatch(/ann@|612345678/);
});

describe('a missing right', () => {
  test.each([
    ['findPeople', 'contacts:read'],
    ['organization', 'contacts:read'],
    ['deals', 'deals:read'],
    ['stages', 'deals:read'],
    ['users', 'users:read'],
  ] as const)('is named by what was read: %s', (read, right) => {
    expect(pipedrive.faultOf(answer(403, failed), read)?.message).toContain(right);
  });
});
