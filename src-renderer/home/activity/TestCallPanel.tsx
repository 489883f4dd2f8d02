import { useEffect, useEffectEvent, useId } from 'react';
import type { LinkState } from '../../../src-shared/link/link-state.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Button } from '../Button.tsx';
import { Outcome } from '../testCall/Outcome.tsx';
import { useTestCall } from '../testCall/useTestCall.ts';
import styles from './TestCallPanel.module.css';

interface Props {
  readonly link: LinkState;
  /** Play one without a click here. */
  readonly test: boolean;
  readonly onTest: () => void;
}

/** A call to try the whole way with, and what each stage of it took. */
export function TestCallPanel({ link, test, onTest }: Props) {
  const { testCall } = useSurroundings().language.words;
  const { testing, play } = useTestCall();
  const id = useId();
  const running = testing.kind === 'running';
  const playAsked = useEffectEvent(() => {
    onTest();
    play();
  });
  useEffect(() => {
    if (test) playAsked();
  }, [test]);
  return (
    <section className={styles['panel']} aria-labelledby={id}>
      <div className={styles['head']}>
        <div className={styles['text']}>
          <h2 id={id} className={styles['title']}>
            {testCall.title}
          </h2>
          <p className={styles['about']}>
            {link.kind === 'live' ? testCall.about : testCall.problem.offline}
          </p>
        </div>
        <Button idle={running || link.kind !== 'live'} onClick={play}>
          {running ? testCall.running : testing.kind === 'idle' ? testCall.play : testCall.again}
        </Button>
      </div>
      <Outcome testing={testing} />
    </section>
  );
}
