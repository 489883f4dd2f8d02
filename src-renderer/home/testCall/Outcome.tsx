import { CircleAlert } from 'lucide-react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './Outcome.module.css';
import { StageBars } from './StageBars.tsx';
import type { Testing } from './useTestCall.ts';

/** Where a test call is, what it took, or why it did not come through. */
export function Outcome({ testing }: { readonly testing: Testing }) {
  const { words, locale } = useSurroundings().language;
  if (testing.kind === 'idle') return null;
  const { stages } = testing;
  const total = testing.kind === 'done' ? stages.paintedMs : null;
  const wentSomewhere = testing.kind !== 'failed' || Object.values(stages).some((at) => at !== null);
  return (
    <div className={styles['outcome']}>
      {wentSomewhere ? <StageBars stages={stages} running={testing.kind === 'running'} /> : null}
      {total === null ? null : (
        <p className={styles['total']}>
          {words.testCall.total(new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(total))}
        </p>
      )}
      {testing.kind === 'failed' ? (
        <p className={styles['problem']}>
          <CircleAlert size="1rem" aria-hidden="true" />
          <span>{testing.problem}</span>
        </p>
      ) : null}
    </div>
  );
}
