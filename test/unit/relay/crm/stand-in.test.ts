import { afterEach, expect, test } from 'vitest';
import { startStandIn, type StandIn, type StandInParts } from '../../../fixtures/crm/stand-in.ts';

const parts: StandInParts = {
  permitted: [
    {
      name: 'person',
      method: 'GET',
      path: '/people/{id}',
      headers: { authorization: /^Bearer / },
      query: ['fields'],
      pot: 'reads',
      answer: ({ params }) => ({ status: 200, json: { id: params['id'], name: 'Ann' } }),
    },
    {
      name: 'find',
      method: 'POST',
      path: '/people/find',
      check: ({ json }) => (typeof json === 'object' && json !== null ? null : 'has no body'),
      answer: () => ({ status: 200, json: { people: [] } }),
    },
  ],
  refuse: (_request, why) => ({ status: why === 'method' ? 405 : 404, json: { why } }),
  pots: { reads: { units: 2, everyMs: 60_000, beyond: (overruns) => ({ status: 429, json: { overruns } }) } },
};

let standIn: StandIn;
afterEach(() => standIn.close());

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(`${standIn.url}${path}`, { headers: { authorization: 'Bearer t' }, ...init });
  return { status: response.status, json: (await response.json()) as unknown };
}

test('it answers what is permitted, and remembers what was asked', async () => {
  standIn = await startStandIn(parts);
  expect(await ask('/people/a%2Fb?fields=name')).toEqual({ status: 200, json: { id: 'a/b', name: 'Ann' } });
  expect(standIn.requests).toMatchObject([{ name: 'person', path: '/people/a%2Fb', status: 200 }]);
  expect(standIn.complaints).toEqual([]);
});

test('anything else is refused and complained of', async () => {
  standIn = await startStandIn(parts);
  expect(await ask('/orgs')).toMatchObject({ status: 404, json: { why: 'path' } });
  expect(await ask('/people/1', { method: 'DELETE' })).toMatchObject({ status: 405 });
  expect(await ask('/people/1?depth=2')).toMatchObject({ json: { why: 'query' } });
  expect(await ask('/people/1', { headers: {} })).toMatchObject({ json: { why: 'header' } });
  expect(await ask('/people/find', { method: 'POST', body: '{' })).toMatchObject({ json: { why: 'query' } });
  expect(standIn.complaints).toHaveLength(5);
});

test('a pot is empty when it is, whoever spent it', async () => {
  standIn = await startStandIn(parts);
  standIn.spend('reads', 1);
  expect((await ask('/people/1')).status).toBe(200);
  expect(await ask('/people/1')).toEqual({ status: 429, json: { overruns: 1 } });
  expect(await ask('/people/1')).toEqual({ status: 429, json: { overruns: 2 } });
  expect(standIn.complaints).toEqual([]);
});

test('faults are played in their order, to the requests they are for', async () => {
  standIn = await startStandIn(parts);
  standIn.play({ status: 503, text: '<html>', headers: { 'content-type': 'text/html' } }, { on: 'find' });
  standIn.play('drop');
  standIn.play('cut');
  await expect(ask('/people/1')).rejects.toThrow();
  await expect(ask('/people/1')).rejects.toThrow();
  expect((await ask('/people/1')).status).toBe(200);
  const response = await fetch(`${standIn.url}/people/find`, { method: 'POST', body: '{}' });
  expect([response.status, await response.text()]).toEqual([503, '<html>']);
});

test('it can hang, drip, flood, and take its time', async () => {
  standIn = await startStandIn(parts);
  standIn.play('hang');
  standIn.play({ drip: 100_000, everyMs: 5 });
  await expect(ask('/people/1', { signal: AbortSignal.timeout(50) })).rejects.toThrow();
  await expect(ask('/people/1', { signal: AbortSignal.timeout(50) })).rejects.toThrow();
  standIn.play({ flood: 300_000 });
  const flooded = await fetch(`${standIn.url}/people/1`);
  expect((await flooded.text()).length).toBeGreaterThan(300_000);
  standIn.latency = { from: 40, to: 60, seed: 1 };
  const since = performance.now();
  await ask('/people/find', { method: 'POST', body: '{}' });
  expect(performance.now() - since).toBeGreaterThan(39);
});

test('answers change as a next release may change them, by the seed alone', async () => {
  standIn = await startStandIn({ ...parts, pots: {} });
  const answers = async () => [await ask('/people/1'), await ask('/people/1'), await ask('/people/1')];
  standIn.scramble = { seed: 3, unknown: 1 };
  const known = await answers();
  expect(known.every(({ json }) => Object.keys(json as object).length === 3)).toBe(true);
  standIn.scramble = { seed: 4, missing: 1 };
  expect((await ask('/people/1')).json).toEqual({});
  standIn.scramble = { seed: 5, wrong: 1 };
  expect((await ask('/people/1')).json).not.toEqual({ id: '1', name: 'Ann' });
});
