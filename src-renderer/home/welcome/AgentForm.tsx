import { TriangleAlert } from 'lucide-react';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { isAgentAddress } from '../../../src-shared/managed/agent-address.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import form from './PairForm.module.css';
import styles from './GroupPage.module.css';

interface Props {
  readonly about: string;
  /** The last answer. */
  readonly before: string;
  /** Why the last answer was not taken; null: there was none. */
  readonly failure: string | null;
  /** It was handed on. */
  readonly onSaid: () => void;
}

/** Asks whose computer this is. What comes of the answer, main pushes. */
export function AgentForm({ about, before, failure, onSaid }: Props) {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const said = words.managed.group;
  const [address, setAddress] = useState(before);
  const [wrong, setWrong] = useState<string | null>(failure);
  const [inputId, hintId, problemId] = [useId(), useId(), useId()];
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (failure !== null) say(failure);
  }, [failure, say]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const agent = address.trim();
    if (!isAgentAddress(agent)) {
      setWrong(said.notAnAddress);
      say(said.notAnAddress);
      return;
    }
    bridge.request('pair:group', { agent }).then(onSaid, (error: unknown) => {
      setWrong(words.action.failed);
      reportError(error);
    });
  };
  return (
    <form className={form['form']} onSubmit={submit} noValidate>
      <h2 className={styles['title']}>{said.title}</h2>
      <p className={styles['about']}>{about}</p>
      <label className={form['label']} htmlFor={inputId}>
        {said.label}
      </label>
      <input
        ref={input}
        id={inputId}
        className={form['input']}
        type="email"
        autoComplete="email"
        spellCheck={false}
        maxLength={255}
        value={address}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? hintId : `${problemId} ${hintId}`}
        onChange={(event) => {
          setAddress(event.target.value);
          setWrong(null);
        }}
      />
      <p id={hintId} className={form['hint']}>
        {said.hint}
      </p>
      <button type="submit" className={form['pair']} disabled={address.trim() === ''}>
        {said.connect}
      </button>
      {wrong === null ? null : (
        <p id={problemId} className={form['problem']}>
          <TriangleAlert size="0.875rem" aria-hidden="true" />
          <span>{wrong}</span>
        </p>
      )}
    </form>
  );
}
