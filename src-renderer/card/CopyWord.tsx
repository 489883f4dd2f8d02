import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useConfirmed } from './CopyButton.tsx';
import { TextButton } from './TextButton.tsx';

interface Props {
  /** What is copied, for who cannot see where the word stands. */
  readonly name: string;
  readonly onCopy: () => Promise<boolean>;
}

/** "Copy", and for a second that it did. */
export function CopyWord({ name, onCopy }: Props) {
  const { words } = useSurroundings().language;
  const [copied, copy] = useConfirmed(onCopy);
  return (
    <TextButton name={name} onClick={copy}>
      {copied ? words.action.copied : words.action.copy}
    </TextButton>
  );
}
