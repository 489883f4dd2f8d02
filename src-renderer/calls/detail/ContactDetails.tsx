import { groupName } from '../../../src-shared/history/as-markdown.ts';
import type { CallDetail } from '../../../src-shared/history/rows.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { CopyButton } from '../../card/CopyButton.tsx';
import { CopyWord } from '../../card/CopyWord.tsx';
import { FactList } from '../../card/FactList.tsx';
import { Problem } from '../../card/Problem.tsx';
import { Section } from '../../card/Section.tsx';
import { answerOf } from '../../../src-shared/words/answer.ts';
import styles from './ContactDetails.module.css';
import { useCopying } from './useCopying.ts';

/** What looks like an address to go to. */
const ADDRESS = /^[a-z][a-z\d+.-]*:\S+$/i;

/** Every address and number of a contact, and what the team's CRM adds: text, never a link. */
export function ContactDetails({ detail }: { readonly detail: CallDetail }) {
  const { language } = useSurroundings();
  const { words } = language;
  const { emails, numbers, properties } = detail.contact;
  const { copy, problem } = useCopying(detail.card.key);
  const { contact } = words;
  // One alone stands below the number already.
  const own = [
    { name: contact.emails, what: 'email' as const, all: emails.length > 1 ? emails : [] },
    { name: contact.numbers, what: 'otherNumber' as const, all: numbers },
  ].filter(({ all }) => all.length > 0);
  if (own.length + properties.length === 0) return null;
  const groups = properties.map((group, place) => ({ group, from: countIn(properties.slice(0, place)) }));
  return (
    <Section
      title={contact.title}
      aside={<CopyWord name={contact.copy} onCopy={() => copy('contact', contact.copied)} />}
    >
      <Problem text={problem} />
      {own.length === 0 ? null : (
        <FactList
          facts={own.map(({ name, what, all }) => ({
            key: what,
            name,
            value: all.map((one, at) => (
              <Copyable
                key={one}
                text={one}
                name={contact.copyValue(one)}
                onCopy={() => copy(what, contact.valueCopied(one), at)}
              />
            )),
          }))}
        />
      )}
      {groups.map(({ group, from }) => (
        <div key={`${from} ${group.of}`} className={styles['group']}>
          {group.of === 'person' ? null : (
            <h4 className={styles['owner']} dir="auto">
              {groupName(group, words)}
            </h4>
          )}
          <FactList
            facts={group.facts.map(({ name, value }, n) => ({
              key: `${n} ${name}`,
              name,
              value:
                typeof value === 'string' && ADDRESS.test(value) ? (
                  <Copyable
                    text={value}
                    name={contact.copyValue(name)}
                    onCopy={() => copy('property', contact.valueCopied(name), from + n)}
                  />
                ) : (
                  answerOf(value, language)
                ),
            }))}
          />
        </div>
      ))}
    </Section>
  );
}

function countIn(groups: CallDetail['contact']['properties']): number {
  return groups.reduce((count, { facts }) => count + facts.length, 0);
}

interface CopyableProps {
  readonly text: string;
  readonly name: string;
  readonly onCopy: () => Promise<boolean>;
}

function Copyable({ text, name, onCopy }: CopyableProps) {
  return (
    <span className={styles['copyable']}>
      <bdi className={styles['text']}>{text}</bdi>
      <CopyButton name={name} onCopy={onCopy} />
    </span>
  );
}
