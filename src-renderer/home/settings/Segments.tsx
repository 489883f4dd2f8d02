import { RadioGroup, type RadioProps } from './RadioGroup.tsx';
import styles from './Segments.module.css';

interface Props<Value extends string> extends RadioProps<Value> {
  readonly options: readonly { readonly value: Value; readonly label: string; readonly lang?: string }[];
}

/** One of a few that are seen side by side. */
export function Segments<Value extends string>({ options, ...props }: Props<Value>) {
  const faces = options.map(({ value, label, lang }) => ({
    value,
    lang,
    face: <span className={styles['face']}>{label}</span>,
  }));
  return <RadioGroup {...props} options={faces} className={styles['segments']} />;
}
