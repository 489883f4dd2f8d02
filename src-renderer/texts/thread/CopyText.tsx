import { Check, Copy } from 'lucide-react';
import { useConfirmation } from '../../card/CopyButton.tsx';
import { IconButton } from '../../card/IconButton.tsx';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

interface Props {
  readonly name: string;
  readonly onCopy: () => Promise<boolean>;
}

/** Copies, and shows for a second that it did, once it has. */
export function CopyText({ name, onCopy }: Props) {
  const { words } = useSurroundings().language;
  const [copied, confirm] = useConfirmation();
  const copy = async () => {
    if (await onCopy()) confirm();
  };
  return (
    <IconButton
      icon={copied ? Check : Copy}
      name={copied ? words.action.copied : name}
      onClick={() => void copy()}
    />
  );
}
