import { useEffect, useMemo, useState } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { afterFrame } from '../bridge/afterFrame.ts';

/**
 * The card with what the CRM said by the time when it was drawn first: what it says later would push the card about under
 * the pointer. It is taken up when the card is drawn anew anyway: the call has gone on, Allo has said who it is, or the
 * admin wants other facts. Of a CRM that is no longer the one nothing stays.
 */
export function useSettledCard(card: CardModel): CardModel {
  const { caller, crmName, extras, phase, summary } = card;
  const { name, company, jobTitle, email, factsAsSent } = caller;
  const turn = JSON.stringify([
    crmName,
    phase,
    name,
    company,
    jobTitle,
    email,
    factsAsSent,
    summary !== null,
  ]);
  const [isSeen, setSeen] = useState(false);
  const [settled, setSettled] = useState({ turn, extras, facts: caller.facts });
  useEffect(() => afterFrame(() => setSeen(true)), []);
  const isUnseen = !isSeen && (settled.extras !== extras || settled.facts !== caller.facts);
  if (isUnseen || settled.turn !== turn) setSettled({ turn, extras, facts: caller.facts });
  return useMemo(
    () => ({
      ...card,
      extras: card.extras === null ? null : settled.extras,
      caller: { ...card.caller, facts: settled.facts },
    }),
    [card, settled],
  );
}
