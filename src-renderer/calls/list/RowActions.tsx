import { Hand, PhoneOutgoing } from 'lucide-react';
import type { HistoryRow } from '../../../src-shared/history/rows.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './CallRow.module.css';
import { useCardActions } from '../../card/useCardActions.ts';

/** What the pointer can do on a call that waits; the keyboard does the same in the call itself. */
export function RowActions({ row }: { readonly row: HistoryRow }) {
  const { words } = useSurroundings().language;
  const { actions, problem } = useCardActions(row.key);
  const buttons = [
    ...(row.isShared ? [{ name: words.call.takeIt, icon: Hand, act: actions.claim }] : []),
    ...(row.number === null
      ? []
      : [{ name: words.call.callBack, icon: PhoneOutgoing, act: actions.callBack }]),
  ];
  if (problem !== null)
    return (
      <span className={styles['actions']} data-problem="true">
        {problem}
      </span>
    );
  return (
    <span className={styles['actions']}>
      {buttons.map(({ name, icon: Icon, act }) => (
        <button
          key={name}
          type="button"
          tabIndex={-1}
          className={styles['action']}
          aria-label={name}
          title={name}
          onMouseDown={(event) => event.preventDefault()}
          onClick={(event) => {
            event.stopPropagation();
            act();
          }}
        >
          <Icon size="0.875rem" />
        </button>
      ))}
    </span>
  );
}
