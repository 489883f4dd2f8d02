import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Button } from '../Button.tsx';

const SAID_FOR_MS = 2_000;

/** Puts the activity on the clipboard, without anything personal in it. */
export function CopyForSupport() {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const over = setTimeout(() => setCopied(false), SAID_FOR_MS);
    return () => clearTimeout(over);
  }, [copied]);
  const copy = async () => {
    try {
      await bridge.request('activity:copy');
      setCopied(true);
      say(words.action.copied);
    } catch (error) {
      say(words.action.failed);
      reportError(error);
    }
  };
  return (
    <Button onClick={() => void copy()} hint={words.activity.copyHint}>
      {copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
      {copied ? words.action.copied : words.activity.copy}
    </Button>
  );
}
