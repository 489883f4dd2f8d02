import { ArrowUpRight, ChevronDown, Search } from 'lucide-react';
import { useState } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import type { Words } from '../../src-shared/words/en.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { AnotherButton } from './AnotherButton.tsx';
import { contactHint } from './crm-hint.ts';
import styles from './LookUp.module.css';
import type { Picked } from './RecordMenu.tsx';
import textButton from './TextButton.module.css';
import { useChooser } from './useChooser.tsx';

interface Props {
  readonly card: CardModel;
  readonly onOpen: (pick?: Picked) => void;
}

/**
 * The caller in the CRM, as a word. It stays as wide as it ever was: what is found while the card is on screen changes
 * the word, and moves nothing beside it.
 */
export function LookUp({ card, onOpen }: Props) {
  const { words } = useSurroundings().language;
  const { name, number, contactLink: link, contactOffer: offer } = card.caller;
  const who = name ?? number?.display ?? words.call.numberWithheld;
  const { button, menu, another } = useChooser({ name: who, link, offer, crmName: card.crmName, onOpen });
  const hint = contactHint(card, words);
  const shown = shownWord(card, hint, words);
  const room = useRoom(card, shown, words);
  // A glass looks larger than an arrow of its size; what comes in its place is as wide.
  const [size] = useState(link === 'search' ? '0.75rem' : '0.8125rem');
  const Icon = link === 'record' ? ArrowUpRight : link === 'choose' ? ChevronDown : Search;
  return (
    <span className={styles['place']}>
      <button
        {...button}
        type="button"
        className={textButton['button']}
        title={hint === shown ? undefined : hint}
        aria-description={hint === shown ? undefined : hint}
        data-opens={link}
        data-record="contact"
      >
        <span className={styles['words']} data-mark={size}>
          {room.map((word) => (
            <span key={word} className={styles['room']} data-word={word} />
          ))}
          <span className={styles['shown']} data-long={!room.includes(shown)}>
            <span className={styles['word']}>{shown}</span>
            <Icon className={styles['mark']} data-covered={another !== null} size={size} />
          </span>
        </span>
      </button>
      {another === null ? null : (
        <AnotherButton className={styles['another'] ?? ''} crmName={card.crmName} menu={another} />
      )}
      {menu}
    </span>
  );
}

/** The CRM's name of somebody whom the card names is behind the pointer; of somebody whom nobody names, in sight. */
function shownWord({ caller, crmName }: CardModel, hint: string, words: Words): string {
  const { name, contactLink, contactOffer } = caller;
  if (contactLink === 'choose') return words.inCrm.choose;
  const isNamed = contactLink === 'record' && name !== null && contactOffer !== null;
  return isNamed ? words.action.openIn(crmName ?? words.action.yourCrm) : hint;
}

/** The words that there is room for: those that have been there, and where one is to choose, what comes after. */
function useRoom(card: CardModel, shown: string, words: Words): readonly string[] {
  const { contactLink, contactOffer } = card.caller;
  const open = words.action.openIn(card.crmName ?? words.action.yourCrm);
  // A name out of the CRM is as long as it likes: one that comes late is cut to the room that there is.
  const hasOwn = contactLink === 'record' && contactOffer !== null && contactOffer.opens !== null;
  const wanted = [...(hasOwn ? [] : [shown]), ...(contactLink === 'search' ? [] : [open])];
  const [been, setBeen] = useState<readonly string[]>([shown, ...wanted]);
  const missing = wanted.filter((word) => !been.includes(word));
  if (missing.length > 0) setBeen([...been, ...missing]);
  return been;
}
