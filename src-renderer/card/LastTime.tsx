import { MessageSquare } from 'lucide-react';
import type { CardModel, LastTime as Past } from '../../src-shared/card/model.ts';
import { factsOf } from '../../src-shared/calls/phase.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { agoOf, momentOf } from '../format/moments.ts';
import { outcomeWord } from '../../src-shared/words/outcome-word.ts';
import styles from './LastTime.module.css';
import { Section } from './Section.tsx';

/** What was before this call: when, who spoke, what it came to; or that it is the first. */
export function LastTime({ card }: { readonly card: CardModel }) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(null);
  const { lastTime, callsIn30Days } = card;
  if (lastTime === null) return <FirstCall card={card} />;
  const by = lastTime.byMe ? words.card.you : lastTime.by;
  const ago = agoOf(lastTime.at, now, locale);
  return (
    <Section
      title={words.card.lastTime}
      aside={
        <span className={styles['when']} title={momentOf(lastTime.at, now, locale)}>
          {ago}
          {by === null ? null : (
            <>
              {' · '}
              <bdi>{by}</bdi>
            </>
          )}
        </span>
      }
    >
      <div className={styles['past']}>
        <Outcome past={lastTime} calls={callsIn30Days ?? 0} />
        {lastTime.sms === null ? null : (
          <LastSms sms={lastTime.sms} alone={lastTime.sms.at === lastTime.at} />
        )}
      </div>
    </Section>
  );
}

/** Its summary, else its result, and its tags; how often there were calls, when there were several. */
function Outcome({ past, calls }: { readonly past: Past; readonly calls: number }) {
  const { words } = useSurroundings().language;
  const { summary, phase, tags } = past;
  const result = phase === null ? null : outcomeWord({ phase, result: past.result }, words);
  const text = summary === null ? result : words.card.quoted(summary);
  if (text === null && tags.length === 0 && calls < 2) return null;
  return (
    <p className={styles['outcome']} title={summary ?? undefined}>
      <bdi>{text}</bdi>
      {tags.map((tag) => (
        <span key={tag} className={styles['tag']}>
          <bdi>{tag}</bdi>
        </span>
      ))}
      {calls < 2 ? null : (
        <>
          {text === null ? null : summary === null ? ' · ' : ' '}
          <span className={styles['count']}>{words.card.callsBefore(calls)}</span>
        </>
      )}
    </p>
  );
}

interface SmsProps {
  readonly sms: NonNullable<Past['sms']>;
  /** There was no call: the section says when. */
  readonly alone: boolean;
}

function LastSms({ sms, alone }: SmsProps) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(null);
  const by = sms.byMe ? words.card.you : sms.by;
  const kind = sms.direction === 'inbound' ? words.card.lastSms : words.card.smsSent;
  return (
    <p className={styles['sms']}>
      <MessageSquare size="0.8125rem" role="img" aria-hidden={false} aria-label={kind} />
      <bdi className={styles['smsText']} title={sms.text ?? undefined}>
        {sms.text === null ? kind : words.card.quoted(sms.text)}
      </bdi>
      {alone ? null : (
        <span className={styles['smsWhen']}>
          {agoOf(sms.at, now, locale)}
          {by === null ? null : (
            <>
              {' · '}
              <bdi>{by}</bdi>
            </>
          )}
        </span>
      )}
    </p>
  );
}

/** Said as long as it helps: to somebody who is about to talk, or is talking. */
function FirstCall({ card }: { readonly card: CardModel }) {
  const { words } = useSurroundings().language;
  const { rings, isOpen, spoke } = factsOf(card.phase);
  const going = rings || (isOpen && spoke === 'yes');
  if (card.callsIn30Days !== 0 || !going || card.isTest) return null;
  const { firstCall, firstCallTo, firstCallBySender } = words.card;
  const from = card.caller.number?.kind === 'sender' ? firstCallBySender : firstCall;
  const first = card.direction === 'inbound' ? from : firstCallTo;
  return <p className={styles['first']}>{card.caller.name === null ? first : words.card.noRecentCall}</p>;
}
