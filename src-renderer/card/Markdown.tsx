import { useMemo, type ReactNode } from 'react';
import { readMarkdown, type Block, type Inline } from '../../src-shared/markdown/read-markdown.ts';
import styles from './Markdown.module.css';

/** Markdown from outside: text, lists and emphasis. Links are their text, and HTML shows as typed. */
export function Markdown({ text, label }: { readonly text: string; readonly label: string }) {
  const blocks = useMemo(() => readMarkdown(text), [text]);
  return (
    // It scrolls when long, so the keyboard must be able to reach it.
    <div className={styles['text']} role="group" aria-label={label} tabIndex={0} dir="auto">
      <Blocks blocks={blocks} />
    </div>
  );
}

function Blocks({ blocks }: { readonly blocks: readonly Block[] }): ReactNode {
  return numbered(blocks).map(({ one, place }) => <OneBlock key={place} block={one} />);
}

/** The card has its own headings: those of the text are strong paragraphs. */
function OneBlock({ block }: { readonly block: Block }): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Inlines parts={block.children} />
        </p>
      );
    case 'heading':
      return (
        <p>
          <strong>
            <Inlines parts={block.children} />
          </strong>
        </p>
      );
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case 'plain':
      return <p className={styles['plain']}>{block.text}</p>;
    case 'list': {
      const items = numbered(block.items).map(({ one, place }) => (
        <li key={place}>
          <Blocks blocks={one} />
        </li>
      ));
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
  }
}

function Inlines({ parts }: { readonly parts: readonly Inline[] }): ReactNode {
  return numbered(parts).map(({ one, place }) => <OneInline key={place} inline={one} />);
}

function OneInline({ inline }: { readonly inline: Inline }): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return <code>{inline.text}</code>;
    case 'break':
      return <br />;
    case 'em':
      return (
        <em>
          <Inlines parts={inline.children} />
        </em>
      );
    case 'strong':
      return (
        <strong>
          <Inlines parts={inline.children} />
        </strong>
      );
  }
}

/** A text is drawn once: its parts have no other name than their place. */
function numbered<T>(parts: readonly T[]): readonly { readonly one: T; readonly place: number }[] {
  return parts.map((one, place) => ({ one, place }));
}
