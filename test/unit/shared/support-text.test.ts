import { expect, test } from 'vitest';
import type { ActivityEntry } from '../../../src-shared/activity/activity.ts';
import { supportText } from '../../../src-shared/activity/support-text.ts';
import type { CallKey } from '../../../src-shared/brand.ts';
import { linkInWords } from '../../../src-shared/link/link-in-words.ts';

const AT = Date.UTC(2026, 0, 13, 14, 32, 4);
const entry = (id: number, change: Partial<ActivityEntry>): ActivityEntry => ({
  id,
  at: AT,
  topic: 'call.received',
  call: null,
  who: 'Ana Lopez',
  verdict: { kind: 'popped' },
  isTest: false,
  ...change,
});

test('the text for support tells what was done with each event, and nothing about whom', () => {
  const text = supportText([
    entry(4, { call: 'cal_ana@example.com' as CallKey }),
    entry(3, { call: 'cal_ana@example.com' as CallKey, verdict: { kind: 'late', byS: 312 } }),
    entry(2, { call: '+33612345678' as CallKey, isTest: true, topic: 'call.completed' }),
    entry(1, { topic: 'Ana Lopez rang', verdict: { kind: 'unreadable' } }),
  ]);
  expect(text.split('\n')).toEqual([
    '2026-01-13T14:32:04.000Z\tcall.received\tcall 1\tpopped',
    '2026-01-13T14:32:04.000Z\tcall.received\tcall 1\tlate by 312 s',
    '2026-01-13T14:32:04.000Z\tcall.completed\tcall 2\tpopped\ttest',
    '2026-01-13T14:32:04.000Z\tother\t-\tunreadable',
    '',
  ]);
  expect(text).not.toMatch(/Ana|@|\+33/);
});

test.each([
  [{ kind: 'unpaired' }, 'unpaired'],
  [{ kind: 'unpaired', keychain: 'other' }, 'unpaired (keychain: other)'],
  [{ kind: 'live', agent: 'ana@example.com', relay: 'relay.example' }, 'live'],
  [
    {
      kind: 'reconnecting',
      since: AT,
      relay: 'relay.example',
      why: { trouble: 'certificate-expired', code: 'CERT_HAS_EXPIRED' },
    },
    'reconnecting since 2026-01-13T14:32:04.000Z (certificate-expired, CERT_HAS_EXPIRED)',
  ],
  [
    {
      kind: 'reconnecting',
      since: AT,
      relay: 'relay.example',
      why: { trouble: 'unknown', code: 'relay.example said: Ana' },
    },
    'reconnecting since 2026-01-13T14:32:04.000Z (unknown, other)',
  ],
] as const)('it says why there is no connection, and not to where: %j', (link, said) => {
  expect(linkInWords(link)).toBe(said);
});
