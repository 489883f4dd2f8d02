import type { FoundRecord, RecordChoice } from './records.ts';
import { subjectOf } from './chosen.ts';
import type { Crm, RecordKind } from './config.ts';
import { foundIn, linkById, recordLink, searchLink, type LinkFacts } from './links.ts';

/** What a link to a record offers. */
export interface Offered {
  /** `choose`: several records may be the one, and nobody has said which. */
  readonly leadsTo: 'record' | 'search' | 'choose';
  /** Where a click leads without choosing; null: nowhere. */
  readonly url: string | null;
  /** The one that the relay is certain of, when that is where it leads. */
  readonly certain: NonNullable<FoundRecord['record']> | null;
  /** Those that have a page; a certain record leaves nothing to choose. */
  readonly choices: readonly RecordChoice[];
  /** How many there are besides. */
  readonly more: number;
  /** The one of the choices that the agent chose before, when that is where it leads. */
  readonly chosen: string | null;
}

/** The CRM's id of the record that the agent chose last for a subject; null: none. */
export type ChosenFor = (subject: string) => string | null;

/**
 * Where a link leads: to the record that the relay is certain of; else to the one that the agent chose, while it is among
 * the choices; else to the one whose id Allo sent, unless the CRM was asked and has only others to choose from; else the
 * agent is to choose, and without choices, to search. Pure. Null: there is nothing to click.
 */
export function offerOf(
  crm: Crm | null,
  kind: RecordKind,
  facts: LinkFacts,
  chosenFor: ChosenFor,
): Offered | null {
  if (crm === null) return null;
  const link = recordLink(crm, kind, facts);
  const found = foundIn(crm, kind, facts);
  const plain = { certain: null, choices: [], more: 0, chosen: null };
  const record = found?.record;
  const isCertain = record !== undefined && linkById(crm, kind, record) !== null;
  if (isCertain && link !== null) return { ...link, ...plain, certain: record };
  const told = (found?.choices ?? []).filter(isFirst);
  const choices = told.filter((one) => linkById(crm, kind, one) !== null);
  if (found === null || choices.length === 0) return link === null ? null : { ...link, ...plain };
  const more = Math.max(found.of ?? 0, told.length) - choices.length;
  const some = { certain: null, choices, more, chosen: null };
  const subject = facts.records && subjectOf(facts.records, kind, facts, facts.deal?.id);
  const before = subject === null ? null : chosenFor(subject);
  const chosen = choices.find(({ id }) => id === before);
  const there = chosen === undefined ? null : linkById(crm, kind, chosen);
  if (chosen !== undefined && there !== null) return { ...there, ...some, chosen: chosen.id };
  const isOffered = choices.some((one) => linkById(crm, kind, one)?.url === link?.url);
  if (link !== null && isOffered) return { ...link, ...some };
  return { leadsTo: 'choose', url: searchLink(crm, kind, facts), ...some };
}

function isFirst({ id }: RecordChoice, at: number, all: readonly RecordChoice[]): boolean {
  return all.findIndex((one) => one.id === id) === at;
}

/** The page of one of the records that a link offers to choose from, the certain one among them; null: it is none of them. */
export function pageOfChoice(crm: Crm | null, kind: RecordKind, facts: LinkFacts, id: string): string | null {
  const found = crm === null ? null : foundIn(crm, kind, facts);
  const one = [found?.record ?? [], found?.choices ?? []].flat().find((choice) => choice.id === id);
  return crm === null || one === undefined ? null : (linkById(crm, kind, one)?.url ?? null);
}
