import { Hourglass, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { GroupFailure, GroupStep, ManagedView } from '../../../src-shared/managed/managed-view.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useAsk } from '../../bridge/useAsk.ts';
import { timeOfDay } from '../../format/moments.ts';
import { Button } from '../Button.tsx';
import { Failed } from '../Failed.tsx';
import { PolicyProblems } from '../PolicyProblems.tsx';
import { AgentForm } from './AgentForm.tsx';
import styles from './GroupPage.module.css';
import { WelcomePage } from './WelcomePage.tsx';

interface Props {
  readonly managed: ManagedView;
  readonly step: GroupStep;
}

/** How the organisation's pairing of this computer goes, and what it needs of the agent. */
export function GroupPage({ managed, step }: Props) {
  const { language } = useSurroundings();
  const { words } = language;
  const said = words.managed.group;
  const [isChanging, setIsChanging] = useState(false);
  const change = (): void => setIsChanging(true);
  const onSaid = (): void => setIsChanging(false);
  return (
    <WelcomePage>
      <PolicyProblems managed={managed} />
      {step.kind === 'asking' ? (
        <AgentForm
          about={said.about(managed.relay ?? '')}
          before={step.agent}
          failure={step.failure === null ? null : failureText(step.failure, words)}
          onSaid={onSaid}
        />
      ) : isChanging ? (
        <AgentForm
          about={said.about(managed.relay ?? '')}
          before={step.agent}
          failure={null}
          onSaid={onSaid}
        />
      ) : step.kind === 'trying' ? (
        <p className={styles['said']} role="status">
          {said.trying(step.agent)}
        </p>
      ) : step.kind === 'waiting' ? (
        <section className={styles['step']} role="status">
          <Hourglass size="1rem" aria-hidden="true" />
          <div>
            <h2 className={styles['title']}>{said.waiting}</h2>
            <p className={styles['text']}>{said.waitingText(step.agent)}</p>
            {step.mayChange === true ? (
              <div className={styles['actions']}>
                <Button onClick={change}>{said.otherAddress}</Button>
              </div>
            ) : null}
          </div>
        </section>
      ) : (
        <NotPaired step={step} onChange={change} />
      )}
    </WelcomePage>
  );
}

interface NotPairedProps {
  readonly step: Extract<GroupStep, { kind: 'failed' }>;
  readonly onChange: () => void;
}

function NotPaired({ step, onChange }: NotPairedProps) {
  const { bridge, language } = useSurroundings();
  const { words, locale } = language;
  const { ask, problem } = useAsk();
  const said = words.managed.group;
  const why = step.failure.problem;
  const isSoon = why === 'unreachable' || why === 'too-many';
  return (
    <section className={styles['step']} data-tone="warn" role="status">
      <TriangleAlert size="1rem" aria-hidden="true" />
      <div>
        <h2 className={styles['title']}>{said.failed}</h2>
        <p className={styles['text']}>{failureText(step.failure, words)}</p>
        <p className={styles['again']}>
          {isSoon ? said.againSoon : said.again(timeOfDay(step.again, locale))}
        </p>
        <div className={styles['actions']}>
          <Button onClick={() => void ask(() => bridge.request('pair:group', { agent: null }))}>
            {said.tryNow}
          </Button>
          {step.mayChange === true ? <Button onClick={onChange}>{said.otherAddress}</Button> : null}
        </div>
        {problem === null ? null : <Failed text={problem} />}
      </div>
    </section>
  );
}

function failureText(failure: GroupFailure, words: Words): string {
  if (failure.problem !== 'unreachable') return words.managed.group.problem[failure.problem];
  return `${words.connection.why[failure.why]}. ${words.connection.remedy[failure.why]}`;
}
