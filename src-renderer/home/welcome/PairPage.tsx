import { Unplug } from 'lucide-react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { PairForm } from './PairForm.tsx';
import styles from './PairPage.module.css';
import { ProductMark } from '../ProductMark.tsx';

/** What Ringside is, and the way in. `revokedBy`: the relay that turned this computer out. */
export function PairPage({ revokedBy }: { readonly revokedBy: string | null }) {
  const { words } = useSurroundings().language;
  return (
    <main className={styles['page']}>
      <div className={styles['intro']}>
        <ProductMark large />
        <h1 className={styles['product']}>{words.product}</h1>
        <p className={styles['promise']}>{words.promise}</p>
      </div>
      {revokedBy === null ? null : (
        <p className={styles['revoked']}>
          <Unplug size={16} />
          <span>{words.revoked(revokedBy)}</span>
        </p>
      )}
      <PairForm />
    </main>
  );
}
