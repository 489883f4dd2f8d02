import { ArrowUpRight, Search, UserPlus } from 'lucide-react';
import type { CardModel } from '../../src-shared/card/model.ts';
import type { CrmPage } from '../../src-shared/crm/config.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { contactHint } from './crm-hint.ts';
import { TextButton } from './TextButton.tsx';

interface Props {
  readonly card: CardModel;
  readonly onOpen: (page: CrmPage) => void;
}

/**
 * The caller in the CRM: their record, or a search for them where no record is known; for a number that nobody is known to
 * have, also a new contact.
 */
export function ContactLink({ card, onOpen }: Props) {
  const { words } = useSurroundings().language;
  const { contactLink, newContact } = card.caller;
  const crm = card.crmName ?? words.action.yourCrm;
  return (
    <>
      {contactLink === null ? null : (
        <TextButton onClick={() => onOpen('contact')}>
          {contactHint(card, words)}
          {contactLink === 'record' ? <ArrowUpRight size="0.8125rem" /> : <Search size="0.75rem" />}
        </TextButton>
      )}
      {newContact ? (
        <TextButton onClick={() => onOpen('newContact')} name={words.action.newContactIn(crm)}>
          {words.action.newContact}
          <UserPlus size="0.8125rem" />
        </TextButton>
      ) : null}
    </>
  );
}
