import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useConfirmation } from './CopyButton.tsx';
import { TextButton } from './TextButton.tsx';

/** "Copy", and for a second that it did. `name`: what is copied, for who cannot see where the word stands. */
export function CopyWord({ name, onCopy }: { readonly name: string; readonly onCopy: () => void }) {
  const { words } = useSurroundings().language;
  const [copied, confirm] = useConfirmation();
  return (
    <TextButton
      name={name}
      onClick={() => {
        onCopy();
        confirm();
      }}
    >
      {copied ? words.action.copied : words.action.copy}
    </TextButton>
  );
}
