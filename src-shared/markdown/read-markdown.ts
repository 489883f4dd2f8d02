import MarkdownIt, { type Token } from 'markdown-it';

/** What is kept of Markdown from outside: text, and how it is stressed and listed. No address, no picture, no HTML. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'em' | 'strong'; readonly children: readonly Inline[] };

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly children: readonly Inline[] }
  | { readonly kind: 'code' | 'plain'; readonly text: string }
  | {
      readonly kind: 'list';
      /** The first number; null: a list of bullets. */
      readonly start: number | null;
      readonly items: readonly (readonly Block[])[];
    };

/** A long summary has 4,000. Up to here the worst of shapes is read within a few frames. */
const MAX_CHARS = 10_000;
/** A list in a list counts for two. */
const MAX_DEPTH = 20;
/** What a card can draw without a pause. */
const MAX_PARTS = 2_000;

/** A longer word is no word, and takes long to be broken into lines. */
const LONG_WORD = /\S{1000}/;

/** The parser leaves out what is nested deeper than this: text so deep is found by its depth, and shown as it came. */
const PARSED_DEPTH = MAX_DEPTH + 4;

const OFF = ['html_block', 'html_inline', 'reference', 'autolink', 'code'];

/**
 * Reads Markdown from outside. Promises: never throws, takes time in proportion to the text, and loses no word; links
 * are their text, pictures what they say instead, HTML stands as it was typed. What is too long, too deep, in too
 * many parts or without a blank is one block of plain text.
 */
export function readMarkdown(text: string): readonly Block[] {
  const plain: readonly Block[] = [{ kind: 'plain', text }];
  if (text.length > MAX_CHARS || LONG_WORD.test(text)) return plain;
  const tokens = parserOf().parse(text, {});
  return isWithin(tokens) ? blocksOf(tokens) : plain;
}

type Parser = InstanceType<typeof MarkdownIt>;

let parser: Parser | null = null;

/** Made when the first summary is read: an app that starts has none. */
function parserOf(): Parser {
  parser ??= new MarkdownIt('commonmark', { html: false, maxNesting: PARSED_DEPTH }).disable(OFF);
  // No address is kept, so a forbidden one makes no difference to its text.
  parser.validateLink = () => true;
  return parser;
}

function isWithin(tokens: readonly Token[]): boolean {
  let parts = 0;
  for (const token of tokens) {
    parts += 1 + (token.children?.length ?? 0);
    if (token.level >= MAX_DEPTH || parts > MAX_PARTS) return false;
    if (token.children?.some(({ level }) => level >= MAX_DEPTH) === true) return false;
  }
  return true;
}

interface Open {
  readonly kind: 'root' | 'list' | 'item' | 'paragraph' | 'heading' | 'quote';
  readonly start: number | null;
  readonly blocks: Block[];
  readonly items: (readonly Block[])[];
  inline: readonly Inline[];
}

function blocksOf(tokens: readonly Token[]): readonly Block[] {
  const root = opened('root');
  const stack: Open[] = [root];
  const top = (): Open => stack.at(-1) ?? root;
  for (const token of tokens) {
    if (token.nesting === 1) stack.push(opened(kindOf(token.type), startOf(token)));
    else if (token.nesting === -1) close(stack.pop() ?? root, top());
    else if (token.type === 'inline') top().inline = inlinesOf(token.children ?? []);
    else if (token.type === 'fence') top().blocks.push({ kind: 'code', text: token.content });
  }
  return root.blocks;
}

function opened(kind: Open['kind'], start: number | null = null): Open {
  return { kind, start, blocks: [], items: [], inline: [] };
}

function close(done: Open, into: Open): void {
  switch (done.kind) {
    case 'list':
      into.blocks.push({ kind: 'list', start: done.start, items: done.items });
      return;
    case 'item':
      into.items.push(done.blocks);
      return;
    case 'paragraph':
    case 'heading':
      if (done.inline.length > 0) into.blocks.push({ kind: done.kind, children: done.inline });
      return;
    case 'quote':
    case 'root':
      into.blocks.push(...done.blocks);
      return;
  }
}

function kindOf(type: string): Open['kind'] {
  switch (type) {
    case 'bullet_list_open':
    case 'ordered_list_open':
      return 'list';
    case 'list_item_open':
      return 'item';
    case 'heading_open':
      return 'heading';
    case 'paragraph_open':
      return 'paragraph';
    default:
      return 'quote';
  }
}

function startOf(token: Token): number | null {
  return token.type === 'ordered_list_open' ? Number(token.attrGet('start') ?? 1) : null;
}

function inlinesOf(tokens: readonly Token[]): readonly Inline[] {
  const root: Inline[] = [];
  const stack: Inline[][] = [root];
  const add = (inline: Inline): void => void stack.at(-1)?.push(inline);
  for (const token of tokens) {
    switch (token.type) {
      case 'em_open':
      case 'strong_open':
        stack.push([]);
        break;
      case 'em_close':
      case 'strong_close':
        add({ kind: token.type === 'em_close' ? 'em' : 'strong', children: stack.pop() ?? [] });
        break;
      case 'softbreak':
        add({ kind: 'text', text: '\n' });
        break;
      case 'hardbreak':
        add({ kind: 'break' });
        break;
      case 'code_inline':
        add({ kind: 'code', text: token.content });
        break;
      case 'image':
        add({ kind: 'text', text: saidInstead(token) });
        break;
      // A link's beginning and end have no content.
      default:
        if (token.content !== '') add({ kind: 'text', text: token.content });
    }
  }
  // Nothing follows that it could break from.
  while (root.at(-1)?.kind === 'break') root.pop();
  return root;
}

/** What a picture says instead of itself. */
function saidInstead({ children }: Token): string {
  return (children ?? [])
    .map((token) =>
      token.type === 'image' ? saidInstead(token) : token.type.endsWith('break') ? '\n' : token.content,
    )
    .join('');
}
