import type { CardModel } from '../../src-shared/card/model.ts';
import { SectionBoundary } from './SectionBoundary.tsx';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Avatar } from './Avatar.tsx';
import { CopyButton } from './CopyButton.tsx';
import { FactsLine } from './FactsLine.tsx';
import { hasOrigin, Origin } from './Origin.tsx';
import { RecordButton } from './RecordButton.tsx';
import type { CardActions } from './useCardActions.ts';
import styles from './Who.module.css';

interface Props {
  readonly card: CardModel;
  readonly actions: CardActions;
  readonly titleId: string;
}

/** Who it is, largest on the card. Without a name the number takes its place. */
export function Who({ card, actions, titleId }: Props) {
  const { words } = useSurroundings().language;
  const { name, number, email, contactLink, contactOffer } = card.caller;
  return (
    <div className={styles['who']}>
      <Avatar name={name} />
      <div className={styles['text']}>
        <div className={styles['title']}>
          <h2 id={titleId} className={styles['name']}>
            {name === null ? (
              <bdi>{number?.display ?? words.call.numberWithheld}</bdi>
            ) : (
              <RecordButton
                name={name}
                link={contactLink}
                offer={contactOffer}
                crmName={card.crmName}
                lines={2}
                onOpen={(pick) => actions.open('contact', pick)}
                isHeading
              />
            )}
          </h2>
          {name === null && number !== null ? <CopyButton onCopy={() => actions.copy('number')} /> : null}
          {name !== null && name === email ? (
            <CopyButton name={words.contact.copyEmail} onCopy={() => actions.copy('email')} />
          ) : null}
        </div>
        <Position card={card} actions={actions} />
        <SectionBoundary part="facts line" of={card.caller}>
          <FactsLine card={card} />
        </SectionBoundary>
      </div>
    </div>
  );
}

/** Job title and company, or what else is known of somebody unknown. */
function Position({ card, actions }: Omit<Props, 'titleId'>) {
  const { words, locale } = useSurroundings().language;
  const { name, nameFrom, isContact, isTeam, jobTitle, company, companyLink, companyOffer, number } =
    card.caller;
  const isFromBefore = nameFrom === 'earlier-call';
  if (isTeam && jobTitle === null && company === null)
    return <p className={styles['position']}>{words.card.onYourTeam}</p>;
  if (name === null && jobTitle === null && company === null) {
    const unknown = isContact ? words.card.inContacts : words.card.notInContacts;
    return (
      <p className={styles['position']}>
        {number === null ? words.card.numberHidden : unknown}
        {number !== null && hasOrigin(number, locale) ? (
          <>
            <span aria-hidden="true">·</span>
            <Origin number={number} short />
          </>
        ) : null}
      </p>
    );
  }
  if (jobTitle === null && company === null && !isFromBefore) return null;
  return (
    <p className={styles['position']}>
      {jobTitle === null ? null : (
        <span className={styles['job']} title={jobTitle}>
          <bdi>{jobTitle}</bdi>
          {company === null ? null : ','}
        </span>
      )}
      {company === null ? null : (
        <span className={styles['company']}>
          <RecordButton
            name={company}
            link={companyLink}
            offer={companyOffer}
            crmName={card.crmName}
            lines={1}
            onOpen={(pick) => actions.open('company', pick)}
          />
        </span>
      )}
      {isFromBefore ? <span className={styles['before']}>{words.card.nameFromBefore}</span> : null}
      {name === null && number !== null && hasOrigin(number, locale) ? (
        <span className={styles['origin']}>
          <Origin number={number} short />
        </span>
      ) : null}
    </p>
  );
}
