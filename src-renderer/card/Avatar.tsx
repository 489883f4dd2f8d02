import { initialsOf } from '../format/initials.ts';
import styles from './Avatar.module.css';

/** Initials in a circle; a neutral question mark for whom nobody knows. Says nothing that the name does not. */
export function Avatar({ name, small = false }: { readonly name: string | null; readonly small?: boolean }) {
  const initials = initialsOf(name);
  return (
    <span className={styles['avatar']} data-known={initials !== null} data-small={small} aria-hidden="true">
      {initials ?? '?'}
    </span>
  );
}
