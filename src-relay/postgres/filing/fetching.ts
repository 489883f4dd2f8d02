import type { ReadKind, TailAt } from '../../journal/rules/reads.ts';
import type { PostgresSql } from '../sql.ts';
import type { Planning, Question } from './planning.ts';
import type { BulkReads } from './reads/all.ts';
import type { BulkRead, UnwrittenDeliveries } from './reads/read.ts';
import { audiencesNearby } from './reads/delivering.ts';

type Asking = Pick<Planning<never>, 'questions' | 'answer' | 'giveAudience'>;

interface Wanted {
  readonly question: Question;
  /** Whoever asks it. */
  readonly by: Asking[];
}

/** Fetches what the rules want to know of any number of webhooks: one statement for each kind of question. */
export async function fetchAnswers(
  sql: PostgresSql,
  plannings: readonly Asking[],
  reads: BulkReads,
  unwritten: UnwrittenDeliveries,
  isWanted: (planning: Asking, question: Question) => boolean = () => true,
): Promise<void> {
  const wanted = new Map<string, Wanted>();
  for (const planning of plannings) {
    for (const question of planning.questions()) {
      if (!isWanted(planning, question)) continue;
      const known = wanted.get(question.name);
      if (known === undefined) wanted.set(question.name, { question, by: [planning] });
      else known.by.push(planning);
    }
  }
  const kinds = Map.groupBy(wanted.values(), ({ question }) => question.kind);
  const near = [...wanted.values()].flatMap(({ question, by }) =>
    question.kind === 'nearby' ? [{ by, ask: question.ask }] : [],
  );
  await Promise.all([
    ...[...kinds].map(async ([kind, some]) => {
      const read = reads[kind] as BulkRead<ReadKind>;
      const asks = some.map(({ question }): Question['ask'] => question.ask);
      const answers = await read.fetch(sql, asks, unwritten);
      for (const [at, { question, by }] of some.entries())
        for (const planning of by) planning.answer(question, answers[at]);
    }),
    fetchAudiencesAhead(sql, near, unwritten),
  ]);
}

/** Most events belong to the call that is nearest, and ask next who was told of that. */
async function fetchAudiencesAhead(
  sql: PostgresSql,
  near: readonly { readonly by: readonly Asking[]; readonly ask: TailAt }[],
  unwritten: UnwrittenDeliveries,
): Promise<void> {
  if (near.length === 0) return;
  const found = await audiencesNearby(
    sql,
    near.map(({ ask }) => ask),
    unwritten,
  );
  for (const [at, { by }] of near.entries())
    for (const planning of by)
      for (const { call, agents } of found[at] ?? []) planning.giveAudience(call, agents);
}
