import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  PIPEDRIVE_TOKEN,
  type PipedriveStandIn,
  startPipedrive,
} from '../../../../fixtures/crm/pipedrive.ts';

let crm: PipedriveStandIn;
let now = 0;

beforeEach(async () => {
  now = 0;
  crm = await startPipedrive({ elapsed: () => now });
});
afterEach(() => crm.close());

async function ask(path: string, token = PIPEDRIVE_TOKEN) {
  const response = await fetch(`${crm.url}${path}`, { headers: { 'x-api-token': token } });
  const text = await response.text();
  const json = text.startsWith('{') ? (JSON.parse(text) as { data?: { items?: unknown[] } }) : null;
  return { status: response.status, json, header: (name: string) => response.headers.get(name) };
}

const find = (term: string) => `/api/v2/persons/search?fields=phone&term=${encodeURIComponent(term)}`;

describe('what Pipedrive does not know is refused, and is a complaint', () => {
  test.each([
    ['an ended version', '/v1/persons/search?term=612345678', 410],
    ['another version', '/api/v3/persons/1', 404],
    ['a token in the address', '/api/v2/persons/1?api_token=x', 400],
    ['a term of one letter', '/api/v2/persons/search?fields=phone&term=6', 400],
    ['a field that there is not', '/api/v2/persons/search?fields=mobile&term=612345678', 400],
    ['more than 500 at once', '/api/v2/deals?limit=501', 400],
  ])('%s', async (_name, path, status) => {
    expect((await ask(path)).status).toBe(status);
    expect(crm.complaints).toHaveLength(1);
  });
});

test('a number is found as it was typed, and in no other spelling', async () => {
  crm.addPerson({ name: 'Ann', phones: ['06 12 34 56 78'] });
  const found = async (term: string) => (await ask(find(term))).json?.data?.items?.length;
  expect(await found('6 12 34 56 78')).toBe(1);
  expect(await found('612345678')).toBe(0);
  expect(await found('+33612345678')).toBe(0);
});

test('after 10 searches in 2 s it says too much, without a word of when, and turns away whoever asks on', async () => {
  const answers = [];
  for (let n = 0; n < 25; n += 1) answers.push(await ask(find('612345678')));
  expect(answers.map(({ status }) => status)).toEqual([
    ...Array<number>(10).fill(200),
    ...Array<number>(10).fill(429),
    ...Array<number>(5).fill(403),
  ]);
  expect(answers[10]?.header('retry-after')).toBeNull();
  expect(answers[24]?.header('content-type')).toContain('text/html');
  now = 2001;
  expect((await ask(find('612345678'))).status).toBe(200);
  expect(crm.complaints).toEqual([]);
});

test('the tokens of the day are spent by what things cost, and then there is nothing more', async () => {
  crm.tokensLeft = 31;
  await ask(find('612345678'));
  await ask('/api/v2/deals?status=open');
  expect(crm.tokensLeft).toBe(1);
  expect((await ask('/api/v2/persons/1')).status).toBe(404);
  expect((await ask('/api/v2/persons/1')).status).toBe(429);
});

test('a token is refused, and its user may not read everything', async () => {
  expect((await ask('/v1/users/me', 'other')).status).toBe(401);
  crm.can = ['contacts'];
  expect(await ask('/api/v2/deals')).toMatchObject({ status: 403, json: { success: false } });
  expect(crm.complaints).toEqual([]);
});
