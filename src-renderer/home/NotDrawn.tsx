import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { NothingHere } from '../calls/list/NothingHere.tsx';
import { ActionButton } from '../card/ActionButton.tsx';

/** A room that could not be drawn: the others are a click away, and so is another attempt. */
function NotDrawn({ onRetry }: { readonly onRetry: () => void }) {
  const { words } = useSurroundings().language;
  return (
    <NothingHere icon={TriangleAlert} title={words.failure.room} text="">
      <ActionButton onClick={onRetry}>{words.action.tryAgain}</ActionButton>
    </NothingHere>
  );
}

/** Stands where a room could not be drawn. */
export function notDrawn(retry: () => void): ReactNode {
  return <NotDrawn onRetry={retry} />;
}
