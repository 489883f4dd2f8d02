import { ArrowUpRight, Search } from 'lucide-react';
import type { LinkTarget } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { crmHint } from './crm-hint.ts';
import styles from './RecordButton.module.css';

interface Props {
  readonly name: string;
  readonly link: LinkTarget;
  readonly crmName: string | null;
  /** The most lines that it may take. */
  readonly lines: 1 | 2;
  readonly onOpen: () => void;
}

/** A name that opens its record in the CRM, or plain text when there is nothing to open. */
export function RecordButton({ name, link, crmName, lines, onOpen }: Props) {
  const { words } = useSurroundings().language;
  if (link === null)
    return (
      <bdi className={styles[lines === 1 ? 'line' : 'lines']} title={name}>
        {name}
      </bdi>
    );
  const hint = crmHint(link, crmName, words);
  const Icon = link === 'record' ? ArrowUpRight : Search;
  return (
    <button
      type="button"
      className={styles['record']}
      title={`${name}\n${hint}`}
      aria-description={hint}
      onClick={onOpen}
    >
      <bdi className={styles[lines === 1 ? 'line' : 'lines']}>{name}</bdi>
      <Icon className={styles['mark']} size="0.8em" />
    </button>
  );
}
