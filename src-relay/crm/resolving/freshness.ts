import type { Print } from '../cache/prints.ts';
import type { Known } from './known.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What is certain is looked at again after a day, and no longer used without that after 30. */
export const CERTAIN_FRESH_MS = DAY_MS;
export const CERTAIN_USABLE_MS = 30 * DAY_MS;
/** Whoever chooses among several may have merged them since. */
export const SEVERAL_FRESH_MS = HOUR_MS;
/** A contact that is made during the call should appear. */
export const NONE_FRESH_MS = 10 * MINUTE_MS;
/** Whoever was just made or changed is not in every CRM's index yet. */
export const NONE_FRESH_AFTER_CHANGE_MS = 2 * MINUTE_MS;
/** What else the CRM says: owners, stages, further deals. */
export const EXTRAS_FRESH_MS = 10 * MINUTE_MS;

/** What a call goes by, and what is wanted of it. */
export interface Wanted {
  readonly who: Print;
  readonly what: Print;
  /** Prints of Allo's company and deals. */
  readonly parts: readonly Print[];
  /** Ids by which the CRM may know them. */
  readonly ids: readonly string[];
  /** Whether what else the CRM says is shown, and worth asking for now. */
  readonly wantsExtras: boolean;
  /** ms since 1970. */
  readonly now: number;
}

/** What to do. `missing`: something of it is not known yet, and somebody waits for it. */
export interface Due {
  /** What is known may be told at once. */
  readonly isUsable: boolean;
  /**
   * What to ask. `who`: who they are, from the start. `again`: the same, beginning with whom they were. `what`: only
   * whether it is still so, and what belongs to them. Null: nothing.
   */
  readonly ask: 'who' | 'again' | 'what' | null;
  readonly isMissing: boolean;
}

/** Whether it is not too old to be told. */
export function isUsable({ verdict, checkedAt }: Known, now: number): boolean {
  return verdict !== 'certain' || ageOf(checkedAt, now) <= CERTAIN_USABLE_MS;
}

/** The same, as known when their contact has just changed: that there is nobody is doubted sooner. */
export function afterChange(known: Known): Known {
  if (known.verdict !== 'none') return known;
  return { ...known, checkedAt: known.checkedAt - NONE_FRESH_MS + NONE_FRESH_AFTER_CHANGE_MS };
}

/** What is due of a party, by what is known of it. */
export function dueOf(known: Known | null, wanted: Wanted): Due {
  if (known === null) return { isUsable: false, ask: 'who', isMissing: true };
  if (known.verdict !== 'certain') return dueOfUncertain(known, wanted);
  const age = ageOf(known.checkedAt, wanted.now);
  if (!isUsable(known, wanted.now)) return { isUsable: false, ask: 'again', isMissing: true };
  const isMissing = !known.isWhole || lacks(known, wanted, age);
  if (known.who !== wanted.who) return { isUsable: true, ask: 'again', isMissing };
  const isOld = age > CERTAIN_FRESH_MS || known.what !== wanted.what || hasOldChoices(known, age);
  const isSilent = wanted.wantsExtras && ageOf(known.saidAt ?? -Infinity, wanted.now) > EXTRAS_FRESH_MS;
  return { isUsable: true, ask: isMissing || isOld || isSilent ? 'what' : null, isMissing };
}

function dueOfUncertain(known: Known, wanted: Wanted): Due {
  const freshMs = known.verdict === 'none' ? NONE_FRESH_MS : SEVERAL_FRESH_MS;
  const isSame = known.who === wanted.who && known.what === wanted.what && known.isWhole;
  const isFresh = ageOf(known.checkedAt, wanted.now) <= freshMs;
  const isDue = !isSame || !isFresh || hasNewId(known, wanted);
  return { isUsable: true, ask: isDue ? 'who' : null, isMissing: isDue };
}

/** Whether Allo names an id by which they were not looked for yet, and it is not certain who they are. */
export function hasNewId(known: Known, { ids }: Pick<Wanted, 'ids'>): boolean {
  return known.verdict !== 'certain' && ids.some((id) => !known.refuted.has(id));
}

/** Whether there is neither a record nor a choice for a part, and the CRM has not just said that there is none. */
function lacks({ company, deals, lacking }: Known, { parts }: Wanted, age: number): boolean {
  return parts.some(
    (part) => company?.of !== part && !deals.has(part) && (!lacking.has(part) || age > NONE_FRESH_MS),
  );
}

function hasOldChoices({ company, deals }: Known, age: number): boolean {
  const found = [...deals.values(), ...(company === null ? [] : [company.found])];
  return age > SEVERAL_FRESH_MS && found.some(({ choices }) => choices !== undefined);
}

/** A clock that was set back makes nothing fresh. */
function ageOf(at: number, now: number): number {
  return at > now ? Infinity : now - at;
}
