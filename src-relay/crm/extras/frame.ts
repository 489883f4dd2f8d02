import * as v from 'valibot';
import {
  MAX_RECORDS_BYTES,
  recordsEntries,
  type FoundRecord,
  type RecordExtras,
  type Records,
} from '../../../src-shared/crm/records.ts';
import { withinBytes } from './fitting.ts';

/** What the admin wants shown of what the CRM says: the config's `records.show`. */
export interface Show {
  readonly owner: boolean;
  readonly stage: boolean;
  readonly otherDeals: boolean;
  readonly sharing: boolean;
  readonly choices: boolean;
}

/** For the rest of the frame: its type, and the call's key. */
const AROUND_BYTES = 512;

/** Of an object and nobody's id: an app leaves such a key out. */
const UNREADABLE = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * What a call's apps are told of its party: what the admin wants shown, without parts that no app could read, and so short
 * that a whole frame of it is within `MAX_RECORDS_BYTES`.
 */
export function frameOf({ crm, contact, company, deals, extras }: Records, show: Show): Records {
  const [who, house] = [offered(contact, show), offered(company, show)];
  const ofDeals = Object.entries(deals ?? {}).flatMap(([id, deal]): [string, FoundRecord][] => {
    const found = UNREADABLE.has(id) ? null : offered(deal, show);
    return found === null ? [] : [[id, found]];
  });
  const more = shownExtras(extras, show);
  const records = {
    crm,
    ...(who === null ? {} : { contact: who }),
    ...(house === null ? {} : { company: house }),
    ...(ofDeals.length === 0 ? {} : { deals: Object.fromEntries(ofDeals) }),
    ...(more === null ? {} : { extras: more }),
  };
  return withinBytes(records, MAX_RECORDS_BYTES - AROUND_BYTES);
}

/** Null: there is nothing to open and nothing to choose from, or no app could read it. */
function offered(found: FoundRecord | undefined, { choices }: Show): FoundRecord | null {
  const read = v.safeParse(recordsEntries.contact, found);
  if (!read.success || read.output === undefined) return null;
  if (read.output.record !== undefined) return { record: read.output.record };
  return choices && read.output.choices !== undefined ? read.output : null;
}

/** Null: nothing is left. */
function shownExtras(extras: RecordExtras | undefined, show: Show): RecordExtras | null {
  const read = v.safeParse(recordsEntries.extras, extras);
  if (!read.success || read.output === undefined) return null;
  const { at, owner, sharing, deals, otherDeals, otherDealsOf, facts } = read.output;
  const ofDeals = Object.entries(deals ?? {}).flatMap(([id, deal]) => {
    const said = dealFacts(deal, show);
    return Object.keys(said).length === 0 ? [] : [[id, said] as const];
  });
  const others = (otherDeals ?? []).map(({ stage, ...deal }) =>
    show.stage && stage !== undefined ? { ...deal, stage } : deal,
  );
  const isListed = show.otherDeals && others.length > 0;
  const shown = {
    ...(show.owner && owner !== undefined ? { owner } : {}),
    ...(show.sharing && sharing !== undefined ? { sharing } : {}),
    ...(ofDeals.length === 0 ? {} : { deals: Object.fromEntries(ofDeals) }),
    ...(isListed ? { otherDeals: others } : {}),
    ...(isListed && otherDealsOf !== undefined ? { otherDealsOf } : {}),
    ...(facts === undefined || Object.keys(facts).length === 0 ? {} : { facts }),
  };
  return Object.keys(shown).length === 0 ? null : { at, ...shown };
}

function dealFacts(
  { stage, isClosed, owner }: NonNullable<RecordExtras['deals']>[string],
  show: Show,
): NonNullable<RecordExtras['deals']>[string] {
  return {
    ...(show.stage && stage !== undefined ? { stage } : {}),
    ...(show.stage && isClosed !== undefined ? { isClosed } : {}),
    ...(show.owner && owner !== undefined ? { owner } : {}),
  };
}
