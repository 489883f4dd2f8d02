import type { CardModel } from '../../../src-shared/card/model.ts';
import { crmFactsOf } from '../../../src-shared/history/crm-facts.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useAsOf } from '../../card/as-of.ts';
import { CopyWord } from '../../card/CopyWord.tsx';
import { FactList } from '../../card/FactList.tsx';
import { OtherDeals } from '../../card/OtherDeals.tsx';
import { Problem } from '../../card/Problem.tsx';
import { Section } from '../../card/Section.tsx';
import { useCopying } from './useCopying.ts';
import styles from './InCrm.module.css';

interface Props {
  readonly card: CardModel;
  readonly onOpen: (deal: string) => void;
}

/** All that the CRM says beyond Allo, and when it said so. */
export function InCrm({ card, onOpen }: Props) {
  const { words } = useSurroundings().language;
  const { crmName, extras } = card;
  if (extras === null) return null;
  const facts = crmFactsOf(card, words);
  return (
    <>
      {facts.length === 0 ? null : <Facts card={card} facts={facts} at={extras.at} />}
      <OtherDeals crmName={crmName} extras={extras} most={Infinity} onOpen={onOpen} />
    </>
  );
}

interface FactsProps {
  readonly card: CardModel;
  readonly facts: ReturnType<typeof crmFactsOf>;
  readonly at: number;
}

function Facts({ card, facts, at }: FactsProps) {
  const { words } = useSurroundings().language;
  const asOf = useAsOf(card.crmName, at);
  const crm = card.crmName ?? words.action.yourCrm;
  const { copy, problem } = useCopying(card.key);
  return (
    <Section
      title={words.inCrm.title(crm)}
      aside={<CopyWord name={words.inCrm.copy(crm)} onCopy={() => copy('crm', words.inCrm.copied)} />}
    >
      <Problem text={problem} />
      <FactList facts={facts.map((fact, n) => ({ key: `${n} ${fact.name}`, ...fact }))} />
      <p className={styles['when']}>{asOf}</p>
    </Section>
  );
}
