import type { ManagedView } from '../../../src-shared/managed/managed-view.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { PolicyProblems } from '../PolicyProblems.tsx';
import { Fact } from './Fact.tsx';
import { Group } from './Group.tsx';
import styles from './ManagedGroup.module.css';

/** That an organisation manages this computer, and what that means. */
export function ManagedGroup({ managed }: { readonly managed: ManagedView }) {
  const { words } = useSurroundings().language;
  const { relay, pairing, hasLocks, updates } = managed;
  const said = words.managed;
  return (
    <Group title={said.title}>
      <p className={styles['about']}>{said.about}</p>
      {relay === null ? null : <Fact label={said.relay}>{said.onlyRelay(relay)}</Fact>}
      <Fact label={said.pairing}>{said.pairingBy[pairing]}</Fact>
      {hasLocks ? <Fact label={said.choices}>{said.someLocked}</Fact> : null}
      {updates ? null : <Fact label={said.updates}>{said.updatesOff}</Fact>}
      <div className={styles['problems']}>
        <PolicyProblems managed={managed} />
      </div>
    </Group>
  );
}
