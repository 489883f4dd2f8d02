import { PhoneIncoming } from 'lucide-react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { CallRow } from './CallRow.tsx';
import styles from './CallList.module.css';

const MINUTE_MS = 60_000;

/** The calls, newest first. */
export function CallList({ calls }: { readonly calls: readonly CardModel[] }) {
  const { bridge, language } = useSurroundings();
  const now = useNow(MINUTE_MS);
  const { words } = language;
  if (calls.length === 0)
    return (
      <div className={styles['empty']}>
        <PhoneIncoming size={28} strokeWidth={1.5} />
        <p>{words.noCalls}</p>
      </div>
    );
  return (
    <ul className={styles['list']} aria-label={words.calls}>
      {calls.map((call) => (
        <CallRow
          key={call.key}
          call={call}
          now={now}
          onShow={() => void bridge.request('home:showCall', { key: call.key }).catch(reportError)}
        />
      ))}
    </ul>
  );
}
