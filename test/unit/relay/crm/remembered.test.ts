import { describe, expect, test } from 'vitest';
import { CrmFailure } from '../../../../src-relay/crm/contract.ts';
import { remembered } from '../../../../src-relay/crm/remembered.ts';

/** Something that is loaded when the test says so. */
function slow() {
  const waiting: { give(value: string): void; fail(error: unknown): void }[] = [];
  let at = 0;
  const kept = remembered({
    load: () => new Promise<string>((give, fail) => void waiting.push({ give, fail })),
    freshMs: 1000,
    elapsed: () => at,
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { kept, waiting, settled, goOn: (ms: number) => void (at += ms) };
}

describe('what a CRM hardly ever changes', () => {
  test('is asked for once, and nobody waits who does not want to', async () => {
    const { kept, waiting, settled } = slow();
    expect([kept.now(), kept.now()]).toEqual([null, null]);
    const ready = kept.ready();
    expect(waiting).toHaveLength(1);
    waiting[0]?.give('stages');
    expect(await ready).toBe('stages');
    await settled();
    expect([kept.now(), await kept.ready()]).toEqual(['stages', 'stages']);
    expect(waiting).toHaveLength(1);
  });

  test('is used while it is asked for again, and kept when that fails', async () => {
    const { kept, waiting, settled, goOn } = slow();
    kept.now();
    waiting[0]?.give('stages');
    await settled();
    goOn(1000);
    expect(kept.now()).toBe('stages');
    expect(waiting).toHaveLength(2);
    waiting[1]?.fail(new CrmFailure('broken', 'down'));
    await settled();
    expect(await kept.ready()).toBe('stages');
    goOn(59_999);
    kept.now();
    expect(waiting).toHaveLength(2);
    goOn(1);
    kept.now();
    expect(waiting).toHaveLength(3);
  });

  test('is left alone for an hour without the right to it', async () => {
    const { kept, waiting, settled, goOn } = slow();
    const ready = kept.ready();
    waiting[0]?.fail(new CrmFailure('missing-right', 'no'));
    expect(await ready).toBeNull();
    await settled();
    goOn(3_599_999);
    expect(kept.now()).toBeNull();
    expect(waiting).toHaveLength(1);
    goOn(1);
    kept.now();
    expect(waiting).toHaveLength(2);
  });
});
