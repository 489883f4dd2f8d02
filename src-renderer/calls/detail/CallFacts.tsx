import { useState } from 'react';
import { isId, type CallFact } from '../../../src-shared/card/call-facts.ts';
import type { CallDetail } from '../../../src-shared/history/rows.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { CopyWord } from '../../card/CopyWord.tsx';
import { FactList } from '../../card/FactList.tsx';
import { Problem } from '../../card/Problem.tsx';
import { Section } from '../../card/Section.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import styles from './CallFacts.module.css';
import { useCopying } from './useCopying.ts';

/** Where a call went and under which names; its ids when they are asked for. */
export function CallFacts({ detail }: { readonly detail: CallDetail }) {
  const { words } = useSurroundings().language;
  const { copy, problem } = useCopying(detail.card.key);
  const [all, setAll] = useState(false);
  const { facts } = detail;
  if (facts.length === 0) return null;
  const { contact, fact } = words;
  const shown = all ? facts : facts.filter((one) => !isId(one));
  const listed = (one: CallFact, place: number) => ({
    key: `${place} ${one.kind}`,
    name: fact[one.kind],
    value: one.value,
  });
  return (
    <Section
      title={contact.factsTitle}
      aside={<CopyWord name={contact.copyFacts} onCopy={() => copy('facts', contact.factsCopied)} />}
    >
      <Problem text={problem} />
      <FactList facts={shown.map(listed)} />
      {facts.some(isId) ? (
        <p className={styles['ids']}>
          <TextButton expanded={all} onClick={() => setAll(!all)}>
            {all ? contact.hideIds : contact.showIds}
          </TextButton>
        </p>
      ) : null}
    </Section>
  );
}
