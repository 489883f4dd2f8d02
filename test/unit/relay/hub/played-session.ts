import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import type { AgentEmail, CallKey, Epoch, Instant, WebhookId } from '../../../../src-shared/brand.ts';
import type { RelayFrame } from '../../../../src-shared/wire/protocol.ts';
import { HUB_BOUNDS } from '../../../../src-relay/hub/bounds.ts';
import { claimedFrame, encode, eventTail } from '../../../../src-relay/hub/frames.ts';
import type { RecordsFrame } from '../../../../src-shared/wire/protocol.ts';
import type { PolicyText } from '../../../../src-relay/hub/policy.ts';
import { startSession, type Session, type SessionParts } from '../../../../src-relay/hub/session.ts';
import { takeTurns } from '../../../../src-relay/hub/turns.ts';
import type { EventRecord } from '../../../../src-relay/journal/commands.ts';
import type { Entry } from '../../../../src-relay/journal/page.ts';
import type { Holder, PairedDevice, Span } from '../../../../src-relay/journal/reader.ts';
import type { AgentId, DeviceId } from '../../../../src-relay/sql/ids.ts';

const NORA = 'nora@ringside.example' as AgentEmail;
const AGENT = 7 as AgentId;
export const EPOCH = 'epoch' as Epoch;
/** Fewer than in earnest, so that a replay takes several reads. */
const PAGE = 3;

export type Frame = RelayFrame | { readonly type: 'closed'; readonly code: number };

/** A session before a journal that answers when it is told to, and a socket that keeps what it is sent. */
export interface Played {
  readonly session: Session;
  readonly frames: readonly Frame[];
  /** What the journal has: how many events, and the last word on each call. */
  readonly kept: { head: number; epoch: Epoch; readonly claims: Map<CallKey, string | null> };
  resume(after: number): void;
  /** One more event; `notify` has the session told of it. */
  commit(): { notify(): void };
  /** Somebody takes a call, or gives it back (null); `notify` has the session told. */
  claim(call: CallKey, by: string | null): { notify(): void };
  /** Records of a call in a further version. */
  records(call: CallKey): { notify(): void };
  /** Answers one of the reads that wait: with what was true when it was asked (`stale`), or is now. */
  answer(which: number, isStale: boolean): Promise<void>;
  /** Reads that wait to be answered. */
  readonly waiting: () => number;
  /** Lets everything run that waits for nothing. */
  settle(): Promise<void>;
  hangUp(): void;
}

export function playSession(can: readonly string[]): Played {
  const frames: Frame[] = [];
  const kept = { head: 0, epoch: EPOCH, claims: new Map<CallKey, string | null>() };
  const versions = new Map<CallKey, number>();
  let reads: ((isStale: boolean) => void)[] = [];

  /** An answer takes as long as it is made to take, and may be old when it comes. */
  function read<T>(look: () => T): Promise<T> {
    const stale = look();
    return new Promise((resolve) => reads.push((isStale) => resolve(isStale ? stale : look())));
  }

  const socket = Object.assign(new EventEmitter(), {
    bufferedAmount: 0,
    send: (text: string, sent?: () => void) => {
      frames.push(JSON.parse(text) as RelayFrame);
      sent?.();
    },
    close: (code: number) => {
      frames.push({ type: 'closed', code });
      socket.emit('close');
    },
    terminate: () => undefined,
  });

  const recordsFrame = (call: CallKey): RecordsFrame => ({
    type: 'records',
    call,
    crm: 'hubspot',
    account: String(versions.get(call)),
  });

  async function* recordsAgain(): AsyncGenerator<RecordsFrame, void> {
    for (const call of versions.keys()) yield await read(() => recordsFrame(call));
  }

  const reader: SessionParts['reader'] = {
    span: () => read((): Span => ({ floor: 0, head: kept.head, epoch: kept.epoch })),
    page: (_, after) =>
      read(() => {
        const upTo = Math.min(kept.head, after + PAGE);
        return Array.from({ length: Math.max(0, upTo - after) }, (_one, i): Entry => entry(after + 1 + i));
      }),
    claimsSince: () =>
      read(() =>
        [...kept.claims].flatMap(([call, by]): Holder[] =>
          by === null ? [] : [{ call, agent: by as AgentEmail, name: null }],
        ),
      ),
    releases: () =>
      read(() => [...kept.claims].flatMap(([call, by]) => (by === null ? [{ call, agent: NORA }] : []))),
  };
  const nothing = (): void => undefined;
  const paired: PairedDevice = {
    device: 'device' as DeviceId,
    agent: { id: AGENT, email: NORA, name: null },
  };
  const session = startSession(socket as unknown as WebSocket, paired, {
    reader,
    bounds: HUB_BOUNDS,
    turns: takeTurns(5, () => performance.now(), 1),
    now: () => 0,
    sendersNow: () => 0,
    policy: () => '{}' as PolicyText,
    historyEvents: () => 500,
    recordsAgain,
    onAck: nothing,
    onClaim: nothing,
    onRelease: nothing,
    onResumed: nothing,
    onReplayed: nothing,
    onBig: nothing,
    onTooSlow: nothing,
    onTrouble: (error) => {
      throw error;
    },
  });
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    session,
    frames,
    kept,
    resume: (after) =>
      void socket.emit('message', JSON.stringify({ type: 'resume', epoch: EPOCH, after, can }), false),
    commit: () => {
      kept.head += 1;
      const { seq, record } = entry(kept.head);
      return {
        notify: () => void session.deliver({ agent: AGENT, seq, record, isNews: true }, eventTail(record)),
      };
    },
    claim: (call, by) => {
      kept.claims.set(call, by);
      const about = { kind: 'claims', call } as const;
      const notify = (): void =>
        by === null
          ? session.notify({
              frame: encode({ type: 'released', call, agent: NORA }),
              needs: 'release',
              about,
            })
          : session.notify({ frame: claimedFrame(call, { agent: by as AgentEmail, name: null }), about });
      return { notify };
    },
    records: (call) => {
      versions.set(call, (versions.get(call) ?? 0) + 1);
      const frame = encode(recordsFrame(call));
      return {
        notify: () => session.notify({ frame, needs: 'records', about: { kind: 'records', call } }),
      };
    },
    answer: async (which, isStale) => {
      reads.splice(which % Math.max(1, reads.length), 1)[0]?.(isStale);
      await settle();
    },
    waiting: () => reads.length,
    settle,
    hangUp: () => void socket.emit('close'),
  };
}

function entry(seq: number): Entry {
  const record: EventRecord = {
    call: `call-${seq}` as CallKey,
    topic: 'call.received',
    webhookId: `msg_${seq}` as WebhookId,
    occurredAt: '2026-02-03T09:15:00.000Z' as Instant,
    receivedAt: 0,
    data: '{}',
    reduced: null,
    memory: null,
  };
  return { seq, record };
}
