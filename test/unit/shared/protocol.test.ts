import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAppFrame, readRelayFrame } from '../../../src-shared/wire/protocol.ts';

const frame = {
  type: 'event',
  seq: 1,
  call: 'call_1',
  topic: 'call.received',
  webhookId: 'msg_1',
  occurredAt: '2026-02-03T09:15:00.000Z',
  receivedAt: '2026-02-03T09:15:01.000Z',
  ageMs: 1000,
  data: { from_number: '+33199001234' },
};

describe('frames of ringside.v1', () => {
  it.each([
    '{"type":"resume","epoch":null,"after":0}',
    '{"type":"resume","epoch":"e1","after":12}',
    '{"type":"ack","seq":3}',
    '{"type":"claim","call":"call_1"}',
  ])('an app may say %s', (text) => {
    expect(readAppFrame(text)).toEqual(JSON.parse(text));
  });

  it('an app may say what it can, and is understood without it', () => {
    const resume = { type: 'resume', epoch: null, after: 0 };
    for (const [can, said] of [
      [['later', 'release'], ['release']],
      [[{}], []],
      [5, undefined],
      [null, undefined],
      [undefined, undefined],
    ])
      expect(readAppFrame(JSON.stringify({ ...resume, can }))).toEqual({ ...resume, can: said });
  });

  it.each([
    '',
    '[]',
    'null',
    '{"type":"resume"}',
    '{"type":"resume","epoch":7,"after":0}',
    '{"type":"resume","epoch":null,"after":-1}',
    '{"type":"resume","epoch":null,"after":1.5}',
    '{"type":"ack","seq":"3"}',
    '{"type":"event","seq":1}',
    '{"type":"shout"}',
  ])('%s is no frame of an app', (text) => {
    expect(readAppFrame(text)).toBeNull();
  });

  it('a relay’s event is read with what it carries and without what we do not know', () => {
    expect(readRelayFrame(JSON.stringify({ ...frame, future: true }))).toEqual(frame);
  });

  it.each([
    [
      'as the relay knows it',
      { callsIn30Days: 3, lastSms: { at: '2026-02-03T09:15:00.000Z', direction: 'inbound' } },
    ],
    ['of a shape we do not know', 'yesterday'],
    ['that is none', null],
  ])(
    'an event is read with memory %s; one we cannot read costs the memory, not the event',
    (what, memory) => {
      const read = readRelayFrame(JSON.stringify({ ...frame, memory }));
      expect(read).toEqual(what.startsWith('as') ? { ...frame, memory } : frame);
    },
  );

  it('reading never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        readAppFrame(text);
        readRelayFrame(text);
      }),
    );
  });
});
