import * as v from 'valibot';
import { readCloseDate } from '../../../src-shared/crm/close-date.ts';
import type { CalendarDate } from '../../../src-shared/format/calendar-date.ts';
import type { CrmDeal } from '../contract.ts';
import { currencyOf, type HubspotAccount } from './account.ts';
import { type DealRecord, unreadable } from './answers.ts';

export interface Stage {
  readonly label: string;
  /** Null: HubSpot does not say. */
  readonly isClosed: boolean | null;
}
/** By pipeline and stage. */
export type Stages = ReadonlyMap<string, Stage>;

const id = v.union([v.string(), v.pipe(v.number(), v.transform(String))]);
const word = v.pipe(v.string(), v.trim(), v.minLength(1));
const stageSchema = v.object({
  id,
  label: word,
  /** Its values are text: `"true"`, `"0.8"`. */
  metadata: v.fallback(v.optional(v.object({ isClosed: v.optional(v.unknown()) })), undefined),
});
const pipelinesSchema = v.object({
  results: v.array(v.fallback(v.nullable(v.object({ id, stages: v.array(v.unknown()) })), null)),
});

/** @throws CrmFailure when it is no list of pipelines */
export function readStages(json: unknown): Stages {
  const found = v.safeParse(pipelinesSchema, json);
  if (!found.success) throw unreadable();
  const stages = new Map<string, Stage>();
  for (const pipeline of found.output.results)
    for (const one of pipeline?.stages ?? []) {
      const stage = v.safeParse(stageSchema, one);
      if (pipeline === null || !stage.success) continue;
      const { id, label, metadata } = stage.output;
      stages.set(stageKey(pipeline.id, id), { label, isClosed: yesOrNo(metadata?.isClosed) });
    }
  return stages;
}

/** What a deal is read with; each null while it is not known. */
export interface DealLabels {
  readonly account: HubspotAccount | null;
  readonly stages: Stages | null;
  readonly owners: ReadonlyMap<string, string> | null;
}

export function dealOf(record: DealRecord, { account, stages, owners }: DealLabels): CrmDeal {
  const {
    dealname,
    amount,
    deal_currency_code,
    closedate,
    dealstage,
    pipeline,
    hubspot_owner_id,
    hs_is_closed,
  } = record.properties;
  const stage = dealstage === null ? undefined : stages?.get(stageKey(pipeline ?? 'default', dealstage));
  const closeDate = closedate === null ? null : dayOf(closedate, account?.timeZone ?? 'UTC');
  return {
    id: record.id,
    title: dealname,
    amount: amountOf(amount),
    currency: currencyOf(deal_currency_code) ?? account?.currency ?? null,
    closeDate,
    isCloseDateVague: closeDate !== null,
    stage: stage?.label ?? null,
    isClosed: yesOrNo(hs_is_closed) ?? stage?.isClosed ?? null,
    owner: hubspot_owner_id === null ? null : (owners?.get(hubspot_owner_id) ?? null),
  };
}

/** A pipeline's id may have any character but this one is none that JSON needs to escape. */
function stageKey(pipeline: string, stage: string): string {
  return JSON.stringify([pipeline, stage]);
}

/** The day of a moment where the account is; a date without a time is that day. */
function dayOf(moment: string, timeZone: string): CalendarDate | null {
  if (/^\d{4}-\d\d-\d\d$/.test(moment)) return readCloseDate(moment);
  const at = new Date(/^\d{11,14}$/.test(moment) ? Number(moment) : moment);
  if (Number.isNaN(at.getTime())) return null;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return readCloseDate(`${part('year')}-${part('month')}-${part('day')}`);
}

function amountOf(text: string | null): number | null {
  const amount = text === null ? NaN : Number(text);
  return Number.isFinite(amount) ? amount : null;
}

function yesOrNo(value: unknown): boolean | null {
  const word = String(value).toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}
