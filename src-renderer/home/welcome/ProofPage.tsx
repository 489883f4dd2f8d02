import { useEffect, useRef } from 'react';
import type { LinkState } from '../../../src-shared/link/link-state.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Button } from '../Button.tsx';
import { Outcome } from '../testCall/Outcome.tsx';
import { useTestCall } from '../testCall/useTestCall.ts';
import { Greeting } from './Greeting.tsx';
import styles from './ProofPage.module.css';

interface Props {
  readonly link: LinkState;
  readonly onDone: () => void;
}

/** Proves a fresh pairing: who one is, where, and a test call that goes the whole way. */
export function ProofPage({ link, onDone }: Props) {
  const { words } = useSurroundings().language;
  const { proof, testCall } = words;
  const { testing, play } = useTestCall();
  const heading = useRef<HTMLHeadingElement>(null);
  const live = link.kind === 'live';
  const done = testing.kind === 'done';
  // The form that had the focus is gone.
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className={styles['page']}>
      <Greeting title={live ? proof.connected : proof.joining} heading={heading}>
        {live ? <p className={styles['as']}>{proof.as(link.agent, link.relay)}</p> : null}
      </Greeting>
      <p className={styles['prove']} data-done={done}>
        {done ? proof.seen : proof.prove}
      </p>
      <div className={styles['buttons']}>
        <Button tone={done ? 'plain' : 'main'} idle={!live || testing.kind === 'running'} onClick={play}>
          {testing.kind === 'running'
            ? testCall.running
            : testing.kind === 'idle'
              ? testCall.play
              : testCall.again}
        </Button>
        <Button tone={done ? 'main' : 'plain'} onClick={onDone}>
          {done ? proof.done : proof.later}
        </Button>
      </div>
      <div className={styles['outcome']}>
        <Outcome testing={testing} />
      </div>
    </main>
  );
}
