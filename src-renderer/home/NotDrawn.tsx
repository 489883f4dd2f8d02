import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { NothingHere } from '../calls/list/NothingHere.tsx';
import { ActionButton } from '../card/ActionButton.tsx';
import { CopyDiagnostics } from './CopyDiagnostics.tsx';
import styles from './NotDrawn.module.css';
import { Unseen } from '../bridge/Unseen.tsx';

/** A room that could not be drawn: the others are a click away, and so is another attempt. */
function NotDrawn({ name, onRetry }: { readonly name: string; readonly onRetry: () => void }) {
  const { words } = useSurroundings().language;
  return (
    <div className={styles['room']}>
      <h1>
        <Unseen>{name}</Unseen>
      </h1>
      <NothingHere icon={TriangleAlert} title={words.failure.room} text="">
        <ActionButton onClick={onRetry}>{words.action.tryAgain}</ActionButton>
        <CopyDiagnostics />
      </NothingHere>
    </div>
  );
}

/** Stands where a room, called by its name, could not be drawn. */
export function notDrawn(name: string): (retry: () => void) => ReactNode {
  return (retry) => <NotDrawn name={name} onRetry={retry} />;
}
