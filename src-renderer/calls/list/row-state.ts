import {
  Ban,
  Bot,
  PhoneCall,
  PhoneForwarded,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Voicemail,
  type LucideIcon,
} from 'lucide-react';
import { factsOf, isMissedCall } from '../../../src-shared/calls/phase.ts';
import type { HistoryRow } from '../../../src-shared/history/rows.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { outcomeWord } from '../../../src-shared/words/outcome-word.ts';
import { isByAssistant } from '../../../src-shared/calls/result.ts';

/** How a call in the list looks: only what still wants something of somebody has a colour. */
export interface RowState {
  readonly icon: LucideIcon;
  readonly tone: 'live' | 'accent' | 'bad' | 'plain';
  readonly word: string;
}

export function stateOf(row: HistoryRow, words: Words): RowState {
  const word = outcomeWord(row, words);
  const outbound = row.direction === 'outbound';
  const way = outbound ? PhoneOutgoing : PhoneIncoming;
  switch (row.phase) {
    case 'ringing':
    case 'dialling':
    case 'answered':
      return { icon: PhoneCall, tone: 'live', word };
    case 'missed':
      return { icon: PhoneMissed, tone: row.claimed ? 'plain' : 'bad', word };
    case 'voicemail':
      return { icon: Voicemail, tone: row.claimed || outbound ? 'plain' : 'accent', word };
    case 'failed':
      return { icon: PhoneOff, tone: 'bad', word };
    case 'blocked':
      return { icon: Ban, tone: 'plain', word };
    case 'transferred':
      return { icon: isByAssistant(row.result) ? Bot : PhoneForwarded, tone: 'plain', word };
    case 'quiet':
    case 'over':
    case 'completed':
    case 'noAnswer':
    case 'ended':
    case 'unreported':
      return { icon: way, tone: 'plain', word };
  }
}

/** Who has a call or had it, as the row says it; null: nobody, or this agent without having said so. */
export function ownerOf(row: HistoryRow, words: Words): string | null {
  const { isOpen, spoke } = factsOf(row.phase);
  const handled = !isOpen && spoke === 'yes';
  // A call out is whose it is: nothing to take.
  if (row.direction === 'outbound') return row.owner;
  if (row.owner !== null) return handled ? words.call.tookIt(row.owner) : words.call.hasIt(row.owner);
  return row.claimed && row.mine && !handled ? words.call.youHaveIt : null;
}

/** A call that waits for somebody: nobody answered it and nobody has said that they will. */
export function isWaiting(row: HistoryRow): boolean {
  return isMissedCall(row.phase, row) && !row.claimed && row.owner === null;
}
