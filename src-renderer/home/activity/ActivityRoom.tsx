import { CircleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { LinkState } from '../../../src-shared/link/link-state.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { NothingHere } from '../../calls/list/NothingHere.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import { RoomPage } from '../RoomPage.tsx';
import styles from './ActivityRoom.module.css';
import { CopyDiagnostics } from '../CopyDiagnostics.tsx';
import { EntryList } from './EntryList.tsx';
import { TestCallPanel } from './TestCallPanel.tsx';
import { useActivity } from './useActivity.ts';
import { hadCard } from './verdicts.ts';

interface Props {
  readonly link: LinkState;
  /** A test call is asked for, until `onTest` says that it is played. */
  readonly test: boolean;
  readonly onTest: () => void;
}

/** What happened here, and why: the newest events with what was done about each, and a call to try it. */
export function ActivityRoom({ link, test, onTest }: Props) {
  const { words } = useSurroundings().language;
  const { entries, retry } = useActivity();
  const [onlyWithout, setOnlyWithout] = useState(false);
  const shown = entries?.filter(({ verdict }) => !onlyWithout || !hadCard(verdict)) ?? null;
  return (
    <RoomPage title={words.room.activity}>
      <p className={styles['about']}>{words.activity.about}</p>
      <TestCallPanel link={link} test={test} onTest={onTest} />
      {retry === null ? null : (
        <NothingHere icon={CircleAlert} title={words.activity.failed} text="">
          <TextButton onClick={retry}>{words.action.tryAgain}</TextButton>
        </NothingHere>
      )}
      {entries === null || shown === null ? null : entries.length === 0 ? (
        <Empty title={words.activity.empty} hint={words.activity.emptyHint}>
          <CopyDiagnostics />
        </Empty>
      ) : (
        <>
          <div className={styles['tools']}>
            <label className={styles['only']}>
              <input
                type="checkbox"
                className={styles['box']}
                checked={onlyWithout}
                onChange={({ target }) => setOnlyWithout(target.checked)}
              />
              {words.activity.onlyWithout}
            </label>
            <CopyDiagnostics />
          </div>
          {shown.length === 0 ? <Empty title={words.activity.noneWithout} /> : <EntryList entries={shown} />}
        </>
      )}
    </RoomPage>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}

function Empty({ title, hint, children }: EmptyProps) {
  return (
    <div className={styles['empty']}>
      <p className={styles['emptyTitle']}>{title}</p>
      {hint === undefined ? null : <p className={styles['emptyHint']}>{hint}</p>}
      {children === undefined ? null : <div className={styles['emptyTool']}>{children}</div>}
    </div>
  );
}
