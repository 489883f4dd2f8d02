import { TriangleAlert } from 'lucide-react';
import { useEffect, useId, useRef, type ComponentProps, type ReactNode } from 'react';
import styles from './AnswerForm.module.css';

interface Props extends Pick<
  ComponentProps<'input'>,
  'type' | 'inputMode' | 'autoComplete' | 'maxLength' | 'placeholder' | 'onPaste'
> {
  /** What is asked for, above the question. */
  readonly children?: ReactNode;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint: string;
  /** The hint says which host the answer leads to: it is to be read before the answer is given. */
  readonly isHost?: boolean;
  /** Why the answer is not taken; null: nothing is known against it. */
  readonly problem: string | null;
  readonly submit: string;
  /** An answer is on its way: the next one waits for what comes of it. */
  readonly busy?: boolean;
  readonly onSubmit: () => void;
}

/** One question, its field and its button; under it what is wrong with the answer. */
export function AnswerForm(props: Props) {
  const { children, label, value, onChange, hint, isHost = false, problem, submit, busy, onSubmit } = props;
  const { type, inputMode, autoComplete, maxLength, placeholder, onPaste } = props;
  const [inputId, hintId, problemId] = [useId(), useId(), useId()];
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      noValidate
      aria-busy={busy}
    >
      {children}
      <label className={styles['label']} htmlFor={inputId}>
        {label}
      </label>
      <input
        ref={input}
        id={inputId}
        className={styles['input']}
        type={type}
        inputMode={inputMode}
        autoComplete={autoComplete}
        spellCheck={false}
        maxLength={maxLength}
        placeholder={placeholder}
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? hintId : `${problemId} ${hintId}`}
        onChange={(event) => onChange(event.target.value)}
        onPaste={onPaste}
      />
      <p id={hintId} className={styles['hint']} data-says={isHost ? 'host' : null}>
        {hint}
      </p>
      <button type="submit" className={styles['submit']} disabled={value.trim() === ''} aria-disabled={busy}>
        {submit}
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
