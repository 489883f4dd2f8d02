import { TriangleAlert } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ClipboardEvent, type FormEvent } from 'react';
import { readPairingLink } from '../../../src-shared/wire/pairing-link.ts';
import { pairProblem } from '../../../src-shared/words/pair-problem.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './PairForm.module.css';

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
  const [inputId, hintId, problemId] = [useId(), useId(), useId()];
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const busy = attempt.kind === 'busy';
  const problem = attempt.kind === 'failed' ? attempt.problem : null;

  const read = readPairingLink(link);
  const hint = read.ok ? words.pairing.host(read.relay.host) : words.pairing.hint;

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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && link.trim() !== '') void pair();
  };

  return (
    <form className={styles['form']} onSubmit={submit} aria-busy={busy}>
      <label className={styles['label']} htmlFor={inputId}>
        {words.pairing.label}
      </label>
      <input
        ref={input}
        id={inputId}
        className={styles['input']}
        type="text"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_LINK}
        placeholder="https://…/join#…"
        value={link}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? hintId : `${problemId} ${hintId}`}
        onChange={(event) => change(event.target.value)}
        onPaste={paste}
      />
      <p id={hintId} className={styles['hint']} data-says={read.ok ? 'host' : null}>
        {hint}
      </p>
      <button type="submit" className={styles['pair']} disabled={link.trim() === ''} aria-disabled={busy}>
        {busy ? words.pairing.running : words.pairing.pair}
      </button>
      {problem === null ? null : (
        <p id={problemId} className={styles['problem']}>
          <TriangleAlert size="0.875rem" aria-hidden="true" />
          <span>{problem}</span>
        </p>
      )}
    </form>
  );
}
