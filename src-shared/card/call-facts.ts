import type { Call, TransferEnd } from '../calls/call.ts';
import { isUnreached, type Phase } from '../calls/phase.ts';
import { isByAssistant } from '../calls/result.ts';
import { readableNumber } from '../format/phone.ts';
import { agentBehind, type Policy } from '../wire/policy.ts';
import type { CardModel } from './model.ts';
import { agentName } from './names.ts';

const MAX_CHARS = 1_000;

/** What is told of a call besides what its card shows. */
export const CALL_FACTS = [
  'line',
  'lineName',
  'firstDialled',
  'callerName',
  'handledBy',
  'transferredFrom',
  'transferredTo',
  'callId',
  'originalCallId',
  'contactId',
  'companyId',
  'dealId',
  'crmId',
] as const;
export type CallFactKind = (typeof CALL_FACTS)[number];

/** For people, in a fixed order; ids last. */
export interface CallFact {
  readonly kind: CallFactKind;
  readonly value: string;
}

/** Ids, which an agent needs only to ask somebody about the call. */
export function isId({ kind }: CallFact): boolean {
  return kind.endsWith('Id');
}

/** Where the call went and under which names and ids, as far as its card does not say so already. */
export function callFactsOf(call: Call, card: CardModel, policy: Policy): readonly CallFact[] {
  const { ended } = call;
  const line = joined([card.line, readableNumber(call.line)?.display ?? call.line]);
  const all: readonly (readonly [CallFactKind, string | null])[] = [
    ['line', line],
    ['lineName', call.ownName !== null && !line.includes(call.ownName) ? call.ownName : null],
    ['firstDialled', placeOf({ name: ended?.originalName ?? null, number: ended?.originalTo ?? null })],
    ['callerName', call.outsideName === card.caller.name ? null : call.outsideName],
    ['handledBy', handlerOf(call, card.phase, policy)],
    ['transferredFrom', endOf(ended?.transferFrom ?? null, policy)],
    ['transferredTo', endOf(ended?.transferTo ?? null, policy)],
    ['callId', ended?.alloId ?? null],
    ['originalCallId', ended?.originalCallId ?? null],
    ['contactId', call.person?.id ?? null],
    ['companyId', call.company?.id ?? null],
    // A deal that came without an id has one of ours.
    ...call.deals
      .filter(({ properties }) => Object.hasOwn(properties, 'id'))
      .map(({ id, name }) => ['dealId', joined([name, id])] as const),
    ['crmId', call.integrationId],
  ];
  return all.flatMap(([kind, value]) => (value === null || value === '' ? [] : [{ kind, value }]));
}

function handlerOf(call: Call, phase: Phase, policy: Policy): string | null {
  const byPerson = !isUnreached(phase, call) && !isByAssistant(call.ended?.result ?? null);
  return call.handledBy === null || !byPerson ? null : agentOf(call.handledBy, policy);
}

function endOf(end: TransferEnd | null, policy: Policy): string | null {
  if (end === null) return null;
  const agent = end.email === null ? null : agentOf(end.email, policy);
  const named = end.name !== null && agent?.includes(end.name) === true ? null : end.name;
  return joined([named, agent, readableNumber(end.number)?.display ?? end.number]);
}

/** Name and address. */
function agentOf(address: string, policy: Policy): string {
  return joined([agentName(agentBehind(address.toLowerCase(), policy), policy), address]);
}

function placeOf({ name, number }: { readonly name: string | null; readonly number: string | null }): string {
  return joined([name, readableNumber(number)?.display ?? number]);
}

/** Each part once. */
function joined(parts: readonly (string | null)[]): string {
  const all = [...new Set(parts.filter((part) => part !== null && part !== ''))].join(', ');
  return all.length <= MAX_CHARS ? all : `${all.slice(0, MAX_CHARS - 1).toWellFormed()}…`;
}
