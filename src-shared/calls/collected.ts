import { plainWords } from '../format/plain-words.ts';
import type { Collected } from './call.ts';

const MAX_NAME_CHARS = 80;
const MAX_VALUE_CHARS = 1_000;
const MAX_DEPTH = 8;

/** A record of any shape, such as a program or a model fills it, as names and plain values; at most `most`. */
export function collectedIn(record: Readonly<Record<string, unknown>>, most: number): readonly Collected[] {
  return flat(record, [], MAX_DEPTH, most).slice(0, most);
}

function flat(value: unknown, path: readonly string[], depth: number, most: number): readonly Collected[] {
  if (depth === 0) return [];
  const meant = typeof value === 'string' ? meantBy(value.trim()) : value;
  if (meant === null || meant === undefined || meant === '') return [];
  if (Array.isArray(meant)) return flatList(meant, path, depth, most);
  if (typeof meant === 'object')
    return Object.entries(meant)
      .slice(0, most)
      .flatMap(([name, inner]) => flat(inner, [...path, nameOf(name)], depth - 1, most));
  if (path.length === 0) return [];
  const name = cut(path.join(' › '), MAX_NAME_CHARS);
  const plain = meant as string | number | boolean;
  return [{ name, value: typeof plain === 'string' ? cut(plain, MAX_VALUE_CHARS) : plain }];
}

/** One after the other in a line; what has parts of its own, counted from 1. */
function flatList(
  list: readonly unknown[],
  path: readonly string[],
  depth: number,
  most: number,
): readonly Collected[] {
  const there = list.filter((one) => one !== null && one !== undefined && one !== '');
  if (there.length === 1) return flat(there[0], path, depth - 1, most);
  return there.every((one) => typeof one !== 'object')
    ? flat(there.join(', '), path, depth - 1, most)
    : flat(Object.fromEntries(there.map((one, n) => [`${n + 1}`, one])), path, depth, most);
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
function nameOf(key: string): string {
  return cut(plainWords(key.slice(0, 10 * MAX_NAME_CHARS)), MAX_NAME_CHARS);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/\p{Cs}$/u, '')}…`;
}
