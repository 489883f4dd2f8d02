import type { ReadKind, Reads } from '../../../journal/rules/reads.ts';
import { deliveringOver } from './delivering.ts';
import { filingOver } from './filing.ts';
import { eventsOver } from './events.ts';
import { memoryOver } from './memory.ts';
import type { Planned } from './planned.ts';

/** Answers to what the rules may ask, one function for each kind of question. */
export type Answering = { readonly [K in ReadKind]: (ask: Reads[K]['ask']) => Reads[K]['answer'] };

export interface OverlayParts {
  readonly kept: Answering;
  readonly planned: Planned;
  /** What is kept does not say enough for an answer: it must be asked for again when what is planned is written. */
  readonly cannotSay: () => void;
}

/** What is kept, as if all were written that is planned. */
export function overlay(parts: OverlayParts): Answering {
  const { kept, planned } = parts;
  const filing = filingOver(parts);
  const delivering = deliveringOver(parts);
  return {
    ...filing,
    ...delivering,
    ...eventsOver(parts),
    ...memoryOver(parts),
    erasedAt: (ask) => Math.max(kept.erasedAt(ask), planned.erasedAt(ask.marks)),
  };
}
