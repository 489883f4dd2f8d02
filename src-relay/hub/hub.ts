import type { WebSocket } from 'ws';
import type { CallKey } from '../../src-shared/brand.ts';
import { CLOSE, type Ability } from '../../src-shared/wire/protocol.ts';
import type { PolicyText } from './policy.ts';
import type { Limits } from '../config/limits.ts';
import type { ClaimChange } from '../journal/claims.ts';
import type { ClaimOutcome, Delivery, EventRecord, ReleaseOutcome } from '../journal/commands.ts';
import type { Ack } from '../agents/devices.ts';
import type { AgentId, DeviceId } from '../sql/ids.ts';
import type { JournalReader, PairedDevice } from '../journal/reader.ts';
import { gatherAcks } from './acks.ts';
import { deviceBudgets, type DeviceRates } from './device-budgets.ts';
import { throttle } from './throttle.ts';
import type { HubBounds } from './bounds.ts';
import { encode, eventTail, policyFrame, type EventTail } from './frames.ts';
import type { RecordsFrame } from '../../src-shared/wire/protocol.ts';
import { startHeartbeat } from './heartbeat.ts';
import { claimBroadcasting } from './claims.ts';
import { lookingFor } from './looking.ts';
import { inOrder } from '../sequencing/in-order.ts';
import { startSession, type Session, type Notice } from './session.ts';
import { takeTurns } from './turns.ts';

export interface HubParts {
  readonly reader: JournalReader;
  /** The same for sessions: what they read waits until it can be read. */
  readonly retryingReader: JournalReader;
  readonly bounds: HubBounds;
  /** How many sessions may wait for the journal at once. */
  readonly readsAtOnce: number;
  readonly limits: () => Pick<Limits, 'sockets' | 'silentSockets'>;
  readonly now: () => number;
  /** The same by the sender's clock, for ages. */
  readonly sendersNow: () => number;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  readonly policy: (can: readonly Ability[]) => PolicyText;
  readonly historyEvents: () => number;
  readonly claim: (call: CallKey, agent: AgentId) => Promise<ClaimOutcome | null>;
  readonly release: (call: CallKey, agent: AgentId) => Promise<ReleaseOutcome | null>;
  readonly storeAcks: (acks: readonly Ack[]) => Promise<unknown>;
  readonly watch: HubWatch;
}

/** What the metrics and the log hear about. */
export interface HubWatch {
  readonly replayed: (events: number) => void;
  readonly tooSlow: () => void;
  /** A device sends more than it may: its frames are held up (`frames`), left undone (`writes`), or it is sent away. */
  readonly tooMany: (what: keyof DeviceRates) => void;
  /** From the webhook's arrival to the first frame of it on a socket, in ms. */
  readonly pushed: (afterMs: number) => void;
  readonly trouble: (error: unknown) => void;
}

/**
 * The records of an agent's calls of the last day, newest call first, each as it is known at the moment it is asked for.
 * Whoever asks may stop asking.
 */
export type RecordsSource = (agent: AgentId) => AsyncIterable<RecordsFrame> | Iterable<RecordsFrame>;

const NO_RECORDS: RecordsSource = () => [];

/** All sockets: who is connected, and what goes to whom. */
export interface Hub {
  /** Whether one more socket fits. */
  hasRoom(): boolean;
  /** Whether the device may connect now: 0, else the ms to wait. */
  mayConnect(device: DeviceId): number;
  connect(socket: WebSocket, paired: PairedDevice): void;
  publish(deliveries: readonly Delivery[]): void;
  /**
   * Something may have changed that nobody told of, by another process or around a failed commit: revoked devices are
   * closed, and everybody else is sent what the journal has for them. Never rejects.
   */
  lookAgain(): Promise<void>;
  /** Another process has given these agents something new. */
  newsElsewhere(agents: readonly AgentId[]): void;
  /** Another process has written down that a call was claimed or given back. */
  claimChanged(call: CallKey): void;
  /**
   * Tells of these changes of claims, and sends everybody what the journal has for them, as far as nobody did.
   * @returns how much nobody had told of. @throws StoreFault
   */
  heal(changes: readonly ClaimChange[]): Promise<Healed>;
  /** Tells what the CRM has of a call's party to everybody whom the call concerns, as far as their apps know of records. */
  broadcastRecords(frame: RecordsFrame): void;
  /** Whoever connects is told these before `live`. @returns the unsubscribe */
  repeatRecords(source: RecordsSource): () => void;
  /** Tells every live app the policy. */
  pushPolicy(): void;
  connected(): number;
  /** Closes every socket with this code, and goes on taking new ones. */
  sendAway(code: number): void;
  /** Closes every socket with this code; resolves when acks are stored. */
  close(code: number): Promise<void>;
}

/** What was found that no notification had told of: sessions with events, calls with claims. */
export interface Healed {
  readonly events: number;
  readonly claims: number;
}

export function createHub(parts: HubParts): Hub {
  const { bounds, reader, now, elapsed, watch } = parts;
  const sessions = new Map<AgentId, Set<Session>>();
  const unresumed = new Set<Session>();
  const sockets = new Set<WebSocket>();
  const heartbeat = startHeartbeat({ ...bounds, bytesMeanwhile: bounds.maxBufferedBytes });
  const budgets = deviceBudgets(bounds.device, elapsed);
  const turns = takeTurns(bounds.replayStretchMs, elapsed, parts.readsAtOnce);
  let whenEmpty: (() => void) | null = null;
  let records: RecordsSource = NO_RECORDS;
  const acks = gatherAcks(bounds.ackFlushMs, parts.storeAcks);
  const recordsInOrder = inOrder<CallKey>();
  const looking = lookingFor({ reader, turns, everyone });
  const { claim, release } = parts;
  const claims = claimBroadcasting({ reader, claim, release, broadcast, trouble: watch.trouble });

  function connect(socket: WebSocket, paired: PairedDevice): void {
    const budget = budgets.of(paired.device);
    // Before the session hears a frame.
    const unthrottle = throttle(socket, budget.frames, () => watch.tooMany('frames'));
    const alive = heartbeat.watch(socket);
    const session: Session = startSession(socket, paired, {
      reader: parts.retryingReader,
      bounds,
      turns,
      now,
      sendersNow: parts.sendersNow,
      policy: parts.policy,
      historyEvents: parts.historyEvents,
      recordsAgain: () => recordsAgain(paired.agent.id),
      onAck: (seq) => acks.heard(paired.device, seq),
      onClaim: (call) => {
        if (budget.writes.attempt(1) === 0) claims.claim(session, call);
        else watch.tooMany('writes');
      },
      onRelease: (call) => {
        if (budget.writes.attempt(1) === 0) claims.release(session, call);
        else watch.tooMany('writes');
      },
      onResumed: () => unresumed.delete(session),
      onReplayed: watch.replayed,
      onBig: alive.sent,
      onTooSlow: watch.tooSlow,
      onTrouble: watch.trouble,
    });
    const own = sessions.get(paired.agent.id) ?? new Set();
    makeRoom(own, paired.device);
    sessions.set(paired.agent.id, own.add(session));
    unresumed.add(session);
    sockets.add(socket);
    // A protocol error of the peer's: ws closes the socket itself.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      alive.unwatch();
      unthrottle();
      budgets.left(paired.device);
      unresumed.delete(session);
      own.delete(session);
      if (own.size === 0) sessions.delete(paired.agent.id);
      sockets.delete(socket);
      if (sockets.size === 0) whenEmpty?.();
    });
  }

  /** A device that comes back while its lost sockets still look alive must find room. */
  function makeRoom(own: ReadonlySet<Session>, device: DeviceId): void {
    const same = [...own].filter((session) => session.paired.device === device);
    for (const old of same.slice(0, Math.max(0, same.length - bounds.maxSocketsPerDevice + 1))) {
      old.close(CLOSE.replaced, 'too many sockets of this device');
    }
  }

  function publish(deliveries: readonly Delivery[]): void {
    const tails = new Map<EventRecord, EventTail>();
    for (const delivery of deliveries) {
      const own = sessions.get(delivery.agent);
      if (own === undefined) continue;
      const { record, isNews } = delivery;
      const known = tails.get(record);
      const tail = known ?? eventTail(record);
      let sent = false;
      for (const session of own) sent = session.deliver(delivery, tail) || sent;
      if (known !== undefined) continue;
      tails.set(record, tail);
      if (sent && isNews) watch.pushed(now() - record.receivedAt);
    }
  }

  function broadcastRecords(frame: RecordsFrame): void {
    const { call } = frame;
    const work = async (): Promise<void> => {
      const about = { kind: 'records', call } as const;
      broadcast(await reader.audience(call), { frame: encode(frame), needs: 'records', about });
    };
    recordsInOrder.add(call, work).catch(watch.trouble);
  }

  /** Nobody is kept from being live by what cannot be said of records. */
  async function* recordsAgain(agent: AgentId): AsyncGenerator<RecordsFrame, void> {
    try {
      yield* records(agent);
    } catch (error) {
      watch.trouble(error);
    }
  }

  function broadcast(audience: readonly AgentId[], notice: Notice): void {
    for (const id of audience) for (const session of sessions.get(id) ?? []) session.notify(notice);
  }

  async function lookAgain(): Promise<void> {
    try {
      await looking.forRevoked();
      await looking.forNews();
    } catch (error) {
      watch.trouble(error);
    }
  }

  function everyone(): Session[] {
    return [...sessions.values()].flatMap((own) => [...own]);
  }

  async function close(code: number): Promise<void> {
    heartbeat.stop();
    for (const session of everyone()) session.close(code, 'the relay stops');
    const giveUp = setTimeout(() => {
      for (const socket of sockets) socket.terminate();
    }, bounds.closeGraceMs);
    if (sockets.size > 0) {
      await new Promise<void>((resolve) => {
        whenEmpty = resolve;
      });
    }
    clearTimeout(giveUp);
    await acks.stop();
  }

  return {
    hasRoom: () => {
      const limits = parts.limits();
      return sockets.size < limits.sockets && unresumed.size < limits.silentSockets;
    },
    mayConnect: (device) => {
      const wait = budgets.of(device).upgrades.attempt(1);
      if (wait > 0) watch.tooMany('upgrades');
      return wait;
    },
    connect,
    publish,
    lookAgain,
    newsElsewhere: (agents) => {
      for (const id of agents) for (const session of sessions.get(id) ?? []) session.lookForMore();
    },
    claimChanged: claims.changed,
    heal: async (changes) => {
      const untold = changes.filter(claims.isNews);
      for (const { call } of untold) claims.changed(call);
      return { events: await looking.forNews(), claims: untold.length };
    },
    broadcastRecords,
    repeatRecords: (source) => {
      records = source;
      return () => {
        if (records === source) records = NO_RECORDS;
      };
    },
    pushPolicy: () => {
      for (const session of everyone()) session.notify({ frame: (can) => policyFrame(parts.policy(can)) });
    },
    connected: () => sockets.size,
    sendAway: (code) => {
      for (const session of everyone()) session.close(code, 'another relay serves you');
    },
    close,
  };
}
