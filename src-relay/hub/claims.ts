import type { AgentEmail, CallKey } from '../../src-shared/brand.ts';
import type { ClaimChange, ClaimState } from '../journal/claims.ts';
import type { ClaimOutcome, ReleaseOutcome } from '../journal/commands.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { AgentId } from '../sql/ids.ts';
import { claimedFrame, encode } from './frames.ts';
import { inOrder } from '../sequencing/in-order.ts';
import type { Session, Notice } from './session.ts';

export interface ClaimBroadcastingParts {
  readonly reader: Pick<JournalReader, 'audience' | 'claimState'>;
  readonly claim: (call: CallKey, agent: AgentId) => Promise<ClaimOutcome | null>;
  readonly release: (call: CallKey, agent: AgentId) => Promise<ReleaseOutcome | null>;
  readonly broadcast: (audience: readonly AgentId[], notice: Notice) => void;
  readonly trouble: (error: unknown) => void;
}

/** Claims of this relay's devices, and what is told of everybody's. Never throws. */
export interface ClaimBroadcasting {
  claim(session: Session, call: CallKey): void;
  release(session: Session, call: CallKey): void;
  /** Somebody has claimed a call, or given it back, perhaps on another relay: whoever was not told of it is told. */
  changed(call: CallKey): void;
  /** Whether a change of that moment was not told yet. */
  isNews(change: ClaimChange): boolean;
}

/** Of so many calls it is remembered what was told last: more than anybody changes within a sweep or two. */
const REMEMBERED = 10_000;

export function claimBroadcasting(parts: ClaimBroadcastingParts): ClaimBroadcasting {
  const { reader, broadcast } = parts;
  const toldAt = new Map<CallKey, number>();
  const oneAtATime = inOrder<CallKey>();

  const isNews = ({ call, at }: ClaimChange): boolean => (toldAt.get(call) ?? -1) < at;

  /** What is told last is what is so: answers of several relays may come in another order than they were given. */
  function broadcastIfNew(state: ClaimState, audience: readonly AgentId[]): void {
    if (!isNews(state)) return;
    toldAt.delete(state.call);
    toldAt.set(state.call, state.at);
    const [oldest] = toldAt.keys();
    if (toldAt.size > REMEMBERED && oldest !== undefined) toldAt.delete(oldest);
    broadcast(audience, noticeOf(state));
  }

  async function claim(session: Session, call: CallKey): Promise<void> {
    const outcome = await parts.claim(call, session.paired.agent.id);
    if (outcome === null) return;
    if (outcome.won) broadcastIfNew(outcome.state, outcome.audience);
    else session.notify(noticeOf(outcome.state));
  }

  async function release(session: Session, call: CallKey): Promise<void> {
    const { id, email } = session.paired.agent;
    const outcome = await parts.release(call, id);
    if (outcome === null) return;
    const { state, done, audience } = outcome;
    if (done && state !== null) broadcastIfNew(state, audience);
    // There was none of this agent's to take back: the device is told how it is.
    else if (state?.kind === 'held') session.notify(noticeOf(state));
    else session.notify(releasedNotice(call, email));
  }

  async function changed(call: CallKey): Promise<void> {
    const state = await reader.claimState(call);
    if (state !== null && isNews(state)) broadcastIfNew(state, await reader.audience(call));
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

function noticeOf(state: ClaimState): Notice {
  const { call } = state;
  if (state.kind === 'released') return releasedNotice(call, state.by);
  return { frame: claimedFrame(call, state.holder), about: { kind: 'claims', call } };
}

function releasedNotice(call: CallKey, agent: AgentEmail): Notice {
  const frame = encode({ type: 'released', call, agent });
  return { frame, needs: 'release', about: { kind: 'claims', call } };
}
