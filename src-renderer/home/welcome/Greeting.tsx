import type { ReactNode, Ref } from 'react';
import { ProductMark } from '../ProductMark.tsx';
import styles from './Greeting.module.css';

interface Props {
  readonly title: string;
  /** Takes the focus where the title is news. */
  readonly heading?: Ref<HTMLHeadingElement>;
  readonly children: ReactNode;
}

/** The head of a page of the welcome: the product's mark, a title, and a line under it. */
export function Greeting({ title, heading, children }: Props) {
  return (
    <div className={styles['greeting']}>
      <ProductMark large />
      <h1 ref={heading} tabIndex={heading === undefined ? undefined : -1} className={styles['title']}>
        {title}
      </h1>
      {children}
    </div>
  );
}
