import { PhoneOutgoing } from 'lucide-react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { chipOf } from '../card/appearance.ts';
import { Avatar } from '../card/Avatar.tsx';
import { whenOf } from '../format/moments.ts';
import styles from './CallRow.module.css';

interface Props {
  readonly call: CardModel;
  readonly now: number;
  readonly onShow: () => void;
}

/** One call of the list: who, when, what became of it and where. A click brings its card back. */
export function CallRow({ call, now, onShow }: Props) {
  const { words, locale } = useSurroundings().language;
  const { name, number, company } = call.caller;
  const title = name ?? number?.display ?? words.numberWithheld;
  const { tone, text } = chipOf(call, words);
  const about = [company, call.line].filter((part) => part !== null).join(' · ');
  return (
    <li className={styles['item']}>
      <button
        type="button"
        className={styles['row']}
        data-key={call.key}
        data-phase={call.phase}
        onClick={onShow}
      >
        <Avatar name={name} small />
        <span className={styles['text']}>
          <span className={styles['first']}>
            <bdi className={styles['name']} title={title}>
              {title}
            </bdi>
            <time className={styles['when']} dateTime={new Date(call.startedAt).toISOString()}>
              {whenOf(call.startedAt, now, locale)}
            </time>
          </span>
          <span className={styles['second']}>
            {call.direction === 'outbound' ? (
              <PhoneOutgoing size={12} role="img" aria-hidden={false} aria-label={words.outbound} />
            ) : null}
            <span className={styles['state']} data-tone={tone} title={text}>
              {text}
            </span>
            {about === '' ? null : (
              <span className={styles['about']} title={about}>
                {`· ${about}`}
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}
