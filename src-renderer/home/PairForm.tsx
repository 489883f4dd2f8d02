import { useId, useState, type FormEvent } from 'react';
import type { PairProblem } from '../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './PairForm.module.css';

type Attempt =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly problem: PairProblem };

/** Takes the pasted link, and says what to do when it does not work. What comes after success, main pushes. */
export function PairForm() {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const [link, setLink] = useState('');
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'idle' });
  const [inputId, hintId] = [useId(), useId()];
  const busy = attempt.kind === 'busy';
  const problem = attempt.kind === 'failed' ? words.pairProblem[attempt.problem] : null;

  const fail = (reason: PairProblem) => {
    setAttempt({ kind: 'failed', problem: reason });
    say(words.pairProblem[reason]);
  };
  const pair = async () => {
    setAttempt({ kind: 'busy' });
    try {
      const result = await bridge.request('pair:submit', { link: link.trim() });
      if (result.ok) setAttempt({ kind: 'idle' });
      else fail(result.problem);
    } catch (error) {
      // Main refuses what cannot be a link at all, by its length.
      fail('not-a-link');
      reportError(error);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && link.trim() !== '') void pair();
  };

  return (
    <form className={styles['form']} onSubmit={submit} aria-busy={busy}>
      <label className={styles['label']} htmlFor={inputId}>
        {words.pairLabel}
      </label>
      <input
        id={inputId}
        className={styles['input']}
        type="text"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder={words.pairPlaceholder}
        value={link}
        aria-invalid={problem !== null}
        aria-describedby={hintId}
        onChange={(event) => {
          setLink(event.target.value);
          if (attempt.kind === 'failed') setAttempt({ kind: 'idle' });
        }}
      />
      <p id={hintId} className={styles['hint']} data-problem={problem !== null}>
        {problem ?? words.pairHint}
      </p>
      <button type="submit" className={styles['pair']} disabled={link.trim() === ''} aria-disabled={busy}>
        {busy ? words.pairing : words.pair}
      </button>
    </form>
  );
}
