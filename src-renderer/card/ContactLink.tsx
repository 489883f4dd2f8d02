import { UserPlus } from 'lucide-react';
import type { CardModel } from '../../src-shared/card/model.ts';
import type { CrmPage } from '../../src-shared/crm/config.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { LookUp } from './LookUp.tsx';
import { TextButton } from './TextButton.tsx';
import type { WhichRecord } from './useCardActions.ts';

interface Props {
  readonly card: CardModel;
  readonly onOpen: (page: CrmPage, which?: WhichRecord) => void;
}

/**
 * The caller in the CRM: their record, those that it may be, or a search for them where none is known; for a number that
 * nobody is known to have, also a new contact.
 */
export function ContactLink({ card, onOpen }: Props) {
  const { words } = useSurroundings().language;
  const { contactLink, newContact } = card.caller;
  const crm = card.crmName ?? words.action.yourCrm;
  return (
    <>
      {contactLink === null ? null : <LookUp card={card} onOpen={(pick) => onOpen('contact', pick)} />}
      {newContact ? (
        <TextButton onClick={() => onOpen('newContact')} name={words.action.newContactIn(crm)}>
          {words.action.newContact}
          <UserPlus size="0.8125rem" />
        </TextButton>
      ) : null}
    </>
  );
}
