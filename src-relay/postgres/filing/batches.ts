import type { RelayConfig } from '../../config/schema.ts';
import type { Delivery, WebhookOutcome } from '../../journal/commands.ts';
import type { Plan, Webhook } from '../../journal/rules/plan.ts';
import type { StoreFault } from '../../sql/sql.ts';
import type { Filed, ToFile } from './filing.ts';
import type { Queued } from './queue.ts';

/** What became of some of a batch. */
export interface FiledPart {
  /** Their places in the batch; none: what is left of it waits for others, and keeps nothing else waiting. */
  readonly at: readonly number[];
  /** In the order of the places; a fault: they are not kept, or it is found out when they come again whether they are. */
  readonly outcomes: readonly WebhookOutcome[] | StoreFault;
  /** In the order of the commits, as far as they are this relay's; those of other batches may be among them. */
  readonly deliveries: readonly Delivery[];
}

export interface Batch {
  readonly config: RelayConfig;
  readonly tell: (part: FiledPart) => void;
  /** The places of which nothing was told yet. */
  readonly left: Set<number>;
  /** All was told. */
  readonly whenDone: () => void;
}

export interface InBatch extends Queued {
  readonly webhook: Webhook;
  readonly batch: Batch;
  /** Its place in the batch. */
  readonly at: number;
  readonly toFile: ToFile<Plan>;
}

/** Tells of what one transaction has filed. @returns what it has not */
export function tellFiled(all: readonly InBatch[], { plans, deliveries }: Filed<Plan>): readonly InBatch[] {
  const outcomes = new Map<InBatch, WebhookOutcome>();
  for (const [i, one] of all.entries()) {
    const plan = plans[i] ?? 'known';
    if (plan !== 'later') outcomes.set(one, plan === 'known' ? { status: 'duplicate' } : plan.plan.outcome);
  }
  let own = deliveries;
  for (const [batch, some] of Map.groupBy(outcomes, ([{ batch }]) => batch)) {
    const at = some.map(([one]) => one.at);
    tellOf(batch, { at, outcomes: some.map(([, outcome]) => outcome), deliveries: own });
    own = [];
  }
  return all.filter((one) => !outcomes.has(one));
}

/** Says why nothing was filed. */
export function tellFault(all: readonly InBatch[], fault: StoreFault): void {
  for (const [batch, some] of Map.groupBy(all, ({ batch }) => batch))
    tellOf(batch, { at: some.map(({ at }) => at), outcomes: fault, deliveries: [] });
}

function tellOf({ tell, left, whenDone }: Batch, part: FiledPart): void {
  tell(part);
  for (const at of part.at) left.delete(at);
  if (left.size === 0) whenDone();
}
