import type { CompletedData } from '../allo/events.ts';
import type { Ending } from './call.ts';

/** More than so many are not shown, nor kept. */
const MAX_COLLECTED = 20;
const MAX_NAME_CHARS = 80;
const MAX_VALUE_CHARS = 500;
const MAX_DEPTH = 4;

/** What `call.completed` says of how the call ended. */
export function endingOf(data: CompletedData): Ending {
  return {
    alloId: data.id,
    result: data.result,
    durationS: durationOf(data),
    recordingUrl: data.recording_url,
    transcript: data.transcriptions,
    transferTo: transferEnd(data.transfer_to),
    transferFrom: transferEnd(data.transfer_from),
    menu: data.ivr_result
      .map(({ text_key, dtmf_key }) => readable(text_key ?? dtmf_key ?? ''))
      .filter(notEmpty),
    collected: collectedIn(data.data_collected ?? {}, [], MAX_DEPTH).slice(0, MAX_COLLECTED),
  };
}

/** `length` ("5m 30s") is exact; `length_in_minutes` is the same in decimals. */
function durationOf(data: CompletedData): number | null {
  const parts = /^(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?$/.exec(data.length?.trim() ?? '');
  if (data.length !== null && parts !== null) {
    const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
    return hours * 3600 + minutes * 60 + seconds;
  }
  return data.length_in_minutes === null ? null : Math.max(0, Math.round(data.length_in_minutes * 60));
}

/** Allo sends an end of nobody as an object of nulls. */
function transferEnd(end: CompletedData['transfer_to']): Ending['transferTo'] {
  if (end === null || (end.number === null && end.user_email === null && end.user_name === null)) return null;
  return { number: end.number, email: end.user_email?.toLowerCase() ?? null, name: end.user_name };
}

/** Whatever a voice agent was told to ask for, in any shape, as names and texts. */
function collectedIn(value: unknown, path: readonly string[], depth: number): Ending['collected'] {
  if (value === null || value === undefined || value === '' || depth === 0) return [];
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return collectedIn(value.join(', '), path, depth);
  if (typeof value === 'object')
    return Object.entries(value)
      .slice(0, MAX_COLLECTED)
      .flatMap(([name, inner]) => collectedIn(inner, [...path, readable(name)], depth - 1));
  if (path.length === 0) return [];
  return [
    {
      name: path.join(', ').slice(0, MAX_NAME_CHARS),
      value: String(value as string | number | boolean).slice(0, MAX_VALUE_CHARS),
    },
  ];
}

/** "order_number" as a person reads it. */
function readable(key: string): string {
  return key.replaceAll('_', ' ').trim().slice(0, MAX_NAME_CHARS);
}

function notEmpty(text: string): boolean {
  return text !== '';
}
