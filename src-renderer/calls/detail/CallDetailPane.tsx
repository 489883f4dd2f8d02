import { ArrowLeft, CircleAlert, CircleSlash } from 'lucide-react';
import { useRef, type KeyboardEvent, type Ref } from 'react';
import type { CallKey } from '../../../src-shared/brand.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import { NothingHere } from '../list/NothingHere.tsx';
import { SafeReading } from './SafeReading.tsx';
import styles from './CallDetailPane.module.css';
import { useCallDetail } from './useCallDetail.ts';

interface Props {
  readonly call: CallKey;
  /** What the list was searched for. */
  readonly looked: string;
  readonly pane: Ref<HTMLElement>;
  /** It covers the list. */
  readonly alone: boolean;
  readonly onBack: () => void;
}

/** One call in full. Esc goes back to the list, Ctrl or Cmd with F to the words of its transcript. */
export function CallDetailPane({ call, looked, pane, alone, onBack }: Props) {
  const { words } = useSurroundings().language;
  const state = useCallDetail(call);
  const find = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const finds = event.key.toLowerCase() === 'f' && event.ctrlKey !== event.metaKey && !event.altKey;
    if (event.key === 'Escape') onBack();
    else if (finds && find.current !== null) {
      find.current.focus();
      find.current.select();
    } else return;
    event.preventDefault();
  };
  const name =
    state.kind === 'here'
      ? words.call.with(
          state.detail.card.caller.name ??
            state.detail.card.caller.number?.display ??
            words.call.numberWithheld,
        )
      : words.room.calls;
  return (
    <section
      ref={pane}
      className={styles['pane']}
      tabIndex={-1}
      aria-label={name}
      data-menu-bounds=""
      aria-busy={state.kind === 'waiting'}
      onKeyDown={onKeyDown}
    >
      {alone ? (
        <button type="button" className={styles['back']} onClick={onBack}>
          <ArrowLeft size="0.9375rem" />
          {words.history.back}
        </button>
      ) : null}
      {state.kind === 'here' ? (
        <SafeReading key={state.detail.card.key} detail={state.detail} looked={looked} find={find} />
      ) : null}
      {state.kind === 'gone' ? <NothingHere icon={CircleSlash} title={words.history.gone} text="" /> : null}
      {state.kind === 'failed' ? (
        <NothingHere icon={CircleAlert} title={words.history.detailFailed} text="">
          <TextButton onClick={state.retry}>{words.action.tryAgain}</TextButton>
        </NothingHere>
      ) : null}
    </section>
  );
}
