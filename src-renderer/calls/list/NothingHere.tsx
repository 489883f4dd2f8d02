import { PhoneIncoming, SearchX, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Filter } from '../../../src-shared/history/filters.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { ActionButton } from '../../card/ActionButton.tsx';
import { typeSearch, type CallsStore } from '../../feeds/calls-store.ts';
import styles from './NothingHere.module.css';

/** No calls at all yet: what to expect, and a way to see it now. */
export function NoCalls({ onTest }: { readonly onTest: () => void }) {
  const { words } = useSurroundings().language;
  return (
    <NothingHere icon={PhoneIncoming} title={words.history.emptyTitle} text={words.history.emptyText}>
      <ActionButton onClick={onTest}>{words.testCall.play}</ActionButton>
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
        <ActionButton onClick={() => typeSearch(store, '')}>{words.history.clearSearch}</ActionButton>
      )}
      {filters.size === 0 ? null : (
        <ActionButton onClick={() => store.setState({ filters: new Set() })}>
          {words.history.clearFilters}
        </ActionButton>
      )}
    </NothingHere>
  );
}

/** The history did not come. */
export function NotRead({ onRetry }: { readonly onRetry: () => void }) {
  const { words } = useSurroundings().language;
  return (
    <NothingHere icon={TriangleAlert} title={words.history.failed} text="">
      <ActionButton onClick={onRetry}>{words.action.tryAgain}</ActionButton>
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
      <Icon className={styles['icon']} size="1.75rem" strokeWidth={1.5} />
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
