import type { CallKey } from '../../../src-shared/brand.ts';
import type { RecordsFrame } from '../../../src-shared/wire/protocol.ts';
import type { Records } from '../../../src-shared/crm/records.ts';
import { frameOf, type Show } from '../extras/frame.ts';
import type { Known } from './known.ts';
import type { Ticket } from './tickets.ts';

/** What a call's apps are told of its party; it may be nothing. */
export function recordsFrame(
  call: CallKey,
  { crm, account }: Pick<Records, 'crm' | 'account'>,
  ticket: Ticket,
  { contact, company, deals, extras }: Known,
  show: Show,
): RecordsFrame {
  const ofDeals = ticket.deals.flatMap(([id, print]) => {
    const found = deals.get(print);
    return found === undefined ? [] : [[id, found] as const];
  });
  const records = {
    crm,
    ...(contact === null ? {} : { contact }),
    ...(company?.of === ticket.company ? { company: company.found } : {}),
    deals: Object.fromEntries(ofDeals),
    ...(extras === null ? {} : { extras }),
  };
  const known = frameOf(records, show);
  return { type: 'records', call, ...(account === undefined ? {} : { account }), ...known };
}

/** Whether it says anything. */
export function saysSomething({ contact, company, deals, extras }: RecordsFrame): boolean {
  return [contact, company, deals, extras].some((part) => part !== undefined);
}
