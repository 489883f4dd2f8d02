import type { ReadKind } from '../../journal/rules/reads.ts';
import type { PostgresSql } from '../sql.ts';
import type { Planning, Question } from './planning.ts';
import type { BulkReads } from './reads/all.ts';
import type { BulkRead, Untold } from './reads/read.ts';

/** Fetches what the rules want to know of any number of webhooks: one statement for each kind of question. */
export async function fetchAnswers(
  sql: PostgresSql,
  plannings: readonly Pick<Planning<never>, 'questions' | 'answer'>[],
  reads: BulkReads,
  untold: Untold,
): Promise<void> {
  const wanted = plannings.flatMap((planning) =>
    planning.questions().map((question) => ({ planning, question })),
  );
  const kinds = Map.groupBy(wanted, ({ question }) => question.kind);
  await Promise.all(
    [...kinds].map(async ([kind, some]) => {
      const read = reads[kind] as BulkRead<ReadKind>;
      const asks = some.map(({ question }): Question['ask'] => question.ask);
      const answers = await read.fetch(sql, asks, untold);
      for (const [at, { planning, question }] of some.entries()) planning.answer(question, answers[at]);
    }),
  );
}
