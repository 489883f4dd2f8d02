import type { UpdatesState, UpdateStatus } from '../../../src-shared/updates/updates-state.ts';
import { useAsk } from '../../bridge/useAsk.ts';
import { useNow } from '../../bridge/useNow.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Markdown } from '../../card/Markdown.tsx';
import { Button } from '../Button.tsx';
import { Failed } from '../Failed.tsx';
import { Fact } from './Fact.tsx';
import { Group } from './Group.tsx';
import row from './Row.module.css';
import styles from './UpdateGroup.module.css';
import { updateLines } from './update-words.ts';
import { useUpdates } from './useUpdates.ts';

const DAY_MS = 86_400_000;

/** The version that runs, what is new, and the way to it. */
export function UpdateGroup() {
  const { updates } = useSurroundings().language.words;
  const state = useUpdates();
  return (
    <Group title={updates.title}>
      {state === 'failed' ? <Failed text={updates.notKnown} /> : null}
      {state === null || state === 'failed' ? null : (
        <>
          <Fact label={updates.version}>
            {state.version}
            {state.updated === null ? null : (
              <span className={styles['from']}>{updates.updated(state.updated.from)}</span>
            )}
          </Fact>
          <Status status={state.status} />
          <Notes state={state} />
        </>
      )}
    </Group>
  );
}

function Status({ status }: { readonly status: UpdateStatus }) {
  const { bridge, language } = useSurroundings();
  const { updates } = language.words;
  const { ask, problem } = useAsk();
  const now = useNow(DAY_MS);
  const { said, more, isBad } = updateLines(status, language, now);
  return (
    <div className={row['row']}>
      <div className={`${row['text']} ${styles['text']}`} data-bad={isBad}>
        <p className={styles['said']} role="status">
          {said}
        </p>
        {more === null ? null : <p className={styles['more']}>{more}</p>}
        {status.kind === 'downloading' ? (
          <progress
            className={styles['progress']}
            aria-label={updates.progress}
            max={100}
            value={status.percent}
          />
        ) : null}
        {problem === null ? null : <Failed text={problem} />}
      </div>
      {mayCheck(status) ? (
        <Button onClick={() => void ask(() => bridge.request('updates:check'))}>{updates.check}</Button>
      ) : null}
      {status.kind === 'ready' ? (
        <Button tone="main" onClick={() => void ask(() => bridge.request('updates:restart'))}>
          {updates.restart}
        </Button>
      ) : null}
    </div>
  );
}

function mayCheck({ kind }: UpdateStatus): boolean {
  return kind === 'unchecked' || kind === 'up-to-date' || kind === 'failed' || kind === 'available';
}

/** Of what lies ready, else of what runs since the last update. */
function Notes({ state: { version, status, updated } }: { readonly state: UpdatesState }) {
  const { updates } = useSurroundings().language.words;
  const [of, text] =
    status.kind === 'ready' ? [status.version, status.notes] : [version, updated?.notes ?? null];
  if (text === null) return null;
  const title = updates.notesOf(of);
  return (
    <div className={styles['notes']}>
      <h3>{title}</h3>
      <Markdown text={text} label={title} />
    </div>
  );
}
