import { useAsk } from '../bridge/useAsk.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './CardStack.module.css';

/** How many calls have no room here, and the way to them. */
export function MoreCalls({ count }: { readonly count: number }) {
  const { bridge, language } = useSurroundings();
  const { words } = language;
  const { ask, problem } = useAsk();
  return (
    <button
      type="button"
      className={styles['more']}
      title={words.card.moreHint}
      onClick={() => void ask(() => bridge.request('pop:calls'))}
    >
      {problem ?? words.card.more(count)}
    </button>
  );
}
