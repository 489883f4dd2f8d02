import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import type { CardModel } from '../../../../src-shared/card/model.ts';
import {
  contactAsMarkdown,
  crmAsMarkdown,
  factsAsMarkdown,
  noteAsMarkdown,
  summaryAsMarkdown,
  transcriptAsMarkdown,
} from '../../../../src-shared/history/as-markdown.ts';
import { readMarkdown, type Block, type Inline } from '../../../../src-shared/markdown/read-markdown.ts';
import { chooseLanguage } from '../../../../src-shared/words/language.ts';
import { card, PHILIPPA } from '../../../gallery/people.ts';
import { hostileMarkdown, hostileText } from '../markdown/hostile.ts';

const english = chooseLanguage(['en-GB']);
/** A reader that knows everything: HTML, links, pictures, tables, references. */
const eager = new MarkdownIt({ html: true, maxNesting: 1_000 });
eager.validateLink = () => true;

/** What a pasted copy may be made of. */
const FIELDS = new Set(['heading', 'paragraph', 'inline', 'text', 'strong', 'code_inline', 'softbreak']);
const SUMMARY = new Set([...FIELDS, 'em', 'hardbreak', 'fence', 'bullet_list', 'ordered_list', 'list_item']);

function partsOf(markdown: string): readonly string[] {
  const tokens = eager.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  return [...new Set(tokens.map(({ type }) => type.replace(/_(?:open|close)$/, '')))];
}

function headingsIn(markdown: string): number {
  return eager.parse(markdown, {}).filter(({ type }) => type === 'heading_open').length;
}

function expectOnly(markdown: string | null, allowed: ReadonlySet<string>): void {
  expect(partsOf(markdown ?? '').filter((part) => !allowed.has(part))).toEqual([]);
  // The one that says with whom the call was.
  expect(headingsIn(markdown ?? '')).toBe(1);
}

/** A call that has nothing but such text in it. */
const callWith = fc
  .record({
    name: fc.option(hostileText),
    company: fc.option(hostileText),
    number: hostileText,
    line: fc.option(hostileText),
    handledBy: fc.option(hostileText),
    tags: fc.array(hostileText, { maxLength: 4 }),
    summary: hostileMarkdown,
    note: hostileMarkdown,
  })
  .map(({ name, company, number, ...rest }): CardModel =>
    card('hostile', {
      ...rest,
      phase: 'completed',
      durationS: 12,
      caller: {
        ...PHILIPPA,
        name,
        company,
        number: {
          kind: 'phone',
          display: number,
          country: null,
          callable: false,
          place: null,
          timeZone: null,
        },
      },
    }),
  );

test('a copied summary has stress, lists and code, and nothing else than the card shows', () => {
  fc.assert(
    fc.property(callWith, (call) => {
      const copy = summaryAsMarkdown(call, english) ?? '';
      expectOnly(copy, SUMMARY);
      const [, , ...rest] = copy.split('\n\n');
      expect(lettersOf(readMarkdown(rest.join('\n\n')))).toContain(
        lettersOf(readMarkdown(call.summary ?? '')),
      );
    }),
    { numRuns: 1_000 },
  );
});

test('in a copied transcript whoever speaks and whatever is said is text', () => {
  const lines = fc.array(
    fc.record({
      speaker: fc.constantFrom('agent', 'caller', 'other'),
      source: hostileText,
      atS: fc.constantFrom(null, 7),
      text: hostileText,
    }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(callWith, lines, (call, said) => {
      expectOnly(transcriptAsMarkdown(call, said, english), FIELDS);
    }),
    { numRuns: 500 },
  );
});

test('in copied details whatever stands in the fields is text', () => {
  const facts = fc.array(fc.record({ name: hostileText, value: hostileText }), {
    minLength: 1,
    maxLength: 3,
  });
  const details = fc.record({
    emails: fc.array(hostileText, { minLength: 1, maxLength: 2 }),
    numbers: fc.array(hostileText, { maxLength: 2 }),
    properties: fc.array(
      fc.record({ of: fc.constantFrom('person', 'company', 'deal'), name: fc.option(hostileText), facts }),
      { maxLength: 2 },
    ),
  });
  fc.assert(
    fc.property(callWith, details, hostileText, (call, contact, value) => {
      const detail = { card: call, contact, facts: [{ kind: 'lineName' as const, value }] };
      const numberKey = { e164: null, tail: null };
      const nothing = { transcript: [], timeline: [], messages: [], hasMoreMessages: false };
      const read = { ...detail, ...nothing, numberKey };
      expectOnly(contactAsMarkdown(read, english), FIELDS);
      expectOnly(factsAsMarkdown(read, english), FIELDS);
      const [deal] = call.deals;
      const said = { stage: value, isClosed: true, owner: value };
      const other = { id: '9', name: value, stage: value, value: null, closeDate: null, isLinked: true };
      const extras = { at: 0, owner: value, sharing: 2, otherDeals: [other], moreDeals: 1 };
      const deals = deal === undefined ? [] : [{ ...deal, name: value, inCrm: said }];
      expectOnly(crmAsMarkdown({ ...call, crmName: value, extras, deals }, english), FIELDS);
    }),
    { numRuns: 500 },
  );
});

test('a copied note is as safe as a summary', () => {
  fc.assert(
    fc.property(callWith, (call) => {
      if (call.note !== '') expectOnly(noteAsMarkdown(call, english), SUMMARY);
    }),
    { numRuns: 500 },
  );
});

test('a link is copied as its text, a picture as what it says, HTML as typed', () => {
  const copy = summaryAsMarkdown(
    card('links', {
      summary:
        'See [the *offer*](javascript:alert(1)) and ![the chart](https://evil.example/x.png?who=ana).\n\n' +
        '<img src=x onerror=alert(1)>\n\n1. A\n2. B\n   - C & D\n\n```html\n<b>\n```\n\n# Next\n- [ ] Call',
    }),
    english,
  );
  expect(copy?.split('\n\n').slice(2).join('\n\n')).toBe(
    String.raw`See the *offer* and the chart.

\<img src=x onerror=alert(1)\>

1. A
2. B
   - C & D

` + '```\n<b>\n```\n\n**Next**\n\n- \\[ \\] Call\n',
  );
});

test.each(['- * *', '* - + *', '- - -\n  - a', '1. - * -', '- * *\n\n  b'])(
  '%j stays the list that it is',
  (summary) => {
    expectOnly(summaryAsMarkdown(card('bullets', { summary }), english), SUMMARY);
  },
);

test('code spans and stress that lose the link between them stay apart', () => {
  for (const summary of ['``a`b`c``[`<img src=x>`](y)', '*a*[*b*](c)', '`a`[``b`c``](d)*e*'])
    expectOnly(summaryAsMarkdown(card('apart', { summary }), english), SUMMARY);
});

/** What is read, without blanks and without the signs of stress that two readers may see differently. */
function lettersOf(blocks: readonly Block[]): string {
  const all = blocks.map((block): string => {
    if ('text' in block) return block.text;
    return block.kind === 'list' ? block.items.map(lettersOf).join('') : inlineLetters(block.children);
  });
  return all.join('').replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function inlineLetters(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'break') return '';
      return 'text' in part ? part.text : inlineLetters(part.children);
    })
    .join('');
}
