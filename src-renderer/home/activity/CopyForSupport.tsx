import { Check, Copy } from 'lucide-react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useConfirmation } from '../../card/CopyButton.tsx';
import { Button } from '../Button.tsx';

/** Puts the activity on the clipboard, without anything personal in it. */
export function CopyForSupport() {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const [copied, confirm] = useConfirmation();
  const copy = async () => {
    try {
      await bridge.request('activity:copy');
      confirm();
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
