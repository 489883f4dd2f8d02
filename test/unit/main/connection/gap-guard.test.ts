import { expect, test } from 'vitest';
import type { Epoch } from '../../../../src-shared/brand.ts';
import { readRelayFrame } from '../../../../src-shared/wire/protocol.ts';
import { createGapGuard } from '../../../../src-main/connection/gap-guard.ts';
import { ring } from '../../../fixtures/allo.ts';
import { EPOCH, frameOf, welcome } from '../heard.ts';

const event = (seq: number) => frameOf(ring(), { seq });

test('a relay that does not say where it goes on from costs one more try, and no event', () => {
  const nowhere = readRelayFrame(JSON.stringify({ ...welcome('another' as Epoch), from: 'there' }));
  const guard = createGapGuard();
  const connected = (...seqs: number[]) => {
    guard.start(EPOCH, 40);
    if (nowhere !== null) guard.check(nowhere);
    guard.check({ type: 'reset', reason: 'epoch' });
    return seqs.map((seq) => guard.check(event(seq)));
  };
  expect(connected(501)).toEqual(['gap']);
  expect(connected(501, 502, 502)).toEqual(['good', 'good', 'stale']);
});
