import { ArrowUpRight, Search } from 'lucide-react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { crmHint } from './crm-hint.ts';
import { TextButton } from './TextButton.tsx';

interface Props {
  readonly card: CardModel;
  readonly onOpen: () => void;
}

/** The caller in the CRM: their record, or a search for them where no record is known. */
export function ContactLink({ card, onOpen }: Props) {
  const { words } = useSurroundings().language;
  const { contactLink } = card.caller;
  if (contactLink === null) return null;
  return (
    <TextButton onClick={onOpen}>
      {crmHint(contactLink, card.crmName, words)}
      {contactLink === 'record' ? <ArrowUpRight size={13} /> : <Search size={12} />}
    </TextButton>
  );
}
