import type { CompletedData } from '../allo/events.ts';
import { toInstant } from '../allo/moments.ts';

export interface TranscriptLine {
  readonly speaker: 'agent' | 'caller' | 'other';
  /** As Allo names the source. */
  readonly source: string | null;
  readonly atS: number | null;
  readonly text: string;
}

const SPEAKERS: Readonly<Record<string, TranscriptLine['speaker']>> = {
  USER: 'agent',
  EXTERNAL: 'caller',
};

/**
 * The transcript of a completed call, line by line; where Allo sends none by speaker, its whole text, parted where it
 * names a speaker itself.
 * @param startedAt start of the recording in ms by Allo's clock, which the lines' times count from; null: unknown
 */
export function transcriptLines(
  {
    transcriptions,
    concatenated_transcript,
  }: Pick<CompletedData, 'transcriptions' | 'concatenated_transcript'>,
  startedAt: number | null,
): TranscriptLine[] {
  if (transcriptions.length > 0) {
    return transcriptions.map(({ source, time, text }) => ({
      speaker: SPEAKERS[source?.toUpperCase() ?? ''] ?? 'other',
      source,
      atS: secondsAt(time, startedAt),
      text,
    }));
  }
  const whole = concatenated_transcript?.trim() ?? '';
  return whole === '' ? [] : spokenIn(whole);
}

/** What was left on a voicemail: the caller's words, where Allo says whose they are; '' when there are none. */
export function wordsLeft(said: Pick<CompletedData, 'transcriptions' | 'concatenated_transcript'>): string {
  const lines = transcriptLines(said, null);
  const own = lines.filter(({ speaker }) => speaker === 'caller');
  return (own.length > 0 ? own : lines)
    .map(({ text }) => text.trim())
    .join('\n')
    .trim();
}

/** "USER: Hello. EXTERNAL: Hi." */
const NAMED = /(?:^|\s)(USER|EXTERNAL|AGENT)\s*:\s*/g;

function spokenIn(whole: string): TranscriptLine[] {
  const named = [...whole.matchAll(NAMED)];
  if (named[0]?.index !== 0) return [{ speaker: 'other', source: null, atS: null, text: whole }];
  return named.flatMap((match, n) => {
    const source = match[1] ?? null;
    const text = whole.slice(match.index + match[0].length, named[n + 1]?.index).trim();
    return text === '' ? [] : [{ speaker: SPEAKERS[source ?? ''] ?? 'other', source, atS: null, text }];
  });
}

/** A moment (ISO 8601), a clock from the start ("01:07") or plain seconds; null for anything else. */
function secondsAt(time: string | null, startedAt: number | null): number | null {
  if (time === null) return null;
  const pointed = time.trim().replace(',', '.');
  const clock = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:\.\d+)?)$/.exec(pointed);
  if (clock !== null) {
    const [hours = 0, minutes = 0, seconds = 0] = clock.slice(1).map((part) => Number(part ?? 0));
    return hours * 3600 + minutes * 60 + seconds;
  }
  if (/^\d{1,7}(?:\.\d+)?$/.test(pointed)) return Number(pointed);
  const moment = toInstant(time);
  if (startedAt === null || moment === null) return null;
  return Math.max(0, (Date.parse(moment) - startedAt) / 1000);
}
