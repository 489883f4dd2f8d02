import type { Deal } from '../allo/parties.ts';
import { isPlayable } from '../allo/recording-address.ts';
import type { Call, Claim, Ending } from '../calls/call.ts';
import { isMissedCall, isUnreached, phaseOf } from '../calls/phase.ts';
import { readCurrency } from '../crm/currency.ts';
import { isByAssistant } from '../calls/result.ts';
import { rankDeals, type RankedDeal } from '../crm/deals.ts';
import type { CalendarDate } from '../format/calendar-date.ts';
import { newContactLink, recordLink, type LinkFacts } from '../crm/links.ts';
import { offerOf, type ChosenFor } from '../crm/offer.ts';
import { crmPages } from '../crm/presets.ts';
import { sameTag } from '../calls/tags.ts';
import { plainWords } from '../format/plain-words.ts';
import { readableNumber } from '../format/phone.ts';
import { wordsLeft } from '../calls/transcript.ts';
import { emailsOf } from './contact-facts.ts';
import { factsLineOf } from './facts-line.ts';
import { NOWHERE, type PlaceLookup } from '../format/place.ts';
import type { Policy } from '../wire/policy.ts';
import type { Records } from '../crm/records.ts';
import { dealInCrm, extrasOf, offerModel } from './extras.ts';
import { callsBefore, lastTimeOf } from './last-time.ts';
import { cardLegs } from './legs.ts';
import type { CardModel, DealModel, Money } from './model.ts';
import { agentName, callerName, isNamedBefore, lineName } from './names.ts';
import { isOwnLine, namedBy } from './own-lines.ts';
import { isShared } from './shared-call.ts';

const MAX_LEFT_CHARS = 4_000;

/** What a card depends on besides the call. */
export interface CardContext {
  readonly policy: Policy;
  /** This agent's address, once a relay has said it. */
  readonly me: string | null;
  /** ms by this machine's clock. */
  readonly now: number;
  /** This machine's calendar date. */
  readonly today: CalendarDate;
  readonly claim: Claim | null;
  readonly canRelease: boolean;
  readonly pinned: boolean;
  readonly toldLate?: boolean;
  /** What the agent jotted down; '' for nothing. */
  readonly note: string;
  /** The caller's earlier tries today. */
  readonly repeats: CardModel['repeats'];
  readonly isTest: boolean;
  /** What a transfer divided the call into, as far as it is known, in order. */
  readonly parts: readonly Call[];
  readonly placeOf: PlaceLookup;
  /** What the relay found in the CRM; null: nothing, or nothing yet. */
  readonly records: Records | null;
  readonly chosenFor: ChosenFor;
  /** The relay's clock, in ms; null: it has not said. */
  readonly relayNow: number | null;
}

/** The card of a call: a pure function of the call, the admin's policy and the clock. */
export function cardOf(known: Call, context: CardContext): CardModel {
  const call = namedBy(known, context.policy);
  const { policy, me, claim } = context;
  const { open, closedCount } = rankDeals(call.deals, context.today, policy.closedStages);
  const { records, chosenFor } = context;
  const facts = linkFacts(call, records);
  const offer = (kind: 'contact' | 'company', known: boolean) =>
    known ? offerOf(policy.crm, kind, facts, chosenFor) : null;
  const name = callerName(call);
  const companyName =
    call.company?.name ?? (isNamedBefore(call) ? (call.memory?.named?.company ?? null) : null);
  const isTeam = isOwnLine(call.number, policy);
  const [email = null, ...furtherEmails] = emailsOf(call.person);
  const number = readableNumber(call.number);
  const place = number === null || number.e164 === null ? NOWHERE : context.placeOf(number.e164);
  const { ended } = call;
  // A colleague is looked up in no CRM by the number of a line.
  const contact = offer('contact', call.person !== null || !isTeam || call.integrationId !== null);
  const company = offer('company', call.company?.name !== undefined && call.company?.name !== null);
  const recording = ended?.recordingUrl ?? null;
  const phase = phaseOf(call, context.now, policy.ringWindow);
  const byPerson = !isUnreached(phase, call) && !isByAssistant(ended?.result ?? null);
  const handler = byPerson ? call.handledBy : null;
  const lastTime = lastTimeOf(call.memory, me, policy);
  return {
    key: call.key,
    phase,
    direction: call.direction,
    result: ended?.result ?? null,
    line: lineName(call.line, policy),
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    durationS: ended?.durationS ?? null,
    caller: {
      name,
      nameFrom: isNamedBefore(call) ? 'earlier-call' : 'this-call',
      isContact: call.person !== null,
      jobTitle: call.person?.job_title ?? null,
      company: companyName,
      email,
      furtherEmails: furtherEmails.length,
      facts: factsLineOf(policy.card.facts, call, facts.records, policy.crm),
      factsAsSent: JSON.stringify([policy.card.facts, factsLineOf(policy.card.facts, call, null, null)]),
      number:
        number === null
          ? null
          : {
              kind: number.kind,
              display: number.display,
              country: number.country,
              callable: number.e164 !== null,
              place: place.name,
              timeZone: place.timeZone,
            },
      isTeam,
      contactLink: contact?.leadsTo ?? null,
      contactOffer: offerModel(contact, name),
      // What is found meanwhile takes nothing away from under a hand.
      newContact:
        name === null &&
        !isTeam &&
        call.person === null &&
        recordLink(policy.crm, 'contact', { ...facts, records: null })?.leadsTo !== 'record' &&
        newContactLink(policy.crm, facts) !== null,
      companyLink: company?.leadsTo ?? null,
      companyOffer: offerModel(company, companyName),
    },
    deals: open.map((ranked) => dealModel(ranked, call, context)),
    closedDeals: closedCount,
    openValue: sumOf(open.map(({ deal }) => deal)),
    summary: call.summary,
    left: isMissedCall(phase, call) && call.summary === null ? leftIn(ended) : null,
    tags: readableTags(call.tags),
    handledBy: handler === null || handler === me ? null : agentName(handler, policy),
    claim:
      claim === null ? null : { mine: claim.agent === me, who: claim.name ?? agentName(claim.agent, policy) },
    isShared: isShared(call, me, policy, context.canRelease),
    canRelease: context.canRelease,
    legs: cardLegs(call, context.parts, me, policy),
    lastTime: lastTime === null ? null : { ...lastTime, tags: readableTags(lastTime.tags) },
    callsIn30Days: callsBefore(call),
    repeats: context.repeats,
    note: context.note,
    has: {
      recording: recording !== null && isPlayable(recording),
      transcript: ended !== null && (ended.transcript.length > 0 || ended.wholeText !== null),
    },
    isRecordingRefused: recording !== null && !isPlayable(recording),
    menu: ended?.menu ?? [],
    collected: ended?.collected ?? [],
    isReduced: call.isReduced,
    isTest: context.isTest,
    crmName: policy.crm === null ? null : crmPages(policy.crm).name,
    pinned: context.pinned,
    toldLate: context.toldLate ?? false,
    extras: extrasOf(policy.crm, records, context),
  };
}

/** A tag that is known by its key alone, as people write it. */
function readableTags(tags: readonly string[]): readonly string[] {
  const written = tags.map((tag) => (/^[^\s_]+(?:_[^\s_]+)+$/.test(tag) ? plainWords(tag) : tag));
  return written.filter((tag, n) => written.findIndex((one) => sameTag(one) === sameTag(tag)) === n);
}

/** The words on a voicemail, as many as a card has room for. */
function leftIn(ended: Ending | null): string | null {
  if (ended === null) return null;
  const words = wordsLeft({ transcriptions: ended.transcript, concatenated_transcript: ended.wholeText });
  return words === '' ? null : words.slice(0, MAX_LEFT_CHARS).toWellFormed();
}

/** What a click on one of the call's records needs. */
export function linkFacts(call: Call, records: Records | null, deal: Deal | null = null): LinkFacts {
  return {
    person: call.person,
    company: call.company,
    deal,
    integrationId: call.integrationId,
    number: call.number,
    records,
  };
}

function dealModel(
  { deal, closeDate, overdue }: RankedDeal,
  call: Call,
  { policy: { crm }, records, chosenFor }: CardContext,
): DealModel {
  const { id, name, status: stage } = deal;
  const offered = offerOf(crm, 'deal', linkFacts(call, records, deal), chosenFor);
  return {
    id,
    name,
    stage,
    value: moneyOf(deal),
    closeDate,
    overdue,
    link: offered?.leadsTo ?? null,
    offer: offerModel(offered, name),
    inCrm: dealInCrm(crm, records, { id, stage }),
  };
}

function moneyOf(deal: Deal): Money | null {
  if (deal.value === null) return null;
  return { amount: deal.value, ...readCurrency(deal.currency) };
}

function sumOf(deals: readonly Deal[]): Money | null {
  const values = deals.map(moneyOf).filter((money) => money !== null);
  const [first, ...others] = values;
  if (first === undefined) return null;
  if (others.some(({ currency, sign }) => currency !== first.currency || sign !== first.sign)) return null;
  return { ...first, amount: values.reduce((sum, money) => sum + money.amount, 0) };
}
