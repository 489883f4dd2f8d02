import { useId, useState, type FormEvent } from 'react';
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
  const [inputId, hintId] = [useId(), useId()];
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
        id={inputId}
        className={styles['input']}
        type="text"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_LINK}
        placeholder="ringside://pair?relay=…"
        value={link}
        aria-invalid={problem !== null}
        aria-describedby={hintId}
        onChange={(event) => {
          setLink(event.target.value);
          if (attempt.kind === 'failed') setAttempt({ kind: 'idle' });
        }}
      />
      <p
        id={hintId}
        className={styles['hint']}
        data-says={problem !== null ? 'problem' : read.ok ? 'host' : null}
      >
        {problem ?? hint}
      </p>
      <button type="submit" className={styles['pair']} disabled={link.trim() === ''} aria-disabled={busy}>
        {busy ? words.pairing.running : words.pairing.pair}
      </button>
    </form>
  );
}
