import { Check, Copy } from 'lucide-react';
import { useAsk } from '../bridge/useAsk.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useConfirmed } from '../card/CopyButton.tsx';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';

/** Puts diagnostics on the clipboard, without anything personal in them. */
export function CopyDiagnostics() {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const { ask, problem } = useAsk();
  const [copied, copy] = useConfirmed(async () => {
    const isDone = await ask(() => bridge.request('diagnostics:copy'));
    if (isDone) say(words.action.copied);
    return isDone;
  });
  return (
    <>
      <Failed text={problem} />
      <Button onClick={copy} hint={words.diagnostics.hint}>
        {copied ? <Check size="1em" aria-hidden="true" /> : <Copy size="1em" aria-hidden="true" />}
        {copied ? words.action.copied : words.diagnostics.copy}
      </Button>
    </>
  );
}
