import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { CopyButton } from './CopyButton.tsx';
import styles from './NumberRow.module.css';

interface Props {
  readonly card: CardModel;
  readonly copy: (what: 'email') => Promise<boolean>;
}

/** The contact's main address, below the number: text to read and copy, never a link. */
export function EmailRow({ card, copy }: Props) {
  const { words } = useSurroundings().language;
  const { email } = card.caller;
  if (email === null) return null;
  return (
    <div className={`${styles['row']} ${styles['email']}`}>
      <bdi className={styles['address']} title={email}>
        {email}
      </bdi>
      <CopyButton name={words.contact.copyEmail} onCopy={() => copy('email')} />
    </div>
  );
}
