import { useId, useRef, useState } from 'react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Button } from '../Button.tsx';
import group from './ComputerGroup.module.css';
import styles from './ForgetPairing.module.css';

/** Ends the pairing and erases what this computer keeps, once the agent has read what that means. */
export function ForgetPairing() {
  const { bridge, language, say } = useSurroundings();
  const { settings } = language.words;
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [titleId, textId] = [useId(), useId()];

  const forget = async () => {
    try {
      await bridge.request('pair:remove');
      dialog.current?.close();
    } catch (error) {
      setProblem(settings.forgetFailed);
      say(settings.forgetFailed);
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
        {settings.forget}
      </Button>
      <dialog ref={dialog} className={styles['dialog']} aria-labelledby={titleId} aria-describedby={textId}>
        <h2 id={titleId} className={styles['title']}>
          {settings.forgetTitle}
        </h2>
        <p id={textId} className={styles['text']}>
          {settings.forgetText}
        </p>
        {problem === null ? null : <p className={styles['problem']}>{problem}</p>}
        <div className={styles['buttons']}>
          {/* First, so that it has the focus: erasing is never one Enter away. */}
          <Button onClick={() => dialog.current?.close()}>{settings.forgetNo}</Button>
          <Button tone="bad" onClick={() => void forget()}>
            {settings.forgetYes}
          </Button>
        </div>
      </dialog>
    </div>
  );
}
