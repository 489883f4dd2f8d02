/**
 * Longer than any line of a card or a list: what follows is behind the "…" anyway, and laying it out costs the page
 * seconds where the system has no font for it.
 */
const MAX_CHARS = 300;

/** Read as text of many lines, searched, or never drawn. */
const WHOLE: ReadonlySet<string> = new Set(['key', 'id', 'summary', 'left', 'note', 'value', 'haystack']);

/** What a window draws, each of its lines at most 300 UTF-16 code units long; all else as it is. Idempotent. */
export function withShortLines<T>(model: T): T {
  return shortened(model) as T;
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return shortLine(value);
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, WHOLE.has(name) ? part : shortened(part)]),
  );
}

function shortLine(text: string): string {
  if (text.length <= MAX_CHARS) return text;
  // Not half of a character.
  return `${text.slice(0, MAX_CHARS - 1).replace(/\p{Cs}$/u, '')}…`;
}
