import type { CardModel } from '../card/model.ts';
import type { Words } from '../words/en.ts';

/** What the CRM says beyond Allo of the contact and of each deal that Allo sent, by name, for people. */
export function crmFactsOf(
  { deals, extras, crmName }: CardModel,
  words: Words,
): readonly { readonly name: string; readonly value: string }[] {
  const crm = crmName ?? words.action.yourCrm;
  const { owner = null, sharing = null } = extras ?? {};
  return [
    ...(owner === null ? [] : [{ name: words.inCrm.owner, value: owner }]),
    ...(sharing === null ? [] : [{ name: words.inCrm.sharingFact, value: String(sharing) }]),
    ...deals.flatMap(({ name, inCrm }) => {
      if (inCrm === null) return [];
      const said = [
        inCrm.isClosed ? words.inCrm.dealClosed(crm) : null,
        inCrm.stage,
        inCrm.owner === null ? null : words.inCrm.ownerIs(inCrm.owner),
      ].filter((part) => part !== null);
      return [{ name: name ?? words.deals.unnamed, value: said.join(' · ') }];
    }),
  ];
}
