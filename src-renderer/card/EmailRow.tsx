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
  const { name, email, furtherEmails } = card.caller;
  // Where it stands for the name, it is there already.
  if (email === null || email === name) return null;
  return (
    <div className={`${styles['row']} ${styles['email']}`}>
      <bdi className={styles['address']} title={email}>
        {email}
      </bdi>
      <CopyButton name={words.contact.copyEmail} onCopy={() => copy('email')} />
      {furtherEmails > 0 ? (
        <span className={styles['further']}>{words.contact.furtherEmails(furtherEmails)}</span>
      ) : null}
    </div>
  );
}
