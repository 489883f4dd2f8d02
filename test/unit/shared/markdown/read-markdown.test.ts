import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMarkdown, type Block, type Inline } from '../../../../src-shared/markdown/read-markdown.ts';
import { hostileMarkdown } from './hostile.ts';
import { shapesOf } from './shapes.ts';
import { cpuMsOf } from '../../../fixtures/cpu-time.ts';

const WITHIN_MS = 50;
/** The longest summary that Allo sends. */
const LONGEST = 100_000;

test('text, stress, lists and code are read; links are their text, pictures what they say, headings no headings', () => {
  expect(
    readMarkdown('# Quote\n\nBy **Thursday** or [*Friday*](https://a.example)  \n![a chart](b.png) `x<y`'),
  ).toEqual([
    { kind: 'heading', children: [text('Quote')] },
    {
      kind: 'paragraph',
      children: [
        text('By '),
        { kind: 'strong', children: [text('Thursday')] },
        text(' or '),
        { kind: 'em', children: [text('Friday')] },
        { kind: 'break' },
        text('a chart'),
        text(' '),
        { kind: 'code', text: 'x<y' },
      ],
    },
  ]);
  expect(readMarkdown('3. a\n4. b\n   - c\n\n> d\n\n```js&eacute;\ne\n```')).toEqual([
    {
      kind: 'list',
      start: 3,
      items: [[paragraph('a')], [paragraph('b'), { kind: 'list', start: null, items: [[paragraph('c')]] }]],
    },
    paragraph('d'),
    { kind: 'code', text: 'e\n' },
  ]);
});

test('named and numbered entities are the letters that they stand for', () => {
  expect(wordsOf(readMarkdown('Caf&eacute; &amp; Co &#x1F600; &ngE; &notanentity;'))).toBe(
    'Café & Co 😀 ≧̸ &notanentity;',
  );
  const inside =
    '[&eacute;](&quot;) ![&eacute; *b* ![&amp;](y)](x "&quot;") &eacute;@x\n===\n> - **&eacute;**';
  expect(wordsOf(readMarkdown(inside))).toBe('é é b & é@x\né');
});

test('a break that nothing follows is none', () => {
  expect(readMarkdown('a\\\nb}  \n ')).toEqual([
    { kind: 'paragraph', children: [text('a'), { kind: 'break' }, text('b}')] },
  ]);
});

test('HTML stands as it was typed, and a forbidden address leaves its text', () => {
  expect(wordsOf(readMarkdown('<img src=x onerror=alert(1)>\n\n<b>bold</b> <!-- c -->'))).toBe(
    '<img src=x onerror=alert(1)>\n<b>bold</b> <!-- c -->',
  );
  expect(wordsOf(readMarkdown('[offer](javascript:alert(1)) [x](data:text/html,y)'))).toBe('offer x');
});

test.for(Object.entries(shapesOf(10_000)))('%s are read within a few frames', ([, hard]) => {
  expect(cpuMsOf(() => readMarkdown(hard))).toBeLessThan(WITHIN_MS);
});

test.for(Object.entries(shapesOf(LONGEST)))('100,000 characters of %s are shown whole', ([, hard]) => {
  expect(readMarkdown(hard)).toEqual([{ kind: 'plain', text: hard }]);
  expect(cpuMsOf(() => readMarkdown(hard))).toBeLessThan(WITHIN_MS);
});

test('what is nested too deep is plain text, whole', () => {
  for (const deep of ['>'.repeat(5_000), `${'- '.repeat(400)}end`, `${'> '.repeat(22)}end`])
    expect(readMarkdown(deep)).toEqual([{ kind: 'plain', text: deep }]);
  expect(readMarkdown(`${'> '.repeat(15)}end`)).toEqual([paragraph('end')]);
});

test('whatever comes is read without an error, no deeper than a page can draw, and no word is lost', () => {
  fc.assert(
    fc.property(hostileMarkdown, (markdown) => {
      const blocks = readMarkdown(markdown);
      expect(depthOf(blocks)).toBeLessThanOrEqual(40);
      const shown = wordsOf(blocks);
      for (const word of markdown.match(/needle\d/g) ?? []) expect(shown).toContain(word);
    }),
    { numRuns: 1_000 },
  );
});

/** ms that this thread has worked, however busy the machine is. */
function text(written: string): Inline {
  return { kind: 'text', text: written };
}

function paragraph(written: string): Block {
  return { kind: 'paragraph', children: [text(written)] };
}

function wordsOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if ('text' in block) return block.text;
      return block.kind === 'list' ? block.items.map(wordsOf).join('\n') : inlineWords(block.children);
    })
    .join('\n');
}

function inlineWords(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'break') return '\n';
      return 'text' in part ? part.text : inlineWords(part.children);
    })
    .join('');
}

function depthOf(blocks: readonly Block[]): number {
  return Math.max(
    0,
    ...blocks.map((block) => {
      if ('text' in block) return 1;
      if (block.kind === 'list') return 1 + Math.max(0, ...block.items.map(depthOf));
      return 1 + inlineDepth(block.children);
    }),
  );
}

function inlineDepth(parts: readonly Inline[]): number {
  return Math.max(0, ...parts.map((part) => ('children' in part ? 1 + inlineDepth(part.children) : 0)));
}
