import * as v from 'valibot';
import type { CrmState } from '../crm/asking/connected.ts';

/** How the connection to the CRM is, as the command line is told: no secret, nobody's data. */
export const crmStatusSchema = v.object({
  standing: v.string(),
  crm: v.nullable(v.string()),
  title: v.nullable(v.string()),
  account: v.nullable(v.object({ id: v.string(), name: v.string() })),
  secret: v.object({
    from: v.nullable(v.picklist(['environment', 'file'])),
    file: v.string(),
    /** Why the file is not in force as it is; null when it is. */
    refused: v.nullable(v.string()),
  }),
  lastAnswerAt: v.nullable(v.string()),
  trouble: v.nullable(v.object({ trouble: v.string(), message: v.string(), since: v.string() })),
  missingRights: v.array(v.object({ name: v.string(), without: v.string() })),
  breaker: v.object({ isOpen: v.boolean(), opensInMs: v.nullable(v.number()) }),
  budget: v.array(v.object({ pot: v.string(), left: v.number(), of: v.number() })),
});
export type CrmStatus = v.InferOutput<typeof crmStatusSchema>;

export function crmStatusOf(
  state: CrmState,
  secret: { readonly file: string; readonly refused: string | null },
): CrmStatus {
  const { standing, crm, title, account, secretFrom, lastAnswerAt, trouble, missingRights, breaker, budget } =
    state;
  return {
    standing,
    crm,
    title,
    account,
    secret: { from: secretFrom, ...secret },
    lastAnswerAt: lastAnswerAt === null ? null : new Date(lastAnswerAt).toISOString(),
    trouble: trouble === null ? null : { ...trouble, since: new Date(trouble.since).toISOString() },
    missingRights: missingRights.map(({ name, without }) => ({ name, without })),
    breaker,
    budget: [...budget],
  };
}
