import { pluralIn } from './plural.ts';

const plural = pluralIn('en');

/** What the relay found in the CRM, and what the CRM says beyond Allo. */
export const inCrm = {
  opens: (who: string, crm: string) => `Opens ${who} in ${crm}`,
  choose: 'Choose…',
  chooseAmong: (count: number, crm: string) => `Choose… (${count} in ${crm})`,
  chooseAnother: (crm: string) => `Choose another in ${crm}`,
  chooser: (who: string, crm: string) => `${who}: choose in ${crm}`,
  chosenBefore: 'your last choice',
  moreToSearch: (count: number, crm: string) => `${count} more: search in ${crm}`,
  title: (crm: string) => `In ${crm}`,
  asOf: (crm: string, when: string) => `${crm}, ${when}`,
  justNow: 'just now',
  owner: 'Owner',
  ownerIs: (who: string) => `Owner: ${who}`,
  sharing: (count: number) => `${count} people have this number`,
  sharingFact: 'People with this number',
  alsoIn: (crm: string) => `Also in ${crm}`,
  moreDeals: (count: number) =>
    plural(count, { one: '1 more open deal there', other: `${count} more open deals there` }),
  dealClosed: (crm: string) => `closed in ${crm}`,
  dealSays: (crm: string, said: string) => `${crm}: ${said}`,
  copy: (crm: string) => `Copy what ${crm} says`,
  copied: 'Copied',
};
