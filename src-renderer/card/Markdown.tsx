import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import styles from './Markdown.module.css';

const ALLOWED = [
  'p',
  'ul',
  'ol',
  'li',
  'em',
  'strong',
  'code',
  'pre',
  'br',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
];

/** The card has its own headings: those of the text are strong paragraphs. */
function Heading({ children }: { readonly children?: ReactNode }) {
  return (
    <p>
      <strong>{children}</strong>
    </p>
  );
}

const COMPONENTS: Components = {
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
};

/** Markdown from outside: text, lists and emphasis. Links are their text, images nothing, and HTML shows as typed. */
export function Markdown({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    // It scrolls when long, so the keyboard must be able to reach it.
    <div className={styles['text']} role="group" aria-label={label} tabIndex={0} dir="auto">
      <ReactMarkdown allowedElements={ALLOWED} unwrapDisallowed components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
