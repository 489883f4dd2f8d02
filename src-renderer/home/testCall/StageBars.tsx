import { Check, CircleDashed } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { TestCallStages } from '../../../src-shared/activity/activity.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './StageBars.module.css';

const STAGES = ['verifiedMs', 'committedMs', 'arrivedMs', 'paintedMs'] as const;

/** The way of a test call: each stage begins where the one before it ended. */
export function StageBars({
  stages,
  running,
}: {
  readonly stages: TestCallStages;
  readonly running: boolean;
}) {
  const { words, locale } = useSurroundings().language;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const whole = Math.max(1, ...STAGES.map((stage) => stages[stage] ?? 0));
  const waitingFor = running ? STAGES.find((stage) => stages[stage] === null) : undefined;
  return (
    <ol className={styles['stages']}>
      {STAGES.map((stage, n) => {
        const at = stages[stage];
        const from = Math.max(0, ...STAGES.slice(0, n).map((before) => stages[before] ?? 0));
        const span = { '--from': `${(from / whole) * 100}%`, '--to': `${((at ?? from) / whole) * 100}%` };
        const Icon = at === null ? CircleDashed : Check;
        return (
          <li key={stage} className={styles['stage']} data-reached={at !== null}>
            <Icon size="0.875rem" aria-hidden="true" />
            <span className={styles['name']}>{words.testCall.stage[stage]}</span>
            <span className={styles['track']} aria-hidden="true" data-waiting={stage === waitingFor}>
              <i className={styles['bar']} style={span as CSSProperties} />
            </span>
            <span className={styles['ms']}>
              {at === null ? words.testCall.notYet : words.testCall.ms(number.format(at))}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
