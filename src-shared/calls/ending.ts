import type { CompletedData } from '../allo/events.ts';
import { plainWords } from '../format/plain-words.ts';
import type { Ending, TransferEnd } from './call.ts';
import { collectedIn } from './collected.ts';

/** More than so many are not shown, nor kept. */
const MAX_COLLECTED = 60;
const MAX_CHOICE_CHARS = 80;

/** What `call.completed` says of how the call ended. */
export function endingOf(data: CompletedData): Ending {
  return {
    alloId: data.id,
    result: data.result,
    durationS: durationOf(data),
    recordingUrl: data.recording_url,
    transcript: data.transcriptions,
    wholeText: data.concatenated_transcript,
    transferTo: transferEnd(data.transfer_to),
    transferFrom: transferEnd(data.transfer_from),
    originalCallId: data.transfer_original_call_id,
    originalTo: data.original_to_number,
    originalName: data.original_to_name,
    menu: data.ivr_result.map(choiceOf).filter((choice) => choice !== ''),
    collected: collectedIn(data.data_collected ?? {}, MAX_COLLECTED),
  };
}

/** `length` ("5m 30s") is exact; `length_in_minutes` is the same in decimals. */
function durationOf(data: CompletedData): number | null {
  const parts = /^(?:(\d+)\s*h[a-z]*)?\s*(?:(\d+)\s*m[a-z]*)?\s*(?:(\d+)\s*s[a-z]*)?$/i.exec(
    data.length?.trim() ?? '',
  );
  if (data.length !== null && parts !== null) {
    const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
    return hours * 3600 + minutes * 60 + seconds;
  }
  return data.length_in_minutes === null ? null : Math.max(0, Math.round(data.length_in_minutes * 60));
}

/** Allo sends an end of nobody as an object of nulls. */
function transferEnd(end: CompletedData['transfer_to']): TransferEnd | null {
  if (end === null || (end.number === null && end.user_email === null && end.user_name === null)) return null;
  return { number: end.number, email: end.user_email?.toLowerCase() ?? null, name: end.user_name };
}

/** "2 Existing customer": the key that was pressed and what it stood for, as far as Allo says. */
function choiceOf({ dtmf_key, text_key }: CompletedData['ivr_result'][number]): string {
  const key = dtmf_key?.trim() ?? '';
  const label = text_key === null ? '' : plainWords(text_key).slice(0, MAX_CHOICE_CHARS);
  return (label === key ? label : `${key} ${label}`).trim().slice(0, 2 * MAX_CHOICE_CHARS);
}
