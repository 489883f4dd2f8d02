import icon from '../../assets/icon.svg';
import styles from './ProductMark.module.css';

/** The app's own icon, as the desktop shows it too. */
export function ProductMark({ large = false }: { readonly large?: boolean }) {
  return <img className={styles['mark']} data-large={large} src={icon} alt="" draggable={false} />;
}
