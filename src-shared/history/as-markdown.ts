import { dateTimeFormat, numberFormat } from '../format/formats.ts';
import type { PropertyGroup } from '../card/contact-facts.ts';
import { answerOf } from '../words/answer.ts';
import { legNames } from '../words/leg-name.ts';
import type { CardModel, Money } from '../card/model.ts';
import { plainWords } from '../format/plain-words.ts';
import { countOf, durationOf } from '../format/durations.ts';
import { codeLine, escapeLine, escapeText, rewriteMarkdown } from '../markdown/write-markdown.ts';
import type { Language } from '../words/language.ts';
import { outcomeWord } from '../words/outcome-word.ts';
import { crmFactsOf } from './crm-facts.ts';
import type { TranscriptLine } from '../calls/transcript.ts';
import type { CallDetail } from './rows.ts';

/**
 * A call's summary, transcript or note for pasting into a CRM: Markdown that says with whom, when and how long.
 * Null: there is none. Promises: no HTML, no link and no picture, and nothing but what the app has shown. Names and what
 * people said are text, and a summary keeps its stress and its lists.
 */
export function summaryAsMarkdown(card: CardModel, language: Language): string | null {
  const said =
    card.summary === null ? card.left?.split('\n').map(escapeLine) : [rewriteMarkdown(card.summary)];
  if (said === undefined) return null;
  const tags = card.tags.map(codeLine).join(' ');
  return document([headOf(card, language), ...said, ...answersIn(card, language), tags]);
}

/** A contact's addresses, numbers and what the CRM adds; null: there is nothing. */
export function contactAsMarkdown({ card, contact }: CallDetail, language: Language): string | null {
  const { words } = language;
  const own = [
    ...(contact.emails.length === 0 ? [] : [entry(words.contact.emails, contact.emails.join(', '))]),
    ...(contact.numbers.length === 0 ? [] : [entry(words.contact.numbers, contact.numbers.join(', '))]),
  ];
  const groups = contact.properties.flatMap((group) => [
    ...(group.of === 'person' ? [] : [bold(groupName(group, words))]),
    ...group.facts.map(({ name, value }) => entry(name, answerOf(value, language))),
  ]);
  const said = [...own, ...groups, ...crmLines(card, language)];
  return said.length === 0 ? null : document([headOf(card, language), ...said]);
}

/** What the CRM says beyond Allo, with when; null: nothing. */
export function crmAsMarkdown(card: CardModel, language: Language): string | null {
  const lines = crmLines(card, language);
  return lines.length === 0 ? null : document([headOf(card, language), ...lines]);
}

function crmLines(card: CardModel, { words, locale }: Language): string[] {
  const { extras, crmName } = card;
  if (extras === null) return [];
  const crm = crmName ?? words.action.yourCrm;
  const at = dateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(extras.at);
  const others = extras.otherDeals.map((deal) =>
    [deal.name, deal.stage, deal.value === null ? null : moneyIn(deal.value, locale), deal.closeDate]
      .filter((part) => part !== null)
      .join(', '),
  );
  const more = extras.moreDeals > 0 ? [words.inCrm.moreDeals(extras.moreDeals)] : [];
  const said = [
    ...crmFactsOf(card, words).map(({ name, value }) => entry(name, value)),
    ...(others.length === 0 ? [] : [entry(words.inCrm.alsoIn(crm), [...others, ...more].join('; '))]),
  ];
  return said.length === 0 ? [] : [bold(words.inCrm.asOf(crm, at)), ...said];
}

function moneyIn({ amount, currency }: Money, locale: string): string {
  const style = currency === null ? {} : ({ style: 'currency', currency } as const);
  return numberFormat(locale, { ...style, trailingZeroDisplay: 'stripIfInteger' }).format(amount);
}

/** Where a call went, and under which names and ids. */
export function factsAsMarkdown({ card, facts }: CallDetail, language: Language): string | null {
  const { words } = language;
  if (facts.length === 0) return null;
  return document([
    headOf(card, language),
    ...facts.map(({ kind, value }) => entry(words.fact[kind], value)),
  ]);
}

/** Whose properties these are, for people. */
export function groupName({ of, name }: PropertyGroup, words: Language['words']): string {
  if (of === 'deal') return name ?? words.contact.unnamedDeal;
  return of === 'company' ? words.contact.company : words.contact.title;
}

export function transcriptAsMarkdown(
  card: CardModel,
  lines: readonly TranscriptLine[],
  language: Language,
): string | null {
  if (lines.length === 0) return null;
  const said = lines.map((line) => {
    const time = line.atS === null ? '' : ` (${countOf(line.atS)})`;
    const speaker = speakerOf(line, card, language);
    const head = `${speaker === null ? '' : bold(speaker)}${time}`.trim();
    return head === '' ? escapeLine(line.text) : `${head}: ${escapeText(line.text)}`;
  });
  return document([headOf(card, language), ...said]);
}

export function noteAsMarkdown(card: CardModel, language: Language): string | null {
  return card.note === '' ? null : document([headOf(card, language), rewriteMarkdown(card.note)]);
}

/** Who says a line of the transcript, for people; null: nobody knows. */
export function speakerOf(line: TranscriptLine, card: CardModel, { words }: Language): string | null {
  switch (line.speaker) {
    case 'agent':
      return card.handledBy ?? words.history.agent;
    case 'caller':
      return card.caller.name ?? card.caller.number?.display ?? words.history.caller;
    case 'other':
      return sourceName(line.source, words);
  }
}

/** Who is heard besides the agent and the caller: Allo names them as a program does. */
function sourceName(source: string | null, words: Language['words']): string | null {
  if (source === null) return null;
  if (/^(?:AGENT|AI|ASSISTANT|BOT)$/i.test(source.trim())) return words.history.assistant;
  return /^(?:IVR|MENU)$/i.test(source.trim()) ? words.history.voiceMenu : plainWords(source) || null;
}

function headOf(card: CardModel, { words, locale }: Language): string {
  const { name, company, number } = card.caller;
  const title = [name ?? number?.display ?? words.call.numberWithheld, company].filter(
    (part) => part !== null,
  );
  const facts = [
    dateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(card.startedAt),
    outcomeWord(card, words),
    card.durationS !== null && card.durationS > 0 ? durationOf(card.durationS, words.units) : null,
    card.line,
    name === null ? null : number?.display,
    card.caller.email === name ? null : card.caller.email,
  ].filter((part) => part !== null && part !== undefined);
  return `## ${escapeText(words.call.with(title.join(', ')))}\n\n${escapeLine(facts.join(' · '))}`;
}

/** What the card says of the contact, what the caller told machines, and to whom the call went. */
function answersIn(card: CardModel, language: Language): string[] {
  const { words } = language;
  return [
    ...legNames(card.legs, words).map(({ leg, name }) =>
      escapeLine(leg.number === null ? name : `${name}, ${leg.number}`),
    ),
    ...card.caller.facts.map(({ name, value }) => entry(name, answerOf(value, language))),
    ...(card.menu.length === 0 ? [] : [entry(words.card.menu, card.menu.join(' › '))]),
    ...card.collected.map(({ name, value }) => entry(name, answerOf(value, language))),
  ];
}

/** Of a name in which nothing can be seen, nothing: four asterisks would be a line across. */
function bold(name: string): string {
  const written = escapeText(name);
  return written === '' ? '' : `**${written}**`;
}

function entry(name: string, value: string): string {
  const title = bold(name);
  return title === '' ? escapeLine(value) : `${title}: ${escapeText(value)}`;
}

function document(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
