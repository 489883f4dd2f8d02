import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiveRelayFrame } from '../../../src-shared/wire/protocol.ts';
import { NOTHING_HELD } from '../../../src-shared/wire/policy.ts';
import { recordsFrame } from '../main/told-records.ts';

describe('a frame of which a part cannot be read', () => {
  const whole = JSON.parse(JSON.stringify(recordsFrame())) as Record<string, unknown>;
  const parts = ['contact', 'company', 'deals', 'extras'];
  const nonsense = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(fc.integer()),
    fc.constant({ record: 7 }),
  );

  it('says all else that it says', () => {
    fc.assert(
      fc.property(fc.subarray(parts, { minLength: 1 }), nonsense, (broken, value) => {
        const frame = { ...whole, ...Object.fromEntries(broken.map((part) => [part, value])) };
        const read = receiveRelayFrame(JSON.stringify(frame), () => NOTHING_HELD)?.value;
        if (read?.type !== 'records') throw new Error('no frame');
        for (const part of parts.filter((one) => !broken.includes(one)))
          expect(read[part as keyof typeof read]).toEqual(whole[part]);
        expect(read.crm).toBe('hubspot');
      }),
    );
  });

  it('a record of an id that is none costs itself, and its neighbours stay', () => {
    const frame = {
      ...whole,
      deals: { a: { record: { id: '../../etc' } }, b: { record: { id: '12' } } },
      company: {
        choices: [
          { id: 'x'.repeat(65), label: 'Long' },
          { id: '8', label: 'Short' },
        ],
      },
    };
    const read = receiveRelayFrame(JSON.stringify(frame), () => NOTHING_HELD)?.value;
    expect(read).toMatchObject({
      deals: { b: { record: { id: '12' } } },
      company: { choices: [{ id: '8', label: 'Short' }] },
    });
    expect(JSON.stringify(read)).not.toContain('etc');
  });

  it('somebody of a kind that is not known is not taken for a contact of that id', () => {
    const frame = {
      ...whole,
      contact: {
        record: { id: '101', kind: 'vendor' },
        choices: [
          { id: '102', kind: 7, label: 'Ana' },
          { id: '103', kind: 'lead', label: 'Ana', hint: 7 },
        ],
      },
    };
    const read = receiveRelayFrame(JSON.stringify(frame), () => NOTHING_HELD)?.value;
    if (read?.type !== 'records') throw new Error('no frame');
    expect(read.contact).toEqual({ choices: [{ id: '103', kind: 'lead', label: 'Ana' }] });
  });

  it('what was said at a moment that is none is not said, and all else is', () => {
    const at = '2026-11-23T12:00:00+02';
    const frame = { ...whole, extras: { at, owner: 'Sam Okafor' } };
    const read = receiveRelayFrame(JSON.stringify(frame), () => NOTHING_HELD)?.value;
    if (read?.type !== 'records') throw new Error('no frame');
    expect(read.extras).toBeUndefined();
    expect(read.contact).toEqual(whole['contact']);
  });
});
