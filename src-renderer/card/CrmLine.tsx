import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useAsOf } from './as-of.ts';
import styles from './CrmLine.module.css';

interface Props {
  readonly crmName: CardModel['crmName'];
  readonly extras: NonNullable<CardModel['extras']>;
}

/** What the CRM says of the caller beyond Allo, small, and when it said so. */
export function CrmLine({ crmName, extras }: Props) {
  const { words } = useSurroundings().language;
  const asOf = useAsOf(crmName, extras.at);
  const { owner, sharing } = extras;
  if (owner === null && sharing === null) return null;
  return (
    <p className={styles['line']}>
      <span className={styles['when']}>{asOf}</span>
      {owner === null ? null : (
        <>
          {' · '}
          <bdi>{words.inCrm.ownerIs(owner)}</bdi>
        </>
      )}
      {sharing === null ? null : ` · ${words.inCrm.sharing(sharing)}`}
    </p>
  );
}
