import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src-shared/allo/events.ts';
import { toInstant } from '../../../src-shared/allo/moments.ts';
import type { Instant } from '../../../src-shared/brand.ts';
import { transcriptLines } from '../../../src-shared/calls/transcript.ts';
import { completed, dial, ring, sms, answer, type AlloBody } from '../../fixtures/allo.ts';

const NINE = '2026-02-03T09:15:45.000Z';
const SENT = '2026-02-03T09:15:46.000Z';
const ARRIVED = '2026-02-03T09:15:47.000Z' as Instant;

describe('a moment', () => {
  it.each([
    '2026-02-03T09:15:45.000Z',
    '2026-02-03T09:15:45',
    '2026-02-03 09:15:45',
    '2026-02-03 09:15:45Z',
    '2026-02-03 09:15:45 UTC',
    '2026-02-03T09:15:45,000Z',
    '2026-02-03T09:15:45.000000000Z',
    '2026-02-03T09:15:45+00',
    '2026-02-03T09:15:45+0000',
    '2026-02-03T09:15:45+00:00',
    '2026-02-03T10:15:45+01',
    '2026-02-03T10:15:45+01:00[Europe/Paris]',
    '2026-02-03T04:45:45−0430',
    '2026-02-03T09:15:45[UTC]',
    '2026-02-03T09:15:45Z[UTC]',
    '2026-02-03T09:15:45 [Etc/UTC]',
    '2026-02-03t09:15:45z',
    '20260203T091545Z',
    '2026/02/03 09:15:45',
    ' 2026-02-03T09:15:45Z ',
    '"2026-02-03T09:15:45Z"',
    '２０２６-０２-０３T０９:１５:４５Z',
    'Tue, 03 Feb 2026 09:15:45 GMT',
    'Tue, 3 Feb 2026 10:15:45 +0100',
    'Tue Feb 03 2026 10:15:45 GMT+0100 (Central European Standard Time)',
    1770110145,
    '1770110145',
    '1770110145,0',
    1770110145000,
    '1770110145000',
    1770110145000000,
    '1770110145000000000',
    '/Date(1770110145000)/',
    '2026-02-03 09:15:45 +0000 UTC',
    '2026-02-03 10:15:45 +0100 CET',
    '2026-02-03T09:15:45 (UTC)',
    '2026-02-03T09:15:45Z UTC',
    '2026-02-03T09:15:45.Z',
    '2026-02-03, 09:15:45',
    'Tue Feb 03 09:15:45 UTC 2026',
    'Tue Feb 03 09:15:45 2026',
  ])('%j is read', (written) => {
    expect(toInstant(written)).toBe(NINE);
  });

  it.each([
    ['2026-02-03T09:15:45,678901Z', '2026-02-03T09:15:45.678Z'],
    ['2026-02-03T09:15Z', '2026-02-03T09:15:00.000Z'],
    ['2026-02-03T24:00:00Z', '2026-02-04T00:00:00.000Z'],
    ['2026-06-30T23:59:60Z', '2026-06-30T23:59:59.000Z'],
    [1770110145.678, '2026-02-03T09:15:45.678Z'],
  ])('%j reads as %s', (written, read) => {
    expect(toInstant(written)).toBe(read);
  });

  it.each([
    'yesterday',
    '',
    ' ',
    '2026',
    '2026-02-03',
    '09:15:45',
    '2027-02-31T00:00:00Z',
    '2026-13-45T00:00:00Z',
    '2026-02-03T25:00:00Z',
    '2026-02-03T09:61:00Z',
    '2026-02-03T09:15:45+25:00',
    '2026-02-03T09:15:45[Europe/Paris]',
    '2026-02-03T09:15:45 CET',
    'Tue Feb 03 09:15:45 CET 2026',
    '2026-02-03 09:15:45 PM',
    '0001-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2101-01-01T00:00:00Z',
    0,
    -1,
    1,
    86_400,
    1e21,
    Number.NaN,
    Infinity,
    '12345',
    true,
    null,
    undefined,
    {},
    [],
    ['2026-02-03T09:15:45Z'],
  ])('%j is none', (written) => {
    expect(toInstant(written)).toBeNull();
  });

  it('in every writing is the same moment, and what is read is read again', () => {
    const moments = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2100-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (at) => {
        at.setMilliseconds(0);
        const iso = at.toISOString();
        const s = at.getTime() / 1000;
        for (const written of [
          iso,
          iso.replace('T', ' '),
          iso.replace('Z', '[UTC]'),
          iso.replace('.000Z', ',0+00'),
          at.toUTCString(),
        ])
          expect(toInstant(written)).toBe(iso);
        for (const count of [s, s * 1e3, s * 1e6, String(s), String(s * 1e3)]) {
          // Fewer than nine digits are no count of seconds.
          if (s >= 1e8 && (typeof count === 'number' || count.length >= 9))
            expect(toInstant(count)).toBe(iso);
        }
      }),
    );
  });

  it('is on a day that there is, in every month', () => {
    for (const year of [2026, 2028, 2100])
      for (let month = 1; month <= 12; month += 1)
        for (let day = 1; day <= 31; day += 1) {
          const written = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T09:15:45.678Z`;
          const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1;
          expect(toInstant(written), written).toBe(isDay ? written : null);
        }
  });

  it('is never nonsense, whatever it is read from', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.anything(), fc.date().map(String)), (written) => {
        const at = toInstant(written);
        if (at !== null) expect(at >= '2000' && at < '2101' && toInstant(at) === at).toBe(true);
      }),
    );
  });
});

function reads(body: AlloBody, data: object, timestamp: unknown = SENT, arrived: Instant | null = ARRIVED) {
  const arrivedAt = arrived === null ? null : Date.parse(arrived);
  const read = readEvent({ ...body, timestamp, data: { ...body.data, ...data } }, arrivedAt);
  if (!read.ok) throw new Error(read.reason);
  const { data: said } = read.event;
  return [read.timed, 'started_at' in said ? said.started_at : 'sent_at' in said ? said.sent_at : null];
}

describe('an event whose own time', () => {
  const bad = fc.constantFrom(
    undefined,
    null,
    '',
    'soon',
    0,
    '0001-01-01T00:00:00Z',
    '9999-12-31',
    '2031-02-03T09:15:45Z',
    {},
  );

  it.each([
    ['call.received', ring(), ['started_at', 'start_date']],
    ['call.triggered', dial(), ['started_at', 'start_date']],
    ['call.answered', answer(), ['started_at', 'start_date', 'answered_at']],
    ['sms.received', sms(), ['sent_at']],
  ] as const)('cannot be read has the time it was sent at, else its arrival: %s', (_, body, fields) => {
    fc.assert(
      fc.property(bad, (time) => {
        const data = Object.fromEntries(fields.map((field) => [field, time]));
        expect(reads(body, data)).toEqual(['envelope', SENT]);
        const isRead = time === '2031-02-03T09:15:45Z';
        if (!isRead) expect(reads(body, data, 'never')).toEqual(['arrival', ARRIVED]);
        expect(reads(body, { ...data, [fields.at(-1) ?? '']: NINE })).toEqual(['said', NINE]);
      }),
    );
  });

  it('is missing in a completed call began as long before it was sent as it took', () => {
    const none = { start_date: undefined, length_in_minutes: 5.5 };
    expect(reads(completed(), none)).toEqual(['envelope', '2026-02-03T09:10:16.000Z']);
    expect(reads(completed(), { ...none, length_in_minutes: null })).toEqual(['envelope', SENT]);
    expect(reads(completed(), { ...none, length_in_minutes: -3 })).toEqual(['envelope', SENT]);
  });

  it('cannot be read, sent and come at no time at all, is kept aside', () => {
    const body = { ...ring(), timestamp: null, data: { ...ring().data, started_at: 'soon' } };
    expect(readEvent(body)).toMatchObject({ ok: false });
  });

  it('is later than its sending by what clocks differ is believed', () => {
    expect(reads(ring(), { started_at: '2026-02-03T11:15:45.000Z' })).toEqual([
      'said',
      '2026-02-03T11:15:45.000Z',
    ]);
  });
});

describe('the times of a transcript', () => {
  it.each([
    ['2026-02-03 09:15:52', 7],
    ['1770110152', 7],
    ['1770110152000', 7],
    ['01:07', 67],
    ['01:07,5', 67.5],
    ['7,25', 7.25],
    ['7', 7],
    ['soon', null],
  ])('%s is read as %s s', (time, atS) => {
    const line = { source: 'USER', time, text: 'Hello' };
    const [read] = transcriptLines(
      { transcriptions: [line], concatenated_transcript: null },
      Date.parse(NINE),
    );
    expect(read?.atS).toBe(atS);
  });

  it('may come as numbers', () => {
    const read = readEvent(completed({ transcriptions: [{ source: 'USER', time: 7, text: 'Hello' }] }));
    expect(read.ok && read.event.topic === 'call.completed' && read.event.data.transcriptions[0]?.time).toBe(
      '7',
    );
  });
});
