import type { ReadKind, TailAt } from '../../journal/rules/reads.ts';
import type { PostgresSql } from '../sql.ts';
import type { Planning, Question } from './planning.ts';
import type { BulkReads } from './reads/all.ts';
import type { BulkRead, Untold } from './reads/read.ts';
import { audiencesNearby } from './reads/delivering.ts';

type Asking = Pick<Planning<never>, 'questions' | 'answer' | 'giveAudience'>;

/** Fetches what the rules want to know of any number of webhooks: one statement for each kind of question. */
export async function fetchAnswers(
  sql: PostgresSql,
  plannings: readonly Asking[],
  reads: BulkReads,
  untold: Untold,
): Promise<void> {
  const wanted = plannings.flatMap((planning) =>
    planning.questions().map((question) => ({ planning, question })),
  );
  const kinds = Map.groupBy(wanted, ({ question }) => question.kind);
  const near = wanted.flatMap(({ planning, question }) =>
    question.kind === 'nearby' ? [{ planning, ask: question.ask }] : [],
  );
  await Promise.all([
    ...[...kinds].map(async ([kind, some]) => {
      const read = reads[kind] as BulkRead<ReadKind>;
      const asks = some.map(({ question }): Question['ask'] => question.ask);
      const answers = await read.fetch(sql, asks, untold);
      for (const [at, { planning, question }] of some.entries()) planning.answer(question, answers[at]);
    }),
    fetchAudiencesAhead(sql, near, untold),
  ]);
}

/** Most events belong to the call that is nearest, and ask next who was told of that. */
async function fetchAudiencesAhead(
  sql: PostgresSql,
  near: readonly { readonly planning: Asking; readonly ask: TailAt }[],
  untold: Untold,
): Promise<void> {
  if (near.length === 0) return;
  const found = await audiencesNearby(
    sql,
    near.map(({ ask }) => ask),
    untold,
  );
  for (const [at, { planning }] of near.entries())
    for (const { call, agents } of found[at] ?? []) planning.giveAudience(call, agents);
}
