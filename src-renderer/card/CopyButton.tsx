import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { IconButton } from './IconButton.tsx';

const CONFIRMED_MS = 1_000;

interface Props {
  readonly onCopy: () => void;
  /** What it copies; the number, unless said. */
  readonly name?: string;
}

/** Copies something, and shows for a second that it did. */
export function CopyButton({ onCopy, name }: Props) {
  const { words } = useSurroundings().language;
  const [copied, confirm] = useConfirmation();
  return (
    <IconButton
      icon={copied ? Check : Copy}
      name={copied ? words.action.copied : (name ?? words.card.copyNumber)}
      onClick={() => {
        onCopy();
        confirm();
      }}
    />
  );
}

/** True for a second after each confirmation. */
export function useConfirmation(): readonly [boolean, () => void] {
  const [count, setCount] = useState(0);
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (count === 0) return undefined;
    const timer = setTimeout(() => setShown(count), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [count]);
  return [count > shown, () => setCount((before) => before + 1)];
}
