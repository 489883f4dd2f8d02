import { expect, test } from 'vitest';
import type { CallKey } from '../../../../src-shared/brand.ts';
import { MAX_PER_SIDE } from '../../../../src-relay/journal/rules/neighbourhood.ts';
import type { NearbySighting } from '../../../../src-relay/journal/rules/reads.ts';
import { nearbyCalls } from '../../../../src-relay/postgres/filing/nearby-calls.ts';
import type { EventId } from '../../../../src-relay/sql/ids.ts';

const CALL = 'a call' as CallKey;

function sighting(body: object, call = CALL): NearbySighting {
  return { event: 1 as EventId, call, startedAt: 0, body: JSON.stringify(body) };
}

const rang = sighting({ kind: 'ring' });
const completed = sighting({ kind: 'completed', callId: 'cll_1' });

test.each<readonly [string, readonly (readonly NearbySighting[])[], boolean]>([
  ['that was not found', [], false],
  ['that only rang', [[rang]], true],
  ['beside which another one was completed', [[rang, { ...completed, call: 'other' as CallKey }]], true],
  ['whose completion names it', [[rang, completed]], false],
  ['whose completion was found elsewhere', [[completed], [rang]], false],
  ['of whose sender’s text is like a name', [[sighting({ text: '"callId":"cll_1"' })]], true],
  ['of a flood, more of which is not looked at', [Array(MAX_PER_SIDE).fill(rang)], false],
])('a call %s is kept from others by its number, or is not', (_, found, isOnlyByNumber) => {
  const calls = nearbyCalls();
  for (const each of found) calls.note(each);
  expect(calls.isOnlyByNumber(CALL)).toBe(isOnlyByNumber);
  calls.clear();
  expect(calls.isOnlyByNumber(CALL)).toBe(false);
  calls.note([rang]);
  expect(calls.isOnlyByNumber(CALL)).toBe(true);
});
