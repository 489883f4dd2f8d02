import { KeyRound, Unplug } from 'lucide-react';
import type { ManagedView } from '../../../src-shared/managed/managed-view.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { PolicyProblems } from '../PolicyProblems.tsx';
import { PairForm } from './PairForm.tsx';
import styles from './PairPage.module.css';
import { WelcomePage } from './WelcomePage.tsx';

interface Props {
  /** The relay that turned this computer out. */
  readonly revokedBy: string | null;
  /** Why the pairing that is kept is out of reach. */
  readonly keychain?: 'asking' | 'other' | undefined;
  /** What this computer's admin has decided; null: nobody manages it. */
  readonly managed: ManagedView | null;
}

/** What Ringside is, and the way in. */
export function PairPage({ revokedBy, keychain, managed }: Props) {
  const { words } = useSurroundings().language;
  return (
    <WelcomePage>
      {revokedBy === null ? null : (
        <p className={styles['revoked']}>
          <Unplug size="1rem" />
          <span>{words.pairing.revoked(revokedBy)}</span>
        </p>
      )}
      {keychain === undefined ? null : (
        <p className={styles['keychain']} role="status">
          <KeyRound size="1rem" aria-hidden="true" />
          <span>
            <strong>
              {keychain === 'asking' ? words.connection.keychainAsks : words.connection.otherKeychain}
            </strong>{' '}
            {keychain === 'asking'
              ? words.connection.keychainAsksDetail
              : words.connection.otherKeychainDetail}
          </span>
        </p>
      )}
      {managed === null ? null : <PolicyProblems managed={managed} />}
      {managed?.pairing === 'device' ? (
        <p className={styles['managed']}>{words.pairing.problem.managed}</p>
      ) : managed?.pairing === 'nothing' ? null : (
        <>
          {managed === null || managed.relay === null ? null : (
            <p className={styles['managed']}>{words.managed.onlyHere(managed.relay)}</p>
          )}
          <PairForm />
        </>
      )}
    </WelcomePage>
  );
}
