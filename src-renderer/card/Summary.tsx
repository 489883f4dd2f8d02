import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { CopyWord } from './CopyWord.tsx';
import { Markdown } from './Markdown.tsx';
import { Section } from './Section.tsx';
import styles from './Summary.module.css';

/** After so long nobody should wait for it. */
const SUMMARY_LATE_MS = 15 * 60_000;

interface Props {
  readonly card: CardModel;
  readonly copy: (what: 'summary') => Promise<boolean>;
}

/** What the call came to: the summary or that it is to come, the tags. */
export function Summary({ card, copy }: Props) {
  const { words } = useSurroundings().language;
  const { summary, tags } = card;
  const pending = card.phase === 'over';
  if (summary === null && tags.length === 0 && !pending) return null;
  return (
    <Section
      title={words.card.summary}
      aside={
        summary === null ? null : <CopyWord name={words.card.copySummary} onCopy={() => copy('summary')} />
      }
    >
      {summary === null ? null : <Markdown text={summary} label={words.card.summary} />}
      {summary === null && pending ? <Pending card={card} /> : null}
      {tags.length === 0 ? null : (
        <ul className={styles['tags']} aria-label={words.card.tags}>
          {tags.map((tag) => (
            <li key={tag} className={styles['tag']} title={tag} dir="auto">
              {tag}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Allo needs minutes for most summaries, and for some calls there never is one. */
function Pending({ card }: { readonly card: CardModel }) {
  const { words } = useSurroundings().language;
  const endedAt = card.startedAt + (card.durationS ?? 0) * 1000;
  const now = useNow(60_000, endedAt);
  const late = now - endedAt > SUMMARY_LATE_MS;
  return <p className={styles['pending']}>{late ? words.card.noSummary : words.card.summaryPending}</p>;
}
