import type { AgentEmail, CallKey } from '../../src-shared/brand.ts';
import type { ClaimChange, ClaimState } from '../journal/claims.ts';
import type { ClaimOutcome, ReleaseOutcome } from '../journal/commands.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { AgentId } from '../sql/ids.ts';
import { claimedFrame, encode } from './frames.ts';
import { inOrder } from '../sequencing/in-order.ts';
import type { Session, Telling } from './session.ts';

export interface ClaimTellingParts {
  readonly reader: Pick<JournalReader, 'audience' | 'claimState'>;
  readonly claim: (call: CallKey, agent: AgentId) => Promise<ClaimOutcome | null>;
  readonly release: (call: CallKey, agent: AgentId) => Promise<ReleaseOutcome | null>;
  readonly tellAll: (audience: readonly AgentId[], telling: Telling) => void;
  readonly trouble: (error: unknown) => void;
}

/** Claims of this relay's devices, and what is told of everybody's. Never throws. */
export interface ClaimTelling {
  claim(session: Session, call: CallKey): void;
  release(session: Session, call: CallKey): void;
  /** Somebody has claimed a call, or given it back, perhaps on another relay: whoever was not told of it is told. */
  changed(call: CallKey): void;
  /** Whether a change of that moment was not told yet. */
  isNews(change: ClaimChange): boolean;
}

/** Of so many calls it is remembered what was told last: more than anybody changes within a sweep or two. */
const REMEMBERED = 10_000;

export function claimTelling(parts: ClaimTellingParts): ClaimTelling {
  const { reader, tellAll } = parts;
  const toldAt = new Map<CallKey, number>();
  const oneAtATime = inOrder<CallKey>();

  const isNews = ({ call, at }: ClaimChange): boolean => (toldAt.get(call) ?? -1) < at;

  /** What is told last is what is so: answers of several relays may come in another order than they were given. */
  function tell(state: ClaimState, audience: readonly AgentId[]): void {
    if (!isNews(state)) return;
    toldAt.delete(state.call);
    toldAt.set(state.call, state.at);
    const [oldest] = toldAt.keys();
    if (toldAt.size > REMEMBERED && oldest !== undefined) toldAt.delete(oldest);
    tellAll(audience, tellingOf(state));
  }

  async function claim(session: Session, call: CallKey): Promise<void> {
    const outcome = await parts.claim(call, session.paired.agent.id);
    if (outcome === null) return;
    if (outcome.won) tell(outcome.state, outcome.audience);
    else session.tell(tellingOf(outcome.state));
  }

  async function release(session: Session, call: CallKey): Promise<void> {
    const { id, email } = session.paired.agent;
    const outcome = await parts.release(call, id);
    if (outcome === null) return;
    const { state, done, audience } = outcome;
    if (done && state !== null) tell(state, audience);
    // There was none of this agent's to take back: the device is told how it is.
    else if (state?.kind === 'held') session.tell(tellingOf(state));
    else session.tell(releasedTelling(call, email));
  }

  async function changed(call: CallKey): Promise<void> {
    const state = await reader.claimState(call);
    if (state !== null && isNews(state)) tell(state, await reader.audience(call));
  }

  function inTurn(call: CallKey, work: () => Promise<void>): void {
    oneAtATime.add(call, work).catch(parts.trouble);
  }

  return {
    // What a device says of a call counts in the order in which it says it.
    claim: (session, call) => inTurn(call, () => claim(session, call)),
    release: (session, call) => inTurn(call, () => release(session, call)),
    changed: (call) => inTurn(call, () => changed(call)),
    isNews,
  };
}

function tellingOf(state: ClaimState): Telling {
  const { call } = state;
  if (state.kind === 'released') return releasedTelling(call, state.by);
  return { frame: claimedFrame(call, state.holder), about: { kind: 'claims', call } };
}

function releasedTelling(call: CallKey, agent: AgentEmail): Telling {
  const frame = encode({ type: 'released', call, agent });
  return { frame, needs: 'release', about: { kind: 'claims', call } };
}
