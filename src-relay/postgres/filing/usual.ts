import type { Instant, WebhookId } from '../../../src-shared/brand.ts';
import type { ReadKind, Reads } from '../../journal/rules/reads.ts';

type Answers = { readonly [K in ReadKind]: Reads[K]['answer'] };

/**
 * What is answered as long as it is not known: as if nothing were kept. The rules go on with it, and so ask at once all
 * that they are likely to want to know; what they decide by it counts for nothing.
 */
export const USUAL: Answers = {
  nearby: [],
  about: [],
  callNamed: null,
  isCompleted: false,
  transfers: [],
  completions: [],
  audience: [],
  deliveries: [],
  record: {
    call: null,
    topic: '',
    webhookId: '' as WebhookId,
    occurredAt: new Date(0).toISOString() as Instant,
    receivedAt: 0,
    data: '{}',
    reduced: null,
    memory: null,
  },
  callsSince: [],
  goingTo: [],
  eventsOf: [],
  pastCalls: [],
  callCount: 0,
  crmIdBefore: null,
  outcomes: [],
  naming: [],
  lastText: null,
  contactOf: null,
  contact: null,
  erasedAt: 0,
};

/** What only a call's first event asks, which is a ring: any other one is likely to find its call. */
const FIRST_OF_CALL: ReadonlySet<ReadKind> = new Set(['pastCalls', 'lastText', 'contactOf']);

export const isOfFirst = (kind: ReadKind): boolean => FIRST_OF_CALL.has(kind);

export function isLikely(kind: ReadKind, isRing: boolean): boolean {
  return isRing || !isOfFirst(kind);
}

export function isUsual(answer: unknown): boolean {
  return Array.isArray(answer) ? answer.length === 0 : !answer;
}
