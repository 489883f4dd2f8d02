import { CircleAlert } from 'lucide-react';
import type { HomeState } from '../../../src-shared/ipc/home.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { NothingHere } from '../../calls/list/NothingHere.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import { Failed } from '../Failed.tsx';
import { RoomPage } from '../RoomPage.tsx';
import { CardChoices } from './CardChoices.tsx';
import { ComputerGroup } from './ComputerGroup.tsx';
import { KeyboardChoices } from './KeyboardChoices.tsx';
import { LookChoices } from './LookChoices.tsx';
import { ManagedGroup } from './ManagedGroup.tsx';
import { NotificationChoices } from './NotificationChoices.tsx';
import { QuietChoices } from './QuietChoices.tsx';
import styles from './SettingsRoom.module.css';
import { SoundChoices } from './SoundChoices.tsx';
import { StorageChoices } from './StorageChoices.tsx';
import { UpdateGroup } from './UpdateGroup.tsx';
import { UnreadNote } from './UnreadNote.tsx';
import { ChoicesContext, usePreferences } from './usePreferences.ts';

/** What the agent can choose; every change holds at once. */
export function SettingsRoom({ home }: { readonly home: HomeState }) {
  const { words } = useSurroundings().language;
  const preferences = usePreferences();
  return (
    <RoomPage title={words.room.settings}>
      {preferences.kind === 'failed' ? (
        <NothingHere icon={CircleAlert} title={words.settings.failed} text="">
          <TextButton onClick={preferences.retry}>{words.action.tryAgain}</TextButton>
        </NothingHere>
      ) : null}
      {preferences.kind === 'here' ? (
        <ChoicesContext value={preferences.choices}>
          <UnreadNote names={preferences.choices.state.unread} />
          {home.managed === null ? null : <ManagedGroup managed={home.managed} />}
          <ComputerGroup home={home} />
          <CardChoices crmName={home.crmName} />
          <SoundChoices />
          <QuietChoices />
          <NotificationChoices />
          <LookChoices />
          <KeyboardChoices />
          <StorageChoices />
          <UpdateGroup />
          {preferences.problem === null ? null : (
            <div className={styles['problem']}>
              <Failed text={preferences.problem} />
            </div>
          )}
        </ChoicesContext>
      ) : null}
    </RoomPage>
  );
}
