import { ChevronDown, Handshake, StickyNote } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallItem, Repeats } from '../../../src-shared/history/layout.ts';
import type { HistoryRow } from '../../../src-shared/history/rows.ts';
import { isSeen, type Search } from '../../../src-shared/history/search.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { durationOf } from '../../../src-shared/format/durations.ts';
import rowStyles from '../../rows/Row.module.css';
import styles from './CallRow.module.css';
import { Highlighted } from './Highlighted.tsx';
import { isWaiting, ownerOf, stateOf } from './row-state.ts';
import { RowActions } from './RowActions.tsx';
import type { Times } from './useTimes.ts';

interface Props {
  readonly item: CallItem;
  readonly search: Search;
  readonly times: Times;
  readonly onToggle: () => void;
}

/** A call in the list: who, when, how it ended, who has it, and what it came to. */
export function CallRow({ item, search, times, onToggle }: Props) {
  const { words } = useSurroundings().language;
  const { row } = item;
  const { icon: Icon, tone } = stateOf(row, words);
  const inside = search.length > 0 && !isSeen(row, search);
  return (
    <div
      role="gridcell"
      className={`${rowStyles['cell']} ${styles['cell']}`}
      data-under={item.under !== null}
    >
      <span className={styles['icon']} data-tone={tone} aria-hidden="true">
        <Icon size="0.9375rem" />
      </span>
      <span className={rowStyles['text']}>
        <Who row={row} search={search} times={times} />
        <Meta row={row} search={search} />
        {item.repeats === null ? null : <Series repeats={item.repeats} times={times} onToggle={onToggle} />}
        {row.summary === null ? null : (
          <span className={styles['summary']} dir="auto">
            <Highlighted text={row.summary} search={search} />
          </span>
        )}
        {inside ? <span className={styles['inside']}>{words.history.foundInside}</span> : null}
      </span>
      {isWaiting(row) ? <RowActions row={row} /> : null}
    </div>
  );
}

interface WhoProps {
  readonly row: HistoryRow;
  readonly search: Search;
  readonly times: Times;
}

function Who({ row, search, times }: WhoProps) {
  const { words } = useSurroundings().language;
  const title = row.name ?? row.number ?? words.call.numberWithheld;
  return (
    <span className={`${rowStyles['first']} ${styles['first']}`}>
      <span className={rowStyles['who']} title={row.company === null ? title : `${title}, ${row.company}`}>
        <bdi className={rowStyles['name']}>
          <Highlighted text={title} search={search} />
        </bdi>
        {row.company === null ? null : (
          <>
            {', '}
            <bdi>
              <Highlighted text={row.company} search={search} />
            </bdi>
          </>
        )}
      </span>
      {row.isTest ? <span className={styles['test']}>{words.activity.test}</span> : null}
      {row.hasNote ? (
        <StickyNote size="0.8125rem" role="img" aria-hidden={false} aria-label={words.history.hasNote} />
      ) : null}
      {row.hasDeal ? (
        <Handshake size="0.875rem" role="img" aria-hidden={false} aria-label={words.history.hasDeal} />
      ) : null}
      <time className={rowStyles['time']} dateTime={new Date(row.startedAt).toISOString()}>
        {times.time(row.startedAt)}
      </time>
    </span>
  );
}

/** "Missed · Sales line · 42 s", and who has it. */
function Meta({ row, search }: { readonly row: HistoryRow; readonly search: Search }) {
  const { words } = useSurroundings().language;
  const { word, tone } = stateOf(row, words);
  const owner = ownerOf(row, words);
  const numberAsked =
    row.name !== null && row.number !== null && search.some(({ kind }) => kind === 'number');
  const parts: (readonly [key: string, part: ReactNode])[] = [
    [
      'state',
      <span key="state" className={styles['word']} data-tone={tone}>
        {word}
      </span>,
    ],
  ];
  if (numberAsked) parts.push(['number', <Highlighted key="number" text={row.number} search={search} />]);
  if (row.line !== null) parts.push(['line', <Highlighted key="line" text={row.line} search={search} />]);
  if (row.durationS !== null && row.durationS > 0)
    parts.push(['length', durationOf(row.durationS, words.units)]);
  return (
    <span className={`${rowStyles['second']} ${styles['second']}`}>
      <span className={styles['meta']}>
        {parts.map(([key, part], place) => (
          <bdi key={key}>
            {place === 0 ? '' : ' · '}
            {part}
          </bdi>
        ))}
      </span>
      {owner === null ? null : (
        <bdi className={styles['owner']} title={owner}>
          <Highlighted text={owner} search={search} />
        </bdi>
      )}
    </span>
  );
}

interface SeriesProps {
  readonly repeats: Repeats;
  readonly times: Times;
  readonly onToggle: () => void;
}

/** "called 3 times, 09:12–09:20", which shows and hides the earlier ones. */
function Series({ repeats, times, onToggle }: SeriesProps) {
  const { words } = useSurroundings().language;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles['repeats']}
      aria-expanded={repeats.opened}
      title={repeats.opened ? words.history.hideEarlier : words.history.showEarlier}
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      {words.history.calledTimes(repeats.count, times.time(repeats.firstAt), times.time(repeats.lastAt))}
      <ChevronDown size="0.75rem" />
    </button>
  );
}
