import { PhoneOutgoing } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Thread } from '../../../src-shared/texts/threads.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { ActionButton } from '../../card/ActionButton.tsx';
import { Avatar } from '../../card/Avatar.tsx';
import { CopyButton } from '../../card/CopyButton.tsx';
import { Problem } from '../../card/Problem.tsx';
import { nameOf, portraitOf } from '../../format/thread-name.ts';
import styles from './ThreadHeader.module.css';
import type { TextActions } from './useTextActions.ts';

interface Props {
  readonly thread: Thread;
  readonly titleId: string;
  readonly actions: TextActions;
  readonly problem: string | null;
  /** The calls with the number. */
  readonly children: ReactNode;
}

/** Whom the texts are with, and what can be done about it: only what works. */
export function ThreadHeader({ thread, titleId, actions, problem, children }: Props) {
  const { words } = useSurroundings().language;
  const { party, newest } = thread;
  // One spelling may lack the country: another one has the number as it can be called.
  const dialled = party.callable ? (thread.texts.find((row) => row.party.callable) ?? newest) : newest;
  return (
    <header className={styles['header']}>
      <div className={styles['who']}>
        <Avatar name={portraitOf(party)} />
        <div className={styles['names']}>
          <h2 id={titleId} className={styles['name']}>
            <bdi>{nameOf(thread, words)}</bdi>
          </h2>
          {party.company === null ? null : (
            <p className={styles['company']} dir="auto">
              {party.company}
            </p>
          )}
          {party.kind === 'number' && party.display !== null ? (
            <p className={styles['number']}>
              {party.name === null ? <span>{words.card.notInContacts}</span> : <bdi>{party.display}</bdi>}
              <CopyButton name={words.card.copyNumber} onCopy={() => actions.copy(dialled.id, 'number')} />
            </p>
          ) : null}
        </div>
        {party.callable ? (
          <ActionButton onClick={() => actions.callBack(dialled.id)}>
            <PhoneOutgoing size="0.8125rem" />
            {words.call.callBack}
          </ActionButton>
        ) : null}
      </div>
      <Problem text={problem} />
      {children}
    </header>
  );
}
