import { ArrowLeft, CircleSlash } from 'lucide-react';
import { useId, type KeyboardEvent, type Ref } from 'react';
import type { CallKey, WebhookId } from '../../../src-shared/brand.ts';
import type { Search } from '../../../src-shared/history/search.ts';
import type { Thread } from '../../../src-shared/texts/threads.ts';
import { Boundary } from '../../bounds/Boundary.tsx';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import type { CallsStore } from '../../feeds/calls-store.ts';
import paneStyles from '../../calls/detail/CallDetailPane.module.css';
import { NothingHere } from '../../calls/list/NothingHere.tsx';
import { nameOf } from '../../format/thread-name.ts';
import { ThreadCallsLinks } from './ThreadCallsLinks.tsx';
import { ThreadHeader } from './ThreadHeader.tsx';
import styles from './ThreadPane.module.css';
import { ThreadTexts } from './ThreadTexts.tsx';
import { useReading } from './useReading.ts';
import { useTextActions } from './useTextActions.ts';

interface Props {
  /** Null: what was asked for is not kept any more, or not there yet. */
  readonly thread: Thread | null;
  /** More texts may come. */
  readonly waits: boolean;
  readonly search: Search;
  readonly asked: { readonly id: WebhookId } | null;
  readonly calls: CallsStore;
  readonly pane: Ref<HTMLElement>;
  /** It covers the list. */
  readonly alone: boolean;
  readonly onBack: () => void;
  readonly onCall: (call: CallKey) => void;
  /** To the calls that this finds. */
  readonly onCalls: (typed: string) => void;
}

/** One thread in full. Esc goes back to the list. */
export function ThreadPane({ thread, waits, pane, alone, onBack, ...rest }: Props) {
  const { words } = useSurroundings().language;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.key !== 'Escape') return;
    event.preventDefault();
    onBack();
  };
  return (
    <section
      ref={pane}
      className={`${paneStyles['pane']} ${styles['pane']}`}
      tabIndex={-1}
      aria-label={thread === null ? words.room.texts : words.texts.with(nameOf(thread, words))}
      aria-busy={thread === null && waits}
      onKeyDown={onKeyDown}
    >
      {alone ? (
        <button type="button" className={paneStyles['back']} onClick={onBack}>
          <ArrowLeft size="0.9375rem" />
          {words.texts.back}
        </button>
      ) : null}
      {thread === null ? (
        waits ? null : (
          <NothingHere icon={CircleSlash} title={words.texts.gone} text="" />
        )
      ) : (
        <Boundary part="texts" of={thread.texts} instead={<p>{words.failure.section}</p>}>
          <Reading key={thread.key} thread={thread} {...rest} />
        </Boundary>
      )}
    </section>
  );
}

type ReadingProps = Omit<Props, 'thread' | 'waits' | 'pane' | 'alone' | 'onBack'> & {
  readonly thread: Thread;
};

function Reading({ thread, search, asked, calls, onCall, onCalls }: ReadingProps) {
  const { words } = useSurroundings().language;
  const { actions, problem } = useTextActions();
  const titleId = useId();
  const { party, newest } = thread;
  useReading(thread);
  return (
    <article className={styles['reading']} aria-labelledby={titleId}>
      <ThreadHeader thread={thread} titleId={titleId} actions={actions} problem={problem}>
        <ThreadCallsLinks
          text={newest.id}
          calls={calls}
          onCall={onCall}
          onAll={() => onCalls(party.display ?? '')}
        />
      </ThreadHeader>
      <ThreadTexts thread={thread} search={search} asked={asked} actions={actions} />
      <p className={styles['how']}>
        {party.callable
          ? words.texts.answerInAllo
          : party.kind === 'number'
            ? words.texts.answerInAlloOnly
            : words.texts.noAnswer}
      </p>
    </article>
  );
}
