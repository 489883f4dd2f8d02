import { ArrowUpRight, ChevronDown, Search } from 'lucide-react';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { AnotherButton } from './AnotherButton.tsx';
import { crmHint, type Linked } from './crm-hint.ts';
import styles from './RecordButton.module.css';
import type { Picked } from './RecordMenu.tsx';
import { useChooser } from './useChooser.tsx';

interface Props extends Linked {
  readonly name: string;
  readonly crmName: string | null;
  /** The most lines that it may take. */
  readonly lines: 1 | 2;
  readonly onOpen: (pick?: Picked) => void;
  /** It is the contact, in a heading: another button would be a part of its name, and the footer has one. */
  readonly isHeading?: boolean;
}

/** A name that opens its record in the CRM, or plain text when there is nothing to open. */
export function RecordButton(props: Props) {
  const { name, link, lines } = props;
  if (link === null)
    return (
      <bdi className={styles[lines === 1 ? 'line' : 'lines']} title={name}>
        {name}
      </bdi>
    );
  return <LinkedName {...props} />;
}

function LinkedName({ isHeading = false, ...link }: Props) {
  const { name, crmName, lines } = link;
  const { words } = useSurroundings().language;
  const { button, menu, another } = useChooser(link);
  const hint = crmHint(link, crmName, words);
  const isCovered = another !== null && !isHeading;
  const Icon = link.link === 'record' ? ArrowUpRight : link.link === 'choose' ? ChevronDown : Search;
  return (
    <span className={styles['place']}>
      <button
        {...button}
        type="button"
        className={styles['record']}
        title={`${name}\n${hint}`}
        aria-description={hint}
        data-opens={link.link}
        data-record={isHeading ? undefined : 'company'}
      >
        <bdi className={styles[lines === 1 ? 'line' : 'lines']}>{name}</bdi>
        <Icon className={styles['mark']} data-covered={isCovered} size="0.8em" />
      </button>
      {another === null || !isCovered ? null : (
        <AnotherButton className={styles['another'] ?? ''} crmName={crmName} menu={another} />
      )}
      {menu}
    </span>
  );
}
