import type { CallKey } from '../../src-shared/brand.ts';
import type { BookChange } from './call-book.ts';
import type { LedgerChange } from './ledger-change.ts';

/** The calls that may read differently after a change, those that are gone included. */
export function changedCalls(change: LedgerChange | BookChange): readonly CallKey[] {
  switch (change.kind) {
    case 'received':
    case 'left':
    case 'claimed':
    case 'noted':
    case 'crm':
      return [change.call];
    case 'moved':
      return [change.from, change.to];
    case 'contacts':
    case 'gone':
    case 'restored':
      return change.calls;
    case 'texted':
    case 'untexted':
    case 'textsRead':
    case 'passed':
      return [];
  }
}
