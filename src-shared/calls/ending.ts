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
    originalCallId: data.transfer_original_call_id,
    originalTo: data.original_to_number,
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

/** Whatever a voice agent was told to ask for, in any shape, as names and plain values. */
function collectedIn(value: unknown, path: readonly string[], depth: number): Ending['collected'] {
  if (depth === 0) return [];
  const meant = typeof value === 'string' ? meantBy(value.trim()) : value;
  if (meant === null || meant === undefined || meant === '') return [];
  if (Array.isArray(meant)) return listIn(meant, path, depth);
  if (typeof meant === 'object')
    return Object.entries(meant)
      .slice(0, MAX_COLLECTED)
      .flatMap(([name, inner]) => collectedIn(inner, [...path, readable(name)], depth - 1));
  if (path.length === 0) return [];
  const name = path.join(', ').slice(0, MAX_NAME_CHARS);
  const plain = meant as string | number | boolean;
  return [{ name, value: typeof plain === 'string' ? plain.slice(0, MAX_VALUE_CHARS) : plain }];
}

/** One after the other in a line; what has parts of its own, counted from 1. */
function listIn(list: readonly unknown[], path: readonly string[], depth: number): Ending['collected'] {
  const there = list.filter((one) => one !== null && one !== undefined && one !== '');
  if (there.length === 1) return collectedIn(there[0], path, depth - 1);
  return there.every((one) => typeof one !== 'object')
    ? collectedIn(there.join(', '), path, depth - 1)
    : collectedIn(Object.fromEntries(there.map((one, n) => [`${n + 1}`, one])), path, depth);
}

/** What a model wrote into a text as a program would: "true", "null", an object as JSON. */
function meantBy(text: string): unknown {
  if (!/^(?:true|false|null|\{.*\}|\[.*\])$/is.test(text)) return text;
  try {
    return JSON.parse(/^[[{]/.test(text) ? text : text.toLowerCase());
  } catch {
    return text;
  }
}

/** "order_number" as a person reads it. */
function readable(key: string): string {
  return key.replaceAll('_', ' ').trim().slice(0, MAX_NAME_CHARS);
}

function notEmpty(text: string): boolean {
  return text !== '';
}
