import type { Brand } from '../../../src-shared/brand.ts';
import type { Change } from '../../journal/rules/changes.ts';
import type { ReadKind, Reads } from '../../journal/rules/reads.ts';
import { lockKey } from '../lock-key.ts';

/** What two webhooks must not do at the same time: what one of them reads under it, no other one changes meanwhile. */
export type LockKey = Brand<'LockKey'>;

/** The key under which an answer holds; null: nothing that is filed changes it. */
export type LockOf = { readonly [K in ReadKind]: (ask: Reads[K]['ask']) => LockKey | null };

const number = ({ tail }: { readonly tail: string }): LockKey => key('tail', tail);
const alloCall = (ask: { readonly alloCall: string }): LockKey => key('allo', ask.alloCall);
const ofCall = ({ call }: { readonly call: string }): LockKey => key('call', call);
const none = (): null => null;

export const LOCK_OF: LockOf = {
  nearby: number,
  callsSince: number,
  goingTo: number,
  pastCalls: number,
  callCount: number,
  crmIdBefore: number,
  lastText: number,
  contactOf: number,
  about: alloCall,
  callNamed: alloCall,
  isCompleted: alloCall,
  transfers: alloCall,
  completions: alloCall,
  // Not while its number's key will do (`nearby-calls.ts`).
  audience: ofCall,
  deliveries: ofCall,
  eventsOf: ofCall,
  outcomes: ofCall,
  naming: ofCall,
  contact: ({ id }) => key('contact', id),
  // Of an event that was found under a key of its own.
  record: none,
  // Only forgetting somebody changes it, and what is filed meanwhile is looked through afterwards (`Database.alone`).
  erasedAt: none,
};

/** The keys of what a change writes, where whoever reads that would miss it otherwise. */
export function locksOf(change: Change): readonly LockKey[] {
  switch (change.kind) {
    case 'sighting':
      return [
        ...(change.fromTail === null ? [] : [key('tail', change.fromTail)]),
        ...(change.toTail === null ? [] : [key('tail', change.toTail)]),
        ...(change.alloCall === null ? [] : [key('allo', change.alloCall)]),
      ];
    case 'textMessage':
    case 'pastCall':
      return [number(change)];
    case 'contact':
      return [key('contact', change.id), ...change.numbers.map(number)];
    case 'becameAnother':
      return [key('call', change.from), key('call', change.to)];
    case 'waitingGone':
      return [alloCall(change)];
    case 'event':
    case 'moved':
    case 'transfer':
    case 'memory':
    case 'pastCallGone':
    case 'crmId':
    case 'contactSeen':
    case 'delivery':
    case 'quarantine':
    case 'whole':
    case 'erased':
      return [];
  }
}

/** The key of a call: who claims it waits until nothing of it is being filed. */
export const callLock = (call: string): LockKey => key('call', call);

function key(kind: 'tail' | 'allo' | 'call' | 'contact', name: string): LockKey {
  return `${kind} ${name}` as LockKey;
}

/**
 * The numbers of PostgreSQL's advisory locks for these keys, each once and in one order for everybody, so that nobody waits
 * for somebody who waits for them.
 */
export function lockNumbers(keys: Iterable<LockKey>): string[] {
  return [...new Set([...keys].map(lockKey))].sort();
}
