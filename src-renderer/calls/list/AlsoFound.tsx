import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import styles from './AlsoFound.module.css';

interface Props {
  readonly text: string;
  readonly onShow: () => void;
}

/** What the search finds in the other room, and the way there. */
export function AlsoFound({ text, onShow }: Props) {
  const { words } = useSurroundings().language;
  return (
    <p className={styles['also']}>
      {text}
      <TextButton name={`${words.texts.show}: ${text}`} onClick={onShow}>
        {words.texts.show}
      </TextButton>
    </p>
  );
}
