import { CloudOff } from 'lucide-react';
import type { LinkState } from '../../../src-shared/link/link-state.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { momentOf } from '../../format/moments.ts';
import styles from './Note.module.css';

/** A relay that only restarts is back before anybody has read a note. */
const WORTH_SAYING_AFTER_MS = 4_000;

type Reconnecting = Extract<LinkState, { kind: 'reconnecting' }>;

/** Why there is no connection and what that means for the agent, once it lasts. */
export function OfflineNote({ link }: { readonly link: LinkState }) {
  return link.kind === 'reconnecting' ? <Lasting {...link} /> : null;
}

function Lasting({ since, relay, why }: Reconnecting) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(1_000, since);
  const { connection } = words;
  if (now - since < WORTH_SAYING_AFTER_MS) return null;
  return (
    <p className={styles['note']} data-tone="warn">
      <CloudOff size="0.875rem" aria-hidden="true" />
      <span>
        {connection.offline(relay, momentOf(since, now, locale))}{' '}
        {why === null ? null : (
          <>
            <strong>{connection.why[why.trouble]}.</strong> {connection.remedy[why.trouble]}{' '}
          </>
        )}
        {connection.meanwhile}
      </span>
    </p>
  );
}
