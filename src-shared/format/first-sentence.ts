const MAX_CHARS = 240;
/** A full stop after these ends no sentence: initials, titles and short forms in English and French. */
const SHORT_FORM =
  /(?:^|[\s(])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Mme|Mlle|vs|etc|approx|e\.g|i\.e|p\.ex|env|tél|tel)\.\s*$/u;

/**
 * The first sentence of a summary in Markdown, as plain text of at most 240 characters: of the first paragraph or list
 * entry, or of the first heading when there is nothing else.
 * @returns null when no text is left
 */
export function firstSentence(markdown: string | null): string | null {
  if (markdown === null) return null;
  const blocks = markdown
    .slice(0, 10_000)
    .split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|#{1,6})\s)|(?<=^#{1,6}\s[^\n]*)\n/m)
    .map((block) => ({ isHeading: /^\s*#{1,6}\s/.test(block), text: plain(block) }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const block = blocks.find(({ isHeading }) => !isHeading) ?? blocks[0];
  return block === undefined ? null : cut(sentenceAtStart(block.text));
}

/** Making one takes longer than using it. */
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

function sentenceAtStart(text: string): string {
  let sentence = '';
  for (const { segment } of SENTENCES.segment(text)) {
    sentence += segment;
    if (!SHORT_FORM.test(sentence)) break;
  }
  return sentence.trim();
}

function plain(block: string): string {
  return block
    .replace(/^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)+/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]{1,200}>/g, '')
    .replace(/(\*{1,3}|~~|`+)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])(_{1,3})(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/\s+/g, ' ')
    .trim();
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_CHARS
    ? text
    : `${characters
        .slice(0, MAX_CHARS - 1)
        .join('')
        .trimEnd()}…`;
}
