import { ArrowUpRight, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LinkTarget } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './RecordButton.module.css';

interface Props {
  /** What the record is called, for its button's name. */
  readonly name: string;
  readonly link: LinkTarget;
  readonly crmName: string | null;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}

/** A name that opens its record in the CRM, or plain text when there is nothing to open. */
export function RecordButton({ name, link, crmName, onOpen, children }: Props) {
  const { words } = useSurroundings().language;
  if (link === null) return <span title={name}>{children}</span>;
  const crm = crmName ?? words.yourCrm;
  const Icon = link === 'record' ? ArrowUpRight : Search;
  return (
    <button
      type="button"
      className={styles['record']}
      title={`${name}\n${link === 'record' ? words.openIn(crm) : words.searchIn(crm)}`}
      aria-label={link === 'record' ? words.openNamed(name, crm) : words.searchNamed(name, crm)}
      onClick={onOpen}
    >
      {children}
      <Icon className={styles['mark']} size="0.8em" />
    </button>
  );
}
