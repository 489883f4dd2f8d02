import * as v from 'valibot';
import { presetEntries } from '../../../src-shared/crm/preset-entries.ts';
import { type CrmAccount, CrmFailure } from '../contract.ts';

/** Source: OpenAPI of version 1, users/me. */
const me = v.object({
  data: v.object({
    company_domain: presetEntries.pipedrive.company,
    company_name: v.fallback(v.optional(v.string()), undefined),
  }),
});

/** @throws CrmFailure when it cannot be read, or its domain is none of Pipedrive's */
export function readAccount(json: unknown): CrmAccount {
  const found = v.safeParse(me, json);
  if (!found.success)
    throw new CrmFailure(
      'unreadable',
      'Pipedrive does not say which company the token is of, in a way that is known: update the relay',
    );
  const { company_domain: company, company_name: title } = found.output.data;
  const address = `${company}.pipedrive.com`;
  const name = title === undefined || title.trim() === '' ? address : `${title.trim()} (${address})`;
  return { id: company, name, config: { preset: 'pipedrive', company } };
}
