import type { ReactNode } from 'react';
import type { Part } from '../../src-shared/ipc/failures.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Section } from './Section.tsx';
import { Boundary } from '../bounds/Boundary.tsx';
import styles from '../bounds/NotDrawn.module.css';

interface Props {
  readonly part: Part;
  readonly of: unknown;
  /** What stands there instead is titled as the section is; absent: it has no title. */
  readonly title?: string | undefined;
  /** What can be read all the same. */
  readonly text?: string | null | undefined;
  readonly children: ReactNode;
}

/** A section of a card or a call that costs nothing but itself when it cannot be drawn. */
export function SectionBoundary({ part, of, title, text, children }: Props) {
  return (
    <Boundary part={part} of={of} instead={<NotDrawn title={title} text={text} />}>
      {children}
    </Boundary>
  );
}

function NotDrawn({
  title,
  text,
}: {
  readonly title: string | undefined;
  readonly text: string | null | undefined;
}) {
  const { words } = useSurroundings().language;
  const lines = (
    <>
      <p className={styles['why']}>{words.failure.section}</p>
      {text === null || text === undefined ? null : (
        <p className={styles['text']} dir="auto" tabIndex={0}>
          {text}
        </p>
      )}
    </>
  );
  return title === undefined ? (
    <div className={styles['alone']}>{lines}</div>
  ) : (
    <Section title={title}>{lines}</Section>
  );
}
