import { PhoneIncoming, SearchX, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Filter } from '../../../src-shared/history/filters.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { typeSearch, type CallsStore } from '../calls-store.ts';
import styles from './NothingHere.module.css';

/** No calls at all yet: what to expect, and a way to see it now. */
export function NoCalls({ onTest }: { readonly onTest: () => void }) {
  const { words } = useSurroundings().language;
  return (
    <NothingHere icon={PhoneIncoming} title={words.history.emptyTitle} text={words.history.emptyText}>
      <Way onClick={onTest}>{words.testCall.play}</Way>
    </NothingHere>
  );
}

interface FoundProps {
  readonly store: CallsStore;
  readonly typed: string;
  readonly filters: ReadonlySet<Filter>;
}

/** Nothing passes: says what stands in the way, and takes each of it back. */
export function NothingFound({ store, typed, filters }: FoundProps) {
  const { words, locale } = useSurroundings().language;
  const names = new Intl.ListFormat(locale).format(
    [...filters].map((filter) => words.history.filter[filter]),
  );
  const text = [
    typed.trim() === '' ? null : words.history.nothingWith(typed.trim()),
    filters.size === 0 ? null : words.history.nothingAmong(names),
  ].filter((line) => line !== null);
  return (
    <NothingHere icon={SearchX} title={words.history.nothingFound} text={text.join('\n')}>
      {typed.trim() === '' ? null : (
        <Way onClick={() => typeSearch(store, '')}>{words.history.clearSearch}</Way>
      )}
      {filters.size === 0 ? null : (
        <Way onClick={() => store.setState({ filters: new Set() })}>{words.history.clearFilters}</Way>
      )}
    </NothingHere>
  );
}

/** The history did not come. */
export function NotRead({ onRetry }: { readonly onRetry: () => void }) {
  const { words } = useSurroundings().language;
  return (
    <NothingHere icon={TriangleAlert} title={words.history.failed} text="">
      <Way onClick={onRetry}>{words.action.tryAgain}</Way>
    </NothingHere>
  );
}

interface Props {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

export function NothingHere({ icon: Icon, title, text, children }: Props) {
  return (
    <div className={styles['nothing']}>
      <Icon className={styles['icon']} size={28} strokeWidth={1.5} />
      <h2 className={styles['title']}>{title}</h2>
      {text === '' ? null : (
        <p className={styles['text']} dir="auto">
          {text}
        </p>
      )}
      <div className={styles['ways']}>{children}</div>
    </div>
  );
}

function Way({ children, onClick }: { readonly children: ReactNode; readonly onClick: () => void }) {
  return (
    <button type="button" className={styles['way']} onClick={onClick}>
      {children}
    </button>
  );
}
