import type { ReactNode } from 'react';
import { PRODUCT } from '../../../src-shared/product.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Greeting } from './Greeting.tsx';
import styles from './WelcomePage.module.css';

/** What an agent without a pairing sees: what Ringside is, and under it the way in. */
export function WelcomePage({ children }: { readonly children: ReactNode }) {
  const { pairing } = useSurroundings().language.words;
  return (
    <main className={styles['page']}>
      <Greeting title={PRODUCT}>
        <p className={styles['promise']}>{pairing.promise}</p>
      </Greeting>
      {children}
    </main>
  );
}
