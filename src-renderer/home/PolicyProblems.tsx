import { TriangleAlert } from 'lucide-react';
import type { ManagedView } from '../../src-shared/managed/managed-view.ts';
import { policyProblem } from '../../src-shared/words/policy-problem.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './PolicyProblems.module.css';

/** What of the organisation's decisions is not taken, and why; copyable, for the admin. */
export function PolicyProblems({
  managed,
}: {
  readonly managed: Pick<ManagedView, 'problems' | 'place' | 'pairing'>;
}) {
  const { words } = useSurroundings().language;
  const { problems, place, pairing } = managed;
  if (problems.length === 0) return null;
  return (
    <div className={styles['note']} role="note">
      <TriangleAlert size="0.875rem" aria-hidden="true" />
      <div>
        <p className={styles['title']}>{words.managed.unread}</p>
        <ul className={styles['list']}>
          {problems.map((problem) => (
            <li key={JSON.stringify(problem)}>{policyProblem(problem, place, words)}</li>
          ))}
        </ul>
        {pairing === 'nothing' ? <p className={styles['then']}>{words.managed.noPairing}</p> : null}
      </div>
    </div>
  );
}
