import { CloudOff } from 'lucide-react';
import type { LinkState } from '../../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { momentOf } from '../../format/moments.ts';
import styles from './Note.module.css';

/** A relay that only restarts is back before anybody has read a note. */
const WORTH_SAYING_AFTER_MS = 4_000;

/** What being offline means for the agent, once it lasts. */
export function OfflineNote({ link }: { readonly link: LinkState }) {
  return link.kind === 'reconnecting' ? <Lasting since={link.since} relay={link.relay} /> : null;
}

function Lasting({ since, relay }: { readonly since: number; readonly relay: string }) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(1_000, since);
  if (now - since < WORTH_SAYING_AFTER_MS) return null;
  return (
    <p className={styles['note']} data-tone="warn">
      <CloudOff size={14} aria-hidden="true" />
      <span>{words.connection.offline(relay, momentOf(since, now, locale))}</span>
    </p>
  );
}
