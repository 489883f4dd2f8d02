import type { CompletedData } from '../allo/events.ts';
import { toInstant } from '../allo/moments.ts';
import type { TranscriptLine } from './rows.ts';

const SPEAKERS: Readonly<Record<string, TranscriptLine['speaker']>> = {
  USER: 'agent',
  EXTERNAL: 'caller',
};

/**
 * The transcript of a completed call, line by line; where Allo sends none by speaker, its whole text as one line.
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
  return whole === '' ? [] : [{ speaker: 'other', source: null, atS: null, text: whole }];
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
