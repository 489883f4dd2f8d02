import type { CallKey, Instant } from '../../../src-shared/brand.ts';
import type { RelayFrame } from '../../../src-shared/wire/protocol.ts';
import type { Records } from '../../../src-shared/crm/records.ts';
import { CALL, isoAt, NOON } from './heard.ts';

/** What a CRM may have of a call's party. */
export const TOLD: Records = {
  crm: 'hubspot',
  account: '8812734',
  contact: { record: { id: '101', kind: 'contact', label: 'Ana Lopez' } },
  company: {
    choices: [
      { id: '7', label: 'Globex' },
      { id: '8', label: 'Globex Paris', hint: 'Paris' },
    ],
    of: 9,
  },
  deals: { 'dea-1': { record: { id: '501' } } },
  extras: { at: isoAt(NOON) as Instant, owner: 'Sam Okafor', sharing: 3 },
};

export function recordsFrame(
  call: CallKey = CALL,
  records: Records = TOLD,
): Extract<RelayFrame, { type: 'records' }> {
  return { type: 'records', call, ...records };
}
