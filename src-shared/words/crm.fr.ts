import type { inCrm as en } from './crm.en.ts';
import { pluralIn } from './plural.ts';

const plural = pluralIn('fr');

export const inCrm: typeof en = {
  opens: (who, crm) => `Ouvre ${who} dans ${crm}`,
  choose: 'Choisir…',
  chooseAmong: (count, crm) => `Choisir… (${count} dans ${crm})`,
  chooseAnother: (crm) => `En choisir un autre dans ${crm}`,
  chooser: (who, crm) => `${who}\u00a0: choisir dans ${crm}`,
  chosenBefore: 'votre dernier choix',
  moreToSearch: (count, crm) => `${count} de plus\u00a0: rechercher dans ${crm}`,
  title: (crm) => `Dans ${crm}`,
  asOf: (crm, when) => `${crm}, ${when}`,
  justNow: 'à l’instant',
  owner: 'Propriétaire',
  ownerIs: (who) => `Propriétaire\u00a0: ${who}`,
  sharing: (count) => `${count} personnes ont ce numéro`,
  sharingFact: 'Personnes avec ce numéro',
  alsoIn: (crm) => `Aussi dans ${crm}`,
  moreDeals: (count) =>
    plural(count, {
      one: `${count} autre affaire ouverte`,
      other: `${count} autres affaires ouvertes`,
    }),
  dealClosed: (crm) => `close dans ${crm}`,
  dealSays: (crm, said) => `${crm}\u00a0: ${said}`,
  copy: (crm) => `Copier ce que dit ${crm}`,
  copied: 'Copié',
};
