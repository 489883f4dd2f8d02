import { readMarkdown, type Block, type Inline } from './read-markdown.ts';

/**
 * Writes Markdown from outside again, as Markdown that any reader understands as we did: stress, lists and code, and
 * everything else escaped. No HTML, no address and no picture comes through, and nothing turns into one.
 */
export function rewriteMarkdown(text: string): string {
  return blocks(readMarkdown(text));
}

/** A name or a field within a line, as the text that it is. */
export function escapeText(text: string): string {
  return escapeInside(oneLine(text));
}

/** The same, as a line of its own. */
export function escapeLine(text: string): string {
  return escapeStart(escapeText(text));
}

/** A name or a field that stands out as code, on one line. */
export function codeLine(text: string): string {
  const inside = oneLine(text);
  if (inside === '') return '';
  const fence = fenceFor(inside, 1);
  // One blank on each side belongs to the fence: https://spec.commonmark.org/0.31.2/#code-spans
  const pad = inside.startsWith('`') || inside.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${inside}${pad}${fence}`;
}

function blocks(all: readonly Block[]): string {
  return all
    .map(block)
    .filter((written) => written !== '')
    .join('\n\n');
}

function block(one: Block): string {
  switch (one.kind) {
    case 'paragraph':
      return paragraph(one.children);
    // Our own headings are above it.
    case 'heading':
      return paragraph([{ kind: 'strong', children: one.children }]);
    case 'plain':
      return tidy(one.text)
        .split(/\n\s*\n/)
        .map((part) => lines(escapeInside(part)))
        .filter((written) => written !== '')
        .join('\n\n');
    case 'code': {
      const inside = tidy(one.text).replace(/\n+$/, '');
      const fence = fenceFor(inside, 3);
      return `${fence}\n${inside}\n${fence}`;
    }
    case 'list':
      return list(one);
  }
}

type Bullet = '-' | '+';

/** @param bullet another one than that of an item which begins with this list: `- - -` would be a rule */
function list({ start, items }: Extract<Block, { kind: 'list' }>, bullet: Bullet = '-'): string {
  const written = items.map((item, place) => {
    const mark = start === null ? `${bullet} ` : `${start + place}. `;
    const inside = itemOf(item, bullet).replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(mark.length)}`);
    return `${mark}${inside}`.trimEnd();
  });
  return written.join('\n');
}

/** A list below the text of its item stands close to it, where that makes it no part of the text. */
function itemOf(item: readonly Block[], bullet: Bullet): string {
  const [first, second] = item;
  if (first?.kind === 'list') {
    const begun = list(first, bullet === '-' ? '+' : '-');
    return [begun, blocks(item.slice(1))].filter((part) => part !== '').join('\n\n');
  }
  const close = item.length === 2 && first?.kind === 'paragraph' && second?.kind === 'list';
  const begins = close && (second.start ?? 1) === 1 && (second.items[0]?.length ?? 0) > 0;
  return begins ? [block(first), block(second)].filter((part) => part !== '').join('\n') : blocks(item);
}

function paragraph(parts: readonly Inline[]): string {
  return lines(inlines(parts, false));
}

/** No line may begin as something else than text, and blanks at its ends mean nothing. */
function lines(written: string): string {
  return written
    .split('\n')
    .map((line) => escapeStart(line.trim()))
    .filter((line) => line !== '')
    .join('\n');
}

/** @param stressed inside of stress there is no further one: signs beside signs would be read anew */
function inlines(parts: readonly Inline[], stressed: boolean): string {
  let written = '';
  for (const part of parts) {
    const next = inline(part, stressed, written.endsWith('*'));
    // Two runs of backticks side by side would be one of another length, and end nothing.
    written += written.endsWith('`') && next.startsWith('`') ? ` ${next}` : next;
  }
  return written;
}

function inline(part: Inline, stressed: boolean, touches: boolean): string {
  switch (part.kind) {
    case 'text':
      return escapeInside(tidy(part.text));
    case 'code':
      return codeLine(part.text);
    case 'break':
      return '\\\n';
    case 'em':
    case 'strong': {
      const inside = inlines(part.children, true);
      const bare = stressed || touches || inside !== inside.trim() || inside === '';
      const sign = part.kind === 'em' ? '*' : '**';
      return bare ? inside : `${sign}${inside}${sign}`;
    }
  }
}

/** A run of backticks that the text does not have, at least so long. */
function fenceFor(text: string, least: number): string {
  const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length));
  let length = least;
  while (least === 1 ? runs.has(length) : [...runs].some((run) => run >= length)) length += 1;
  return '`'.repeat(length);
}

/** https://spec.commonmark.org/0.31.2/#backslash-escapes; `|` and `~` mean something to GitHub's reader. */
function escapeInside(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|~]|&(?=#?\w)/g, String.raw`\$&`);
}

/** What makes a list, a rule, an underline or a table at the beginning of a line only. */
function escapeStart(line: string): string {
  return line
    .replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`)
    .replace(/^(?:\+(?=\s|$)|[-:](?=[-:|\s\\]|$)|=+\s*$)/, String.raw`\$&`);
}

function oneLine(text: string): string {
  return tidy(text).replaceAll(/\s+/g, ' ').trim();
}

/**
 * What no text needs and other programs stumble over: characters that are none, controls, what turns the direction of
 * everything behind it. Every line ends in the same way.
 */
function tidy(text: string): string {
  return text
    .replaceAll(/\r\n?|[\v\f\u0085\p{Zl}\p{Zp}]/gu, '\n')
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]/gu, (sign) =>
      sign === '\n' || sign === '\t' ? sign : '',
    );
}
