import { ChevronDown } from 'lucide-react';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './AnotherButton.module.css';

interface Props {
  readonly crmName: string | null;
  /** The menu of them. */
  readonly menu: { readonly toggle: () => void; readonly isOpen: boolean };
  /** Where it lies: over what is there already, so that nothing moves when it comes. */
  readonly className: string;
}

/** Beside a link that leads to one of several records: the way to the others. */
export function AnotherButton({ crmName, menu, className }: Props) {
  const { words } = useSurroundings().language;
  const name = words.inCrm.chooseAnother(crmName ?? words.action.yourCrm);
  return (
    <button
      type="button"
      className={`${styles['another']} ${className}`}
      aria-label={name}
      aria-haspopup="menu"
      aria-expanded={menu.isOpen}
      title={name}
      onClick={menu.toggle}
    >
      <ChevronDown size="0.8125rem" />
    </button>
  );
}
