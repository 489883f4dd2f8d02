import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { IconButton } from './IconButton.tsx';

const CONFIRMED_MS = 1_000;

interface Props {
  readonly onCopy: () => Promise<boolean>;
  /** What it copies; the number, unless said. */
  readonly name?: string;
}

/** Copies something, and shows for a second that it did. */
export function CopyButton({ onCopy, name }: Props) {
  const { words } = useSurroundings().language;
  const [copied, copy] = useConfirmed(onCopy);
  return (
    <IconButton
      icon={copied ? Check : Copy}
      name={copied ? words.action.copied : (name ?? words.card.copyNumber)}
      onClick={copy}
    />
  );
}

/** True for a second after each time that it was done; what failed is not confirmed. */
export function useConfirmed(act: () => Promise<boolean>): readonly [boolean, () => void] {
  const [count, setCount] = useState(0);
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (count === 0) return undefined;
    const timer = setTimeout(() => setShown(count), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [count]);
  const attempt = async () => {
    if (await act()) setCount((before) => before + 1);
    else setShown((before) => Math.max(before, count));
  };
  return [count > shown, () => void attempt()];
}
