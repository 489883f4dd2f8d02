import { marksIn } from '../../../src-shared/history/marks.ts';
import type { Search } from '../../../src-shared/history/search.ts';
import styles from './Highlighted.module.css';

/** A text with what was searched for marked in it. */
export function Highlighted({ text, search }: { readonly text: string; readonly search: Search }) {
  if (search.length === 0) return text;
  let at = 0;
  return marksIn(text, search).map((stretch) => {
    const key = at;
    at += stretch.text.length;
    return stretch.found ? (
      <mark key={key} className={styles['mark']}>
        {stretch.text}
      </mark>
    ) : (
      stretch.text
    );
  });
}
