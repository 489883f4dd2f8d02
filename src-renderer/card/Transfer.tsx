import { CornerDownRight, CornerUpRight, type LucideIcon } from 'lucide-react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './Transfer.module.css';

/** From whom the call came over, and to whom it went. */
export function Transfer({ card }: { readonly card: CardModel }) {
  const { words } = useSurroundings().language;
  const { transferredFrom, transferredTo } = card;
  return (
    <>
      {transferredFrom === null ? null : (
        <Line icon={CornerDownRight} text={words.card.transferredFrom(transferredFrom)} />
      )}
      {transferredTo === null ? null : (
        <Line icon={CornerUpRight} text={words.card.transferredTo(transferredTo)} />
      )}
    </>
  );
}

function Line({ icon: Icon, text }: { readonly icon: LucideIcon; readonly text: string }) {
  return (
    <p className={styles['transfer']}>
      <Icon size={14} />
      <bdi className={styles['text']} title={text}>
        {text}
      </bdi>
    </p>
  );
}
