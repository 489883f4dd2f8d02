import { Unplug } from 'lucide-react';
import { PRODUCT } from '../../../src-shared/product.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Greeting } from './Greeting.tsx';
import { PairForm } from './PairForm.tsx';
import styles from './PairPage.module.css';

/** What Ringside is, and the way in. `revokedBy`: the relay that turned this computer out. */
export function PairPage({ revokedBy }: { readonly revokedBy: string | null }) {
  const { words } = useSurroundings().language;
  return (
    <main className={styles['page']}>
      <Greeting title={PRODUCT}>
        <p className={styles['promise']}>{words.pairing.promise}</p>
      </Greeting>
      {revokedBy === null ? null : (
        <p className={styles['revoked']}>
          <Unplug size={16} />
          <span>{words.pairing.revoked(revokedBy)}</span>
        </p>
      )}
      <PairForm />
    </main>
  );
}
