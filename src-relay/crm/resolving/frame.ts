import type { CallKey } from '../../../src-shared/brand.ts';
import { MAX_RECORDS_BYTES, type FoundRecord, type RecordExtras } from '../../../src-shared/wire/records.ts';
import type { RelayConfig } from '../../config/schema.ts';
import type { RecordsFrame } from '../../hub/frames.ts';
import type { AskedCrm } from '../contract.ts';
import type { Prints } from '../cache/prints.ts';
import { companyPrint } from './finding.ts';
import type { Known } from './known.ts';
import type { Party } from './party.ts';

export type Show = RelayConfig['records']['show'];

/** What a call's apps are told of its party; it may be nothing. Never longer than a frame may be. */
export function recordsFrame(
  call: CallKey,
  crm: AskedCrm,
  party: Pick<Party, 'facts'>,
  known: Known,
  prints: Prints,
  show: Show,
): RecordsFrame {
  const offered = (found: FoundRecord | null): FoundRecord | null =>
    found?.record === undefined && !show.choices ? null : found;
  const contact = offered(known.contact);
  const company = known.company?.of === companyPrint(party, prints) ? offered(known.company.found) : null;
  const deals = party.facts.deals.flatMap(({ id }): [string, FoundRecord][] => {
    const found = offered(known.deals.get(prints.deal(id)) ?? null);
    return found === null ? [] : [[id, found]];
  });
  const extras = shownExtras(known.extras, show);
  return bounded({
    type: 'records',
    call,
    crm,
    ...(contact === null ? {} : { contact }),
    ...(company === null ? {} : { company }),
    ...(deals.length === 0 ? {} : { deals: Object.fromEntries(deals) }),
    ...(extras === null ? {} : { extras }),
  });
}

/** Whether it says anything. */
export function saysSomething({ contact, company, deals, extras }: RecordsFrame): boolean {
  return [contact, company, deals, extras].some((part) => part !== undefined);
}

/** As far as the admin wants them shown; null: nothing is left. */
function shownExtras(extras: RecordExtras | null, show: Show): RecordExtras | null {
  if (extras === null) return null;
  const { at, owner, sharing, deals, otherDeals, otherDealsOf, facts } = extras;
  const ofDeals = Object.entries(deals ?? {}).flatMap(([id, deal]): [string, typeof deal][] => {
    const shown = {
      ...(show.stage ? { stage: deal.stage, isClosed: deal.isClosed } : {}),
      ...(show.owner ? { owner: deal.owner } : {}),
    };
    const said = Object.entries(shown).filter(([, value]) => value !== undefined);
    return said.length === 0 ? [] : [[id, Object.fromEntries(said) as typeof deal]];
  });
  const others = (otherDeals ?? []).map(({ stage, ...deal }) =>
    show.stage && stage !== undefined ? { ...deal, stage } : deal,
  );
  const shown = {
    ...(show.owner && owner !== undefined ? { owner } : {}),
    ...(show.sharing && sharing !== undefined ? { sharing } : {}),
    ...(ofDeals.length > 0 ? { deals: Object.fromEntries(ofDeals) } : {}),
    ...(show.otherDeals && others.length > 0 ? { otherDeals: others } : {}),
    ...(show.otherDeals && otherDealsOf !== undefined ? { otherDealsOf } : {}),
    ...(facts === undefined ? {} : { facts }),
  };
  return Object.keys(shown).length === 0 ? null : { at, ...shown };
}

/** What is least missed goes first: what else the CRM says, then what there is to choose from, then the last deals. */
function bounded(frame: RecordsFrame): RecordsFrame {
  if (isShortEnough(frame)) return frame;
  const { extras: _, ...records } = frame;
  if (isShortEnough(records)) return records;
  const deals = Object.entries(records.deals ?? {}).filter(([, { record }]) => record !== undefined);
  for (let count = deals.length; count > 0; count = Math.floor(count / 2)) {
    const fewer = { ...records, deals: Object.fromEntries(deals.slice(0, count)) };
    if (isShortEnough(fewer)) return fewer;
  }
  const { deals: __, ...rest } = records;
  return rest;
}

function isShortEnough(frame: RecordsFrame): boolean {
  return Buffer.byteLength(JSON.stringify(frame)) <= MAX_RECORDS_BYTES;
}
