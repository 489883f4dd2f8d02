import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { CopyWord } from './CopyWord.tsx';
import styles from './Left.module.css';
import { Section } from './Section.tsx';

interface Props {
  readonly card: CardModel;
  readonly copy: (what: 'left') => Promise<boolean>;
}

/** What the caller left on the voicemail, word for word, as long as nobody has summed it up. */
export function Left({ card, copy }: Props) {
  const { words } = useSurroundings().language;
  if (card.left === null) return null;
  return (
    <Section
      title={words.contact.left}
      aside={<CopyWord name={words.contact.copyLeft} onCopy={() => copy('left')} />}
    >
      {/* It scrolls when long, so the keyboard must be able to reach it. */}
      <p className={styles['left']} tabIndex={0} dir="auto">
        {card.left}
      </p>
    </Section>
  );
}
