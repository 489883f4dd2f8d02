import * as v from 'valibot';
import { presetEntries } from '../../../src-shared/crm/preset-entries.ts';
import { visibleName } from '../../../src-shared/format/visible-text.ts';
import { type CrmAccount, CrmFailure } from '../contract.ts';

const MOST_CHARS_OF_NAME = 80;

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
  const { company_domain: company, company_name } = found.output.data;
  const address = `${company}.pipedrive.com`;
  const title = visibleName(company_name ?? '', MOST_CHARS_OF_NAME);
  const name = title === null ? address : `${title} (${address})`;
  return { id: company, name, config: { preset: 'pipedrive', company } };
}
