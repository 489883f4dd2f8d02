import { useId, useRef, useState } from 'react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Button } from '../Button.tsx';
import group from './ComputerGroup.module.css';
import styles from './EraseForGood.module.css';

interface Props {
  /** On the button that asks. */
  readonly label: string;
  readonly title: string;
  /** What it means. */
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly failed: string;
  readonly erase: () => Promise<unknown>;
}

/** Erases something for good, once the agent has read what that means. */
export function EraseForGood({ label, title, text, yes, no, failed, erase }: Props) {
  const { say } = useSurroundings();
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [titleId, textId] = [useId(), useId()];

  const agreed = async () => {
    try {
      await erase();
      dialog.current?.close();
    } catch (error) {
      setProblem(failed);
      say(failed);
      reportError(error);
    }
  };
  return (
    <div className={group['forget']}>
      <Button
        tone="bad"
        onClick={() => {
          setProblem(null);
          dialog.current?.showModal();
        }}
      >
        {label}
      </Button>
      <dialog ref={dialog} className={styles['dialog']} aria-labelledby={titleId} aria-describedby={textId}>
        <h2 id={titleId} className={styles['title']}>
          {title}
        </h2>
        <p id={textId} className={styles['text']}>
          {text}
        </p>
        {problem === null ? null : <p className={styles['problem']}>{problem}</p>}
        <div className={styles['buttons']}>
          {/* First, so that it has the focus: erasing is never one Enter away. */}
          <Button onClick={() => dialog.current?.close()}>{no}</Button>
          <Button tone="bad" onClick={() => void agreed()}>
            {yes}
          </Button>
        </div>
      </dialog>
    </div>
  );
}
