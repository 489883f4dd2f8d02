import { useStore } from 'zustand';
import { FILTERS, type Filter } from '../../../src-shared/history/filters.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import { clearAll, toggleFilter, type CallsStore } from '../../feeds/calls-store.ts';
import styles from './FilterBar.module.css';

interface Props {
  readonly store: CallsStore;
  readonly counts: Readonly<Record<Filter, number>>;
  /** How many calls the list shows; null when nothing narrows it. */
  readonly found: number | null;
}

/** What the list can be narrowed to, with how many calls each would show. */
export function FilterBar({ store, counts, found }: Props) {
  const { words, locale } = useSurroundings().language;
  const filters = useStore(store, (state) => state.filters);
  return (
    <div className={styles['bar']}>
      <div className={styles['filters']} role="group" aria-label={words.history.filters}>
        {FILTERS.map((filter) => (
          <button
            key={filter}
            type="button"
            className={styles['filter']}
            aria-pressed={filters.has(filter)}
            onClick={() => toggleFilter(store, filter)}
          >
            {words.history.filter[filter]}
            <span className={styles['count']}>{counts[filter].toLocaleString(locale)}</span>
          </button>
        ))}
      </div>
      {found === null ? null : (
        <p className={styles['found']}>
          {words.history.callsFound(found)}
          <TextButton onClick={() => clearAll(store)}>{words.history.clearAll}</TextButton>
        </p>
      )}
    </div>
  );
}
