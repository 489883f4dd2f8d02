import type { WebhookId } from '../../src-shared/brand.ts';
import { bothNotes } from './call-marks.ts';
import { createLedger } from './filing.ts';
import type { Ledger } from './ledger.ts';
import type { BookRecord } from './records.ts';

/**
 * What two books of one agent say together: every event by its webhook, every mark, of two notes on a call both. The
 * newer one says where the relay should go on from; where the relay counted anew in between, it is asked for everything,
 * and what it does not send again goes, as after any `reset`. Merging again what was merged changes nothing.
 * @returns null when they are of different agents
 */
export function mergeBooks(
  older: readonly BookRecord[],
  newer: readonly BookRecord[],
): readonly BookRecord[] | null {
  const whole = ledgerOf(older);
  const top = ledgerOf(newer);
  if (whole.owner !== null && top.owner !== null && whole.owner !== top.owner) return null;
  const { epoch, isRebuilding, lookedAt } = whole;
  const unread = unreadInBoth(whole, top);
  for (const record of top.records()) {
    if (record.kind === 'note') {
      const { kind, call, text } = record;
      whole.apply({ kind, call, text: bothNotes(whole.noteOf(call), text) });
    } else if (record.kind === 'texts unread') continue;
    else if (record.kind === 'looked') whole.apply({ kind: 'looked', at: Math.max(record.at, lookedAt) });
    else whole.apply(record);
  }
  if (whole.texts.isSettled || top.texts.isSettled) whole.apply({ kind: 'texts unread', texts: unread });
  const isDoubtful = epoch !== null && (isRebuilding || epoch !== top.epoch);
  if (isDoubtful && top.epoch !== null && !top.isRebuilding)
    whole.apply({ kind: 'reset', epoch: top.epoch, from: 0 });
  return whole.records();
}

/** Texts that no book knows as read. */
function unreadInBoth(older: Ledger, newer: Ledger): WebhookId[] {
  return [
    ...[...older.texts.unread].filter((id) => !isRead(id, newer)),
    ...[...newer.texts.unread].filter((id) => !older.texts.unread.has(id) && !isRead(id, older)),
  ];
}

function isRead(id: WebhookId, { texts, callOf }: Ledger): boolean {
  return callOf(id) === null && !texts.unread.has(id);
}

/** Whose book it is; null when nobody has said. */
export function ownerOf(records: readonly BookRecord[]): string | null {
  return ledgerOf(records).owner;
}

function ledgerOf(records: readonly BookRecord[]): Ledger {
  const ledger = createLedger();
  for (const record of records) ledger.apply(record);
  return ledger;
}
