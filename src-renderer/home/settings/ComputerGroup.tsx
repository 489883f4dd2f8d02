import type { HomeState } from '../../../src-shared/ipc/home.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './ComputerGroup.module.css';
import { Fact } from './Fact.tsx';
import { EraseForGood } from './EraseForGood.tsx';
import { Group } from './Group.tsx';
import { useChoices } from './usePreferences.ts';

/** Whose computer this is, for which relay, and the way to end that. */
export function ComputerGroup({ home }: { readonly home: HomeState }) {
  const { bridge, language } = useSurroundings();
  const { settings, connection, managed } = language.words;
  const { state } = useChoices();
  const { link, tokenKept, historyAside } = home;
  // It would come back by itself.
  const isPairedByThem = home.managed?.pairing === 'group' || home.managed?.pairing === 'device';
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
      {historyAside === null ? null : (
        <>
          <Fact label={settings.aside}>
            {historyAside === 'keychain' ? connection.historyAside : connection.historyOfAnother}
          </Fact>
          <EraseForGood
            label={settings.asideErase}
            title={settings.asideTitle}
            text={settings.asideText}
            yes={settings.asideYes}
            no={settings.forgetNo}
            failed={settings.asideFailed}
            erase={() => bridge.request('history:eraseAside')}
          />
        </>
      )}
      {isPairedByThem ? (
        <p className={styles['theirs']}>{managed.pairedByThem}</p>
      ) : tokenKept === null ? null : (
        <EraseForGood
          label={settings.forget}
          title={settings.forgetTitle}
          text={settings.forgetText}
          yes={settings.forgetYes}
          no={settings.forgetNo}
          failed={settings.forgetFailed}
          erase={() => bridge.request('pair:remove')}
        />
      )}
    </Group>
  );
}

function keptIn(kept: HomeState['tokenKept'], settings: Words['settings']): string {
  if (kept === null) return settings.byEnvironment;
  return kept === 'keychain' ? settings.inKeychain : settings.inMemory;
}
