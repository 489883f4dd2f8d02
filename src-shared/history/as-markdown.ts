import { dateTimeFormat } from '../format/formats.ts';
import type { CardModel } from '../card/model.ts';
import { plainWords } from '../format/plain-words.ts';
import { countOf, durationOf } from '../format/durations.ts';
import { codeLine, escapeLine, escapeText, rewriteMarkdown } from '../markdown/write-markdown.ts';
import type { Language } from '../words/language.ts';
import { outcomeOf } from '../words/outcome.ts';
import type { TranscriptLine } from './rows.ts';

/**
 * A call's summary, transcript or note for pasting into a CRM: Markdown that says with whom, when and how long.
 * Null: there is none. Promises: no HTML, no link and no picture, and nothing but what the app has shown. Names and what
 * people said are text, and a summary keeps its stress and its lists.
 */
export function summaryAsMarkdown(card: CardModel, language: Language): string | null {
  if (card.summary === null) return null;
  const tags = card.tags.map(codeLine).join(' ');
  return document([headOf(card, language), rewriteMarkdown(card.summary), tags]);
}

export function transcriptAsMarkdown(
  card: CardModel,
  lines: readonly TranscriptLine[],
  language: Language,
): string | null {
  if (lines.length === 0) return null;
  const said = lines.map((line) => {
    const time = line.atS === null ? '' : ` (${countOf(line.atS)})`;
    return `**${escapeText(speakerOf(line, card, language))}**${time}: ${escapeText(line.text)}`;
  });
  return document([headOf(card, language), ...said]);
}

export function noteAsMarkdown(card: CardModel, language: Language): string | null {
  return card.note === '' ? null : document([headOf(card, language), rewriteMarkdown(card.note)]);
}

/** Who says a line of the transcript, for people. */
export function speakerOf(line: TranscriptLine, card: CardModel, { words }: Language): string {
  switch (line.speaker) {
    case 'agent':
      return card.handledBy ?? words.history.agent;
    case 'caller':
      return card.caller.name ?? card.caller.number?.display ?? words.history.caller;
    case 'other':
      return sourceName(line.source, words) ?? words.history.someone;
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
    outcomeOf(card, words),
    card.durationS !== null && card.durationS > 0 ? durationOf(card.durationS, words.units) : null,
    card.line,
    name === null ? null : number?.display,
  ].filter((part) => part !== null && part !== undefined);
  return `## ${escapeText(words.call.with(title.join(', ')))}\n\n${escapeLine(facts.join(' · '))}`;
}

function document(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
