import type { HomeState } from '../../../src-shared/ipc/contract.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './ComputerGroup.module.css';
import { Fact } from './Fact.tsx';
import { ForgetPairing } from './ForgetPairing.tsx';
import { Group } from './Group.tsx';
import { useChoices } from './usePreferences.ts';

/** Whose computer this is, for which relay, and the way to end that. */
export function ComputerGroup({ home }: { readonly home: HomeState }) {
  const { settings } = useSurroundings().language.words;
  const { state } = useChoices();
  const { link, tokenKept } = home;
  return (
    <Group title={settings.computer}>
      {link.kind === 'live' ? <Fact label={settings.account}>{link.agent}</Fact> : null}
      {'relay' in link ? <Fact label={settings.relay}>{link.relay}</Fact> : null}
      {state.device === null ? null : (
        <Fact label={settings.device}>
          {state.device}
          <span className={styles['hint']}>{settings.deviceHint}</span>
        </Fact>
      )}
      <Fact label={settings.pairingKept}>{keptIn(tokenKept, settings)}</Fact>
      {tokenKept === null ? null : <ForgetPairing />}
    </Group>
  );
}

function keptIn(kept: HomeState['tokenKept'], settings: Words['settings']): string {
  if (kept === null) return settings.byEnvironment;
  return kept === 'keychain' ? settings.inKeychain : settings.inMemory;
}
