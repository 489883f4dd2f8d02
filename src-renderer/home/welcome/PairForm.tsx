import { useState, type ClipboardEvent } from 'react';
import { readPairingLink } from '../../../src-shared/wire/pairing-link.ts';
import { pairProblem } from '../../../src-shared/words/pair-problem.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { AnswerForm } from './AnswerForm.tsx';

type Attempt =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly problem: string };

/** What main takes at most. */
const MAX_LINK = 4096;

/** Takes the pasted link, and says what to do when it does not work. What comes after success, main pushes. */
export function PairForm() {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const [link, setLink] = useState('');
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'idle' });
  const busy = attempt.kind === 'busy';

  const read = readPairingLink(link);

  const fail = (reason: string) => {
    setAttempt({ kind: 'failed', problem: reason });
    say(reason);
  };
  const pair = async () => {
    setAttempt({ kind: 'busy' });
    try {
      const result = await bridge.request('pair:submit', { link: link.trim() });
      if (result.ok) setAttempt({ kind: 'idle' });
      else fail(pairProblem(result, words));
    } catch (error) {
      fail(words.action.failed);
      reportError(error);
    }
  };
  const change = (text: string) => {
    setLink(text);
    if (attempt.kind === 'failed') setAttempt({ kind: 'idle' });
  };
  /** A field of one line would join the lines of a mail, and with them the link and the word after it. */
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text');
    if (!/[\r\n]/.test(pasted)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    const [before, after] = [
      link.slice(0, selectionStart ?? link.length),
      link.slice(selectionEnd ?? link.length),
    ];
    change(`${before}${pasted.replaceAll(/\s+/g, ' ')}${after}`.slice(0, MAX_LINK));
  };
  const submit = () => {
    if (!busy && link.trim() !== '') void pair();
  };

  return (
    <AnswerForm
      label={words.pairing.label}
      type="text"
      inputMode="url"
      autoComplete="off"
      maxLength={MAX_LINK}
      placeholder="https://…/join#…"
      value={link}
      onChange={change}
      onPaste={paste}
      hint={read.ok ? words.pairing.host(read.relay.host) : words.pairing.hint}
      isHost={read.ok}
      problem={attempt.kind === 'failed' ? attempt.problem : null}
      submit={busy ? words.pairing.running : words.pairing.pair}
      busy={busy}
      onSubmit={submit}
    />
  );
}
