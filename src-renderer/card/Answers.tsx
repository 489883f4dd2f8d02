import { useState } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { answerOf } from '../../src-shared/words/answer.ts';
import styles from './Answers.module.css';
import { FactList } from './FactList.tsx';
import { Section } from './Section.tsx';
import { TextButton } from './TextButton.tsx';

/** As many as a look takes in. */
const SHOWN = 4;

/** What the caller told machines: the choices in the voice menu, and what a voice agent asked for. */
export function Answers({ card }: { readonly card: CardModel }) {
  return (
    <>
      <Menu choices={card.menu} />
      <Collected collected={card.collected} />
      {card.isReduced && <LeftOut />}
    </>
  );
}

/** Says that the card does not have everything. */
function LeftOut() {
  const { words } = useSurroundings().language;
  return <p className={styles['left-out']}>{words.card.leftOut}</p>;
}

function Menu({ choices }: { readonly choices: CardModel['menu'] }) {
  const { words } = useSurroundings().language;
  if (choices.length === 0) return null;
  return (
    <Section title={words.card.menu}>
      <p className={styles['menu']}>{choices.map(isolated).join(' › ')}</p>
    </Section>
  );
}

function Collected({ collected }: { readonly collected: CardModel['collected'] }) {
  const { language } = useSurroundings();
  const { words } = language;
  const [all, setAll] = useState(false);
  if (collected.length === 0) return null;
  return (
    <Section
      title={words.card.collected}
      aside={
        collected.length > SHOWN ? (
          <TextButton expanded={all} onClick={() => setAll(!all)}>
            {all ? words.action.showFewer : words.action.showAll(collected.length)}
          </TextButton>
        ) : null
      }
    >
      <FactList
        facts={(all ? collected : collected.slice(0, SHOWN)).map(({ name, value }, place) => ({
          key: `${place} ${name}`,
          name,
          value: answerOf(value, language),
        }))}
      />
    </Section>
  );
}

/** Keeps the direction of one text from turning its neighbours: https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
